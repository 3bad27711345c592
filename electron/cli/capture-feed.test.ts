import { expect, test } from 'vitest'
import type { CaptureDetail } from '../../shared/capture/capture.ts'
import { sampleDetail } from '../../shared/capture/testing/sample-capture.ts'
import { AppError } from '../../shared/contract/errors.ts'
import type { EngineEvent } from '../../shared/contract/events.ts'
import { CaptureFeed, type FeedSource } from './capture-feed.ts'

test('passes on every capture once, in the order of arrival, however many there are', async () => {
  const engine = recordingEngine()
  const { feed, seen } = follow(engine)
  await waitFor(() => engine.listed > 0)
  for (let index = 1; index <= 2500; index += 1) engine.add(index)
  engine.tell()
  await waitFor(() => seen.length === 2500)
  engine.change(7)
  engine.tell()
  await feed.stop()
  expect(seen).toEqual(Array.from({ length: 2500 }, (_, index) => index + 1))
})

test('leaves out what was there before, even if it changes', async () => {
  const engine = recordingEngine()
  engine.add(1, { receivedAt: 50 })
  engine.add(2, { receivedAt: 150 })
  const { feed, seen } = follow(engine)
  await waitFor(() => seen.length === 1)
  engine.change(1)
  engine.add(3)
  engine.tell()
  await waitFor(() => seen.length === 2)
  await feed.stop()
  expect(seen).toEqual([2, 3])
})

test('waits a moment for the answer, so that its status is known', async () => {
  const engine = recordingEngine()
  const { feed, seen } = follow(engine, undefined, 60_000)
  await waitFor(() => engine.listed > 0)
  engine.add(1, { answeredStatus: null })
  engine.add(2)
  engine.tell()
  await waitFor(() => engine.asked > 0)
  expect(seen).toEqual([])
  engine.change(1, { answeredStatus: 201 })
  engine.tell()
  await waitFor(() => seen.length === 2)
  await feed.stop()
  expect(seen).toEqual([1, 2])
})

test('passes on a capture that is not answered for long', async () => {
  const engine = recordingEngine()
  const { feed, seen } = follow(engine)
  engine.add(1, { answeredStatus: null })
  engine.tell()
  await waitFor(() => seen.length === 1)
  await feed.stop()
})

test('reads the list when the change counter reaches back too far', async () => {
  const engine = recordingEngine()
  const { feed, seen } = follow(engine)
  engine.add(1)
  engine.tell()
  await waitFor(() => seen.length === 1)
  for (let index = 2; index <= 1200; index += 1) engine.add(index)
  engine.forgetChanges()
  engine.tell()
  await waitFor(() => seen.length === 1200)
  await feed.stop()
  expect(seen.at(-1)).toBe(1200)
})

test('passes on what has come when it is stopped', async () => {
  const engine = recordingEngine()
  const { feed, seen } = follow(engine)
  await waitFor(() => engine.listed > 0)
  engine.add(1, { answeredStatus: null })
  await feed.stop()
  expect(seen).toEqual([1])
})

test('leaves out a capture that is deleted before its turn', async () => {
  const engine = recordingEngine()
  engine.add(1)
  engine.add(2)
  engine.remove(1)
  const { feed, seen } = follow(engine)
  await waitFor(() => seen.length === 1)
  await feed.stop()
  expect(seen).toEqual([2])
})

test('goes on after the engine could not be asked', async () => {
  const engine = recordingEngine()
  const failures: unknown[] = []
  const { feed, seen } = follow(engine, (error) => failures.push(error))
  await waitFor(() => engine.listed > 0)
  engine.failNext()
  engine.add(1)
  engine.tell()
  await waitFor(() => failures.length === 1)
  engine.tell()
  await waitFor(() => seen.length === 1)
  await feed.stop()
})

const STARTED_AT = 100

function follow(engine: FeedSource, onFailure: (error: unknown) => void = fail, answerGraceMs = 50) {
  const seen: number[] = []
  const feed = new CaptureFeed(
    engine,
    STARTED_AT,
    async ({ seq }) => {
      seen.push(seq)
    },
    answerGraceMs,
  )
  feed.start(onFailure)
  return { feed, seen }
}

function fail(error: unknown): void {
  expect.fail(String(error))
}

/** Answers as the engine does: pages, a change counter, events that name no captures. */
function recordingEngine() {
  const captures = new Map<number, CaptureDetail>()
  const log: Array<{ change: number; seq: number }> = []
  let counter = 0
  let oldest = 0
  let isFailing = false
  let listener: (event: EngineEvent) => void = () => {}
  const counts = { listed: 0, asked: 0 }
  const idOf = (seq: number): string => `00000000-0000-7000-8000-${String(seq).padStart(12, '0')}`
  const put = (capture: CaptureDetail): void => {
    counter += 1
    captures.set(capture.seq, { ...capture, change: counter })
    log.push({ change: counter, seq: capture.seq })
  }
  const answers: { [channel: string]: (input: never) => unknown } = {
    'captures.list': ({ limit = 100, before = Number.POSITIVE_INFINITY }: { limit?: number; before?: number }) => {
      counts.listed += 1
      const rows = [...captures.values()].filter(({ seq }) => seq < before).sort((a, b) => b.seq - a.seq)
      const page = rows.slice(0, limit)
      return { captures: page, next: rows.length > limit ? (page.at(-1)?.seq ?? null) : null, change: counter }
    },
    'captures.changes': ({ since }: { since: number }) => {
      counts.asked += 1
      if (isFailing) {
        isFailing = false
        throw new Error('The disk failed')
      }
      if (since < oldest) return { captures: [], deletedIds: [], change: counter, more: false, reset: true }
      const rows = log.filter(({ change }) => change > since).slice(0, 500)
      const change = rows.at(-1)?.change ?? counter
      const seqs = [...new Set(rows.map(({ seq }) => seq))]
      const found = seqs.map((seq) => captures.get(seq)).filter((each) => each !== undefined)
      return { captures: found, deletedIds: [], change, more: change < counter, reset: false }
    },
    'captures.get': ({ id }: { id: string }) => {
      const capture = captures.get(Number(id.slice(-12)))
      if (capture === undefined) throw new AppError('not-found', 'Gone')
      return capture
    },
  }
  return {
    call: async (channel: string, input: unknown) => answers[channel]?.(input as never) as never,
    subscribe: (added: (event: EngineEvent) => void) => {
      listener = added
      return () => {
        listener = () => {}
      }
    },
    get listed() {
      return counts.listed
    },
    get asked() {
      return counts.asked
    },
    add: (seq: number, some: Partial<CaptureDetail> = {}) => put({ ...capture(idOf(seq), seq), ...some }),
    change: (seq: number, some: Partial<CaptureDetail> = {}) => {
      const known = captures.get(seq)
      if (known !== undefined) put({ ...known, ...some })
    },
    remove: (seq: number) => captures.delete(seq),
    forgetChanges: () => {
      oldest = counter
    },
    failNext: () => {
      isFailing = true
    },
    tell: () =>
      listener({ event: 'captures.changed', from: 0, to: counter, captures: [], deletedIds: [], overflow: true }),
  }
}

function capture(id: string, seq: number): CaptureDetail {
  return sampleDetail({ id, seq, change: 0, receivedAt: STARTED_AT })
}

function waitFor(condition: () => boolean): Promise<void> {
  return expect.poll(condition, { interval: 5, timeout: 20_000 }).toBe(true) as Promise<void>
}
