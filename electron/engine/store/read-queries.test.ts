import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { CaptureSummary } from '../../../shared/capture/capture.ts'
import type { CaptureFilter } from '../../../shared/capture/capture-filter.ts'
import { parseFilter } from '../../../shared/search/parse-filter.ts'
import { rowFilter } from '../../../shared/search/row-filter.ts'
import { localClock } from '../../local-clock.ts'
import { newIdBytes } from '../new-id.ts'
import { histogram } from '../search/histogram.ts'
import { type ReadQueries, readQueries } from './read-queries.ts'
import { idText } from './rows.ts'
import type { Store } from './store.ts'
import { keep, keepEvent, keepMany, openTempStore, received } from './testing/temp-store.ts'

const T0 = 1_700_000_000_000

test('pages through all captures once, newest first, while others arrive and go', async () => {
  const { store } = openTempStore()
  await keepMany(store, 250)
  const seen: number[] = []
  let before: number | undefined
  do {
    const page = await store.reader.ask('list', { limit: 40, ...(before === undefined ? {} : { before }) })
    seen.push(...page.captures.map(({ seq }) => seq))
    before = page.next ?? undefined
    await keepMany(store, 5)
    // One that was listed already, and one that was not.
    await trash(store, [seen.at(-1) as number])
  } while (before !== undefined)
  expect(seen).toEqual(Array.from({ length: 250 }, (_, n) => 250 - n))
})

test('a page says at which value of the change counter it is true', async () => {
  const { store } = openTempStore()
  await keepMany(store, 3)
  const page = await store.reader.ask('list', { limit: 10 })
  expect(page.change).toBe(store.changes.current)
  expect(page.captures.every(({ change }) => change === page.change)).toBe(true)
})

test('a filter that rarely matches is answered in slices, each with a place to go on from, and finds all', async () => {
  const { store } = openTempStore()
  fill(store, 150_000, (n) => (n % 50_000 === 7 ? '/needle' : `/hay/${n}`))
  const queries = readQueries(store.db)
  const found: number[] = []
  let pages = 0
  let before: number | undefined
  let empty = 0
  do {
    const started = performance.now()
    const page = queries.list({ text: 'needle', limit: 100, ...(before === undefined ? {} : { before }) })
    if (page.captures.length === 0) empty++
    // The budget, and one slice that began just before it was used up; wide, since machines are busy.
    expect(performance.now() - started).toBeLessThan(1000)
    if (page.next !== null && before !== undefined) expect(page.next).toBeLessThan(before)
    found.push(...page.captures.map(({ seq }) => seq))
    before = page.next ?? undefined
    pages++
  } while (before !== undefined && pages < 100)
  expect(found).toEqual([100_007, 50_007, 7])
  expect(pages).toBeLessThan(100)
  expect(empty).toBeLessThanOrEqual(pages)
})

const word = fc.constantFrom(
  'post',
  'POST',
  'é',
  'É',
  'order',
  'Order',
  '%',
  '_',
  'ß',
  'İ',
  'K',
  'k',
  'i',
  '/',
  '"',
  "'",
  'paid',
)
const text = fc.array(fc.oneof(word, fc.string({ maxLength: 3 })), { maxLength: 4 }).map((words) => words.join(''))
const filter: fc.Arbitrary<CaptureFilter> = fc.record(
  {
    endpoint: fc.constantFrom('default', 'shop', 'none'),
    text: fc.array(fc.oneof(word, text), { maxLength: 3 }).map((words) => words.join(' ')),
    from: fc.integer({ min: T0 - 5, max: T0 + 45 }),
    to: fc.integer({ min: T0 - 5, max: T0 + 45 }),
  },
  { requiredKeys: [] },
)

test('the store and the screen agree on what a filter matches', async () => {
  const { store } = openTempStore()
  const row = fc.record({
    method: fc.constantFrom('POST', 'GET', null),
    target: fc.oneof(text, fc.constant(null)),
    eventType: fc.oneof(text, fc.constant(null)),
    endpoint: fc.constantFrom('default', 'shop'),
    // Clocks jump: order of arrival is not order of time.
    receivedAt: fc.integer({ min: T0, max: T0 + 40 }),
  })
  for (const { eventType, ...sample } of fc.sample(row, 195)) {
    const seq = await keep(store, received(sample))
    await keepEvent(store, { seq, endpoint: sample.endpoint, type: eventType })
  }
  // The screen sees targets up to a length only: what a word has beyond it is asked of the store.
  for (const length of [2041, 2042, 2043, 2044, 2048]) {
    await keep(store, received({ receivedAt: T0, target: `/${'x'.repeat(length - 1)}order` }))
  }
  const queries = readQueries(store.db)
  const all = everything(queries, {})
  expect(all).toHaveLength(200)
  fc.assert(
    fc.property(filter, (one) => {
      fc.pre(parseFilter(one.text ?? '', localClock()).ok)
      const answer = rowFilter(one, localClock())
      const open = all.filter((capture) => answer(capture) === null).map(({ id }) => id)
      const matching = new Set(queries.matching(one, open))
      const expected = all.filter((capture) => answer(capture) ?? matching.has(capture.id)).map(({ seq }) => seq)
      expect(everything(queries, one).map(({ seq }) => seq)).toEqual(expected)
    }),
    { numRuns: 300 },
  )
})

test('the bars of a histogram add up to what the list has, whatever the filter', async () => {
  const { store } = openTempStore()
  for (let n = 0; n < 120; n++) {
    const seq = await keep(
      store,
      received({
        receivedAt: T0 + ((n * 7919) % 1000),
        endpoint: n % 3 === 0 ? 'shop' : 'default',
        target: n % 5 === 0 ? '/order' : '/other',
        state: n % 11 === 0 ? 'malformed' : 'complete',
      }),
    )
    const status = n % 4 === 0 ? 500 : 200
    await new Promise<void>((resolve) =>
      store.captures.noteAnswer(seq, { kind: 'answered', version: null, status, afterUs: 1 }, resolve),
    )
  }
  const listed = readQueries(store.db)
  await fc.assert(
    fc.asyncProperty(
      fc.record(
        { endpoint: fc.constantFrom('shop', 'default'), text: fc.constantFrom('order', 'post') },
        { requiredKeys: [] },
      ),
      fc.integer({ min: -10, max: 900 }),
      fc.integer({ min: 1, max: 1000 }),
      fc.integer({ min: 1, max: 60 }),
      async (one, start, length, bars) => {
        const range = { from: T0 + start, to: T0 + start + length }
        const { total, failed } = await histogram((query, ...args) => store.slowReader.ask(query, ...args), {
          ...one,
          ...range,
          bars,
        })
        const rows = everything(listed, { ...one, ...range })
        expect(total).toHaveLength(bars)
        expect(sum(total)).toBe(rows.length)
        expect(sum(failed)).toBe(
          rows.filter(({ state, answeredStatus }) => state === 'malformed' || (answeredStatus ?? 0) >= 400).length,
        )
      },
    ),
    { numRuns: 15 },
  )
})

test('catches up on what is new, changed, deleted and brought back', async () => {
  const { store } = openTempStore()
  const [a, b, c] = (await keepMany(store, 3)) as [number, number, number]
  const since = store.changes.current
  const changes = () => store.reader.ask('changes', since, 500)
  expect(await changes()).toEqual({ captures: [], deletedIds: [], change: since, more: false, reset: false })

  const d = await keep(store)
  await store.queue.write(() => store.marks.setPinned([idOf(store, a)], true))
  await trash(store, [b])
  expect(summary(await changes())).toEqual({ seqs: [a, d], gone: [idOf(store, b)] })

  await store.queue.write(() => store.marks.undelete([idOf(store, b)]))
  const cId = idOf(store, c)
  await store.queue.write(() => store.eraser.erase(c))
  const last = await changes()
  expect(summary(last)).toEqual({ seqs: [a, b, d], gone: [cId] })
  expect(last.captures.find(({ seq }) => seq === a)?.pinned).toBe(true)
  expect(last.change).toBe(store.changes.current)
})

test('catches up page by page, and ends where the list is', async () => {
  const { store } = openTempStore()
  let since = store.changes.current
  for (let n = 0; n < 60; n++) {
    const seq = await keep(store)
    if (n % 3 === 0) await trash(store, [seq])
  }
  const rows = new Map<string, CaptureSummary>()
  let pages = 0
  for (let more = true; more; pages++) {
    const page = await store.reader.ask('changes', since, 7)
    expect(page.change).toBeGreaterThan(since)
    for (const id of page.deletedIds) rows.delete(id)
    for (const capture of page.captures) rows.set(capture.id, capture)
    since = page.change
    more = page.more
  }
  expect(pages).toBeGreaterThan(5)
  const list = await store.reader.ask('list', { limit: 500 })
  expect([...rows.keys()].sort()).toEqual(list.captures.map(({ id }) => id).sort())
})

test('says so when too much happened since, or the counter is not of this store', async () => {
  const { store } = openTempStore()
  const first = store.changes.current
  await keepMany(store, 5)
  expect(await store.reader.ask('changes', store.changes.current + 1, 10)).toMatchObject({ reset: true })
  for (let n = 0; n < 5; n++) await keep(store)
  store.db.prepare('DELETE FROM changes WHERE change < ?').run(first + 4)
  expect(await store.reader.ask('changes', first + 2, 10)).toMatchObject({ reset: true, change: store.changes.current })
  expect(await store.reader.ask('changes', first + 3, 10)).toMatchObject({ reset: false })
})

test('old changes are pruned a few at a time, so that the newest 200,000 stay', async () => {
  const first = openTempStore()
  const begun = first.store.changes.current
  await first.store.queue.write(() =>
    first.store.db.exec(`WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 225000)
      INSERT INTO changes (change, first_seq, last_seq) SELECT i + ${begun}, i, i FROM n`),
  )
  await first.close()
  const { store } = openTempStore(first.folder)
  let rounds = 0
  for (; store.changes.isLong && rounds < 100; rounds++) await store.queue.write(() => store.changes.pruneSome())
  expect(rounds).toBeGreaterThan(1)
  const [oldest, count] = store.db.prepare('SELECT min(change), count(*) FROM changes').raw().get() as [number, number]
  expect(count).toBeGreaterThanOrEqual(200_000)
  expect(await store.reader.ask('changes', begun + 1, 10)).toMatchObject({ reset: true })
  expect(await store.reader.ask('changes', oldest - 1, 10)).toMatchObject({ reset: false })
})

test('a commit that fails uses up no value of the counter that a screen could have seen', async () => {
  const { store } = openTempStore()
  await keep(store)
  const before = store.changes.current
  await expect(keep(store, received({ endpoint: null as unknown as string }))).rejects.toThrow(/NOT NULL/)
  expect(store.changes.current).toBe(before)
  expect((await store.reader.ask('list', { limit: 1 })).change).toBe(before)
  await keep(store)
  expect((await store.reader.ask('list', { limit: 1 })).change).toBe(store.changes.current)
})

function everything(queries: ReadQueries, one: CaptureFilter): CaptureSummary[] {
  const found: CaptureSummary[] = []
  let before: number | undefined
  do {
    const page = queries.list({ ...one, limit: 37, ...(before === undefined ? {} : { before }) })
    found.push(...page.captures)
    before = page.next ?? undefined
  } while (before !== undefined)
  return found
}

function summary(changes: { captures: CaptureSummary[]; deletedIds: string[] }) {
  return { seqs: changes.captures.map(({ seq }) => seq).sort((a, b) => a - b), gone: changes.deletedIds }
}

function idOf(store: Store, seq: number): string {
  return idText(store.db.prepare('SELECT id FROM captures WHERE seq = ?').pluck().get(seq) as Uint8Array)
}

async function trash(store: Store, seqs: ReadonlyArray<number>): Promise<void> {
  const ids = seqs.map((seq) => idOf(store, seq))
  await store.queue.write(() => store.marks.trash(ids, Date.now()))
}

/** Many rows at once, without their contents: lists do not read them. */
function fill(store: Store, count: number, target: (n: number) => string): void {
  const insert = store.db.prepare(
    "INSERT INTO captures (seq, id, received_at, endpoint, method, target, state, body_size) VALUES (?, ?, ?, 'default', 'POST', ?, 0, 0)",
  )
  store.db.transaction(() => {
    for (let n = 1; n <= count; n++) insert.run(n, newIdBytes(T0 + n), T0 + n, target(n))
  })()
}

function sum(numbers: ReadonlyArray<number>): number {
  return numbers.reduce((total, number) => total + number, 0)
}

test('a screen that followed a database that was set aside begins anew', async () => {
  const before = openTempStore()
  await keepMany(before.store, 5)
  const since = before.store.changes.current
  await before.close()
  const { store } = openTempStore()
  await keepMany(store, 20)
  expect(await store.reader.ask('changes', since, 10)).toMatchObject({ reset: true })
})
