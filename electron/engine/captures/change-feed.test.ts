import fc from 'fast-check'
import { expect, onTestFinished, test, vi } from 'vitest'
import type { CaptureSummary } from '../../../shared/capture/capture.ts'
import type { Log } from '../log/log.ts'
import { Routes } from '../receiver/routes.ts'
import { idText } from '../store/rows.ts'
import type { Store } from '../store/store.ts'
import { keepMany, openTempStore, received, until } from '../store/testing/temp-store.ts'
import { CaptureIntake } from './capture-intake.ts'
import { type CapturesChanged, ChangeFeed } from './change-feed.ts'
import { IDLE_LISTENER } from './testing/idle-listener.ts'

const SILENT: Log = { info: () => {}, warn: () => {}, error: () => {} }

test('gathers what happens, tells it at most 20 times a second, and leaves no gap', async () => {
  const { store, events, keepShown } = setUp()
  const started = performance.now()
  for (let n = 0; n < 150; n++) {
    await keepShown()
    await new Promise((resolve) => setTimeout(resolve, 2))
  }
  await until(() => events.at(-1)?.to === store.changes.current)
  const windows = (performance.now() - started) / 50
  expect(events.length).toBeLessThanOrEqual(windows + 1)
  expect(events.flatMap(({ captures }) => captures)).toHaveLength(150)
  for (const [index, event] of events.entries()) if (index > 0) expect(event.from).toBe(events[index - 1]?.to)
})

test('what was made and deleted at once is told as gone only, what was deleted and brought back as there only', async () => {
  // In one window, however long it takes.
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] })
  onTestFinished(() => void vi.useRealTimers())
  const { store, feed, events, keepShown } = setUp()
  const [gone, back] = [await keepShown(), await keepShown()]
  await trash(store, feed, [gone.id, back.id])
  feed.touch(await store.queue.write(() => store.marks.undelete([back.id])))
  vi.advanceTimersByTime(1000)
  vi.useRealTimers()
  await until(() => events.length > 0)
  expect(events[0]?.captures.map(({ id }) => id)).toEqual([back.id])
  expect(events[0]?.deletedIds).toEqual([gone.id])
})

test('too much for one event is told as such, and the list can be caught up with', async () => {
  const { store, feed, events, keepShown } = setUp()
  const shown = await store.summaries(await keepMany(store, 450))
  for (const summary of shown) feed.put({ ...summary, summary: () => summary })
  await until(() => events.length > 0)
  expect(events[0]).toMatchObject({ overflow: true, captures: [], deletedIds: [], to: store.changes.current })
  await keepShown()
  await until(() => events.length > 1)
  expect(events[1]).toMatchObject({ overflow: false, from: events[0]?.to })
  feed.close()
})

test('what cannot be read again is told as an event that says too little, not left out', async () => {
  const events: CapturesChanged[] = []
  const source = { counter: () => 7, summaries: () => Promise.reject(new Error('the reader thread ended')) }
  const feed = new ChangeFeed(source, (event) => events.push(event), SILENT)
  onTestFinished(() => feed.close())
  feed.touch([1])
  await until(() => events.length > 0)
  expect(events[0]).toMatchObject({ overflow: true, to: 7 })
})

test('an answer that is noted late brings back nothing that was deleted, and undoes nothing that was pinned', async () => {
  const { store, feed, events, keepShown } = setUp()
  const intake = new CaptureIntake(store, new Routes(), feed, SILENT, IDLE_LISTENER)
  const [deleted, pinned] = [received(), received()]
  const answer = await Promise.all(
    [deleted, pinned].map(
      (capture) =>
        new Promise<() => void>((resolve, reject) =>
          intake.keep(capture, (error, kept) =>
            kept === null
              ? reject(error)
              : resolve(() => kept.answered({ status: 201, headers: [], body: Buffer.from('ok'), afterUs: 10 })),
          ),
        ),
    ),
  )
  await trash(store, feed, [idText(deleted.id)])
  feed.touch(await store.queue.write(() => store.marks.setPinned([idText(pinned.id)], true)))
  for (const send of answer) send()
  await until(() => store.db.prepare('SELECT count(*) FROM answers').pluck().get() === 2)
  // What was gathered before one more is told with it or before it.
  const { id: last } = await keepShown()
  await until(() => follow(events).has(last))
  const shown = follow(events)
  expect(new Set(shown.keys())).toEqual(new Set([idText(pinned.id), last]))
  expect(shown.get(idText(pinned.id))).toMatchObject({ pinned: true, answeredStatus: 201 })
})

const step = fc.oneof(
  { weight: 4, arbitrary: fc.constant({ kind: 'keep' as const, which: [] as number[] }) },
  {
    weight: 4,
    arbitrary: fc.record({
      kind: fc.constantFrom('pin' as const, 'note' as const, 'trash' as const, 'restore' as const, 'erase' as const),
      which: fc.array(fc.nat(30), { minLength: 1, maxLength: 3 }),
    }),
  },
  // A window ends, so that the next step is told in another event.
  { weight: 1, arbitrary: fc.constant({ kind: 'wait' as const, which: [] as number[] }) },
  // An event gets lost on the way, as when a connection breaks.
  { weight: 1, arbitrary: fc.constant({ kind: 'lose' as const, which: [] as number[] }) },
)

test('whoever follows the events, and catches up after a gap, ends with the list that the store has', async () => {
  const { store, feed, events, keepShown } = setUp()
  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 5, maxLength: 30 }), async (steps) => {
      const first = await store.reader.ask('list', { limit: 500 })
      const rows = new Map(first.captures.map((capture) => [capture.id, capture]))
      let change = first.change
      const ids: string[] = first.captures.map(({ id }) => id)
      let losing = false
      events.length = 0
      const told = async () => {
        for (const event of events.splice(0)) {
          if (losing) {
            losing = false
          } else if (event.to <= change) {
            // The list was read after this.
          } else if (event.from > change || event.overflow) {
            change = await catchUp(store, rows, change)
          } else {
            for (const id of event.deletedIds) rows.delete(id)
            for (const capture of event.captures) rows.set(capture.id, capture)
            change = event.to
          }
        }
      }
      for (const { kind, which } of steps) {
        const chosen = [...new Set(ids.length === 0 ? [] : which.map((n) => ids[n % ids.length] as string))]
        if (kind === 'keep') ids.push((await keepShown()).id)
        else if (kind === 'wait') await new Promise((resolve) => setTimeout(resolve, 60))
        else if (kind === 'lose') losing = true
        else if (chosen.length > 0) await edit(store, feed, kind, chosen)
        await told()
      }
      losing = false
      // One more, so that the last gap shows.
      ids.push((await keepShown()).id)
      await until(() => events.some(({ to }) => to === store.changes.current))
      await told()
      const last = await store.reader.ask('list', { limit: 500 })
      const plain = (captures: Iterable<CaptureSummary>) =>
        [...captures].map(({ change: _change, ...rest }) => rest).sort((a, b) => a.seq - b.seq)
      expect(plain(rows.values())).toEqual(plain(last.captures))
    }),
    { numRuns: 12 },
  )
})

async function catchUp(store: Store, rows: Map<string, CaptureSummary>, since: number): Promise<number> {
  for (;;) {
    const page = await store.reader.ask('changes', since, 5)
    expect(page.reset).toBe(false)
    for (const id of page.deletedIds) rows.delete(id)
    for (const capture of page.captures) rows.set(capture.id, capture)
    if (!page.more) return page.change
    since = page.change
  }
}

async function edit(
  store: Store,
  feed: ChangeFeed,
  kind: 'pin' | 'note' | 'trash' | 'restore' | 'erase',
  ids: ReadonlyArray<string>,
): Promise<void> {
  const { queue, marks } = store
  switch (kind) {
    case 'pin':
      return feed.touch(await queue.write(() => marks.setPinned(ids, true)))
    case 'note':
      return feed.touch(await queue.write(() => ids.flatMap((id) => marks.setNote(id, 'seen'))))
    case 'trash':
      return trash(store, feed, ids)
    case 'restore':
      return feed.touch(await queue.write(() => marks.undelete(ids)))
    case 'erase': {
      const find = store.db.prepare('SELECT seq FROM captures WHERE hex(id) = ?').pluck()
      const erased = await queue.write(() =>
        ids.map((id) =>
          store.eraser.erase((find.get(id.replaceAll('-', '').toUpperCase()) as number | undefined) ?? 0),
        ),
      )
      return feed.gone(erased.filter((id) => id !== null))
    }
  }
}

async function trash(store: Store, feed: ChangeFeed, ids: ReadonlyArray<string>): Promise<void> {
  await store.queue.write(() => store.marks.trash(ids, Date.now()))
  feed.gone(ids)
}

function setUp() {
  const { store } = openTempStore()
  const events: CapturesChanged[] = []
  const source = {
    counter: () => store.changes.current,
    summaries: (seqs: ReadonlyArray<number>) => store.summaries(seqs),
  }
  const feed = new ChangeFeed(source, (event) => events.push(event), SILENT)
  onTestFinished(() => feed.close())
  // As the receiver keeps one: the feed has to hear of it before the loop goes on, or its counter would run ahead.
  const keepShown = (): Promise<CaptureSummary> =>
    new Promise((resolve, reject) => {
      const intake = new CaptureIntake(store, new Routes(), feed, SILENT, {
        ...IDLE_LISTENER,
        kept: (fresh) => resolve(fresh.summary()),
      })
      intake.keep(received(), (error) => error !== null && reject(error))
    })
  return { store, feed, events, keepShown }
}

function follow(events: ReadonlyArray<CapturesChanged>): Map<string, CaptureSummary> {
  const rows = new Map<string, CaptureSummary>()
  for (const event of events) {
    for (const id of event.deletedIds) rows.delete(id)
    for (const capture of event.captures) rows.set(capture.id, capture)
  }
  return rows
}
