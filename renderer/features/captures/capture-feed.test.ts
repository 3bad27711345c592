import { expect, test } from 'vitest'
import type { CaptureSummary } from '../../../shared/capture/capture.ts'
import {
  type CaptureFeed,
  emptyFeed,
  holdFeed,
  LIVE_ROWS,
  releaseFeed,
  withChanges,
  withFirstPage,
  withOlderPage,
  withTimePassed,
  withVerdicts,
} from './capture-feed.ts'

const CLOCK = { now: 0, zone: 'UTC' }
const at = (now: number) => ({ ...CLOCK, now })

function capture(seq: number, change: Partial<CaptureSummary> = {}): CaptureSummary {
  return {
    id: `id-${seq}`,
    seq,
    change: seq,
    receivedAt: 1_000 + seq,
    endpoint: 'default',
    method: 'POST',
    target: `/hook/${seq}`,
    eventType: null,
    eventId: null,
    attempt: 1,
    duplicate: false,
    state: 'complete',
    bodySize: 2,
    answeredStatus: 200,
    answeredMs: 1,
    pinned: false,
    hasNote: false,
    tags: [],
    drifts: false,
    deliveries: 0,
    verdict: null,
    provider: null,
    verdictReason: null,
    handshake: null,
    ...change,
  }
}

function range(from: number, to: number): CaptureSummary[] {
  const seqs = []
  for (let seq = from; seq >= to; seq -= 1) seqs.push(capture(seq))
  return seqs
}

function loaded(from: number, to: number, next: number | null = null): CaptureFeed {
  return withFirstPage(emptyFeed({}, CLOCK), { captures: range(from, to), next, change: from })
}

const arrive = (feed: CaptureFeed, ...captures: CaptureSummary[]) =>
  withChanges(feed, { captures, deletedIds: [] }, Math.max(...captures.map((one) => one.change)))
const seqs = (rows: readonly CaptureSummary[]) => rows.map((row) => row.seq)

test('puts what comes in above the rest, newest first', () => {
  const feed = arrive(loaded(3, 1), capture(4), capture(5))
  expect(seqs(feed.rows)).toEqual([5, 4, 3, 2, 1])
  expect(feed.change).toBe(5)
})

test('the same event twice shows nothing twice', () => {
  const once = arrive(loaded(3, 1), capture(4))
  expect(seqs(arrive(once, capture(4)).rows)).toEqual([4, 3, 2, 1])
})

test('a changed capture takes its own place, and an older version of it does not come back', () => {
  const pinned = arrive(loaded(3, 1), capture(2, { change: 9, pinned: true }))
  expect(pinned.rows[1]).toMatchObject({ seq: 2, pinned: true })
  expect(arrive(pinned, capture(2, { change: 2 })).rows[1]).toMatchObject({ pinned: true })
})

test('deleted captures leave, restored ones return to where they were', () => {
  const without = withChanges(loaded(3, 1), { captures: [], deletedIds: ['id-2'] }, 4)
  expect(seqs(without.rows)).toEqual([3, 1])
  expect(seqs(arrive(without, capture(2, { change: 5 })).rows)).toEqual([3, 2, 1])
})

test('shows only what the filter lets through', () => {
  const feed = withFirstPage(emptyFeed({ endpoint: 'stripe', text: 'path:/hook/*' }, CLOCK), {
    captures: [],
    next: null,
    change: 0,
  })
  const next = arrive(
    feed,
    capture(1),
    capture(2, { endpoint: 'stripe' }),
    capture(3, { endpoint: 'stripe', target: '/x' }),
  )
  expect(seqs(next.rows)).toEqual([2])
})

test('a change of a capture that is not loaded yet is left to its page', () => {
  const feed = arrive(loaded(9, 5, 5), capture(2, { change: 10, pinned: true }))
  expect(seqs(feed.rows)).toEqual([9, 8, 7, 6, 5])
})

test('while held, rows stay and what comes waits', () => {
  const feed = arrive(holdFeed(loaded(3, 1)), capture(4), capture(5))
  expect(seqs(feed.rows)).toEqual([3, 2, 1])
  expect(feed.waitingCount).toBe(2)
  const released = releaseFeed(feed)
  expect(seqs(released.rows)).toEqual([5, 4, 3, 2, 1])
  expect(released).toMatchObject({ waitingCount: 0, held: false })
})

test('while held, changes of rows in view still show, and deleted ones that waited are not counted', () => {
  const feed = arrive(holdFeed(loaded(3, 1)), capture(4), capture(3, { change: 7, deliveries: 1 }))
  expect(feed.rows[0]).toMatchObject({ seq: 3, deliveries: 1 })
  expect(withChanges(feed, { captures: [], deletedIds: ['id-4'] }, 8).waitingCount).toBe(0)
})

test('older pages are added below, and a page that is no longer the next one is dropped', () => {
  const feed = withOlderPage(loaded(9, 7, 7), 7, { captures: range(6, 5), next: 5, change: 9 })
  expect(seqs(feed.rows)).toEqual([9, 8, 7, 6, 5])
  expect(withOlderPage(feed, 7, { captures: range(6, 5), next: 5, change: 9 })).toBe(feed)
})

test('keeps a bounded number of rows while live, and loads on from where it cut', () => {
  const feed = arrive(loaded(LIVE_ROWS, 1), capture(LIVE_ROWS + 1), capture(LIVE_ROWS + 2))
  expect(feed.rows).toHaveLength(LIVE_ROWS)
  expect(feed.rows[0]?.seq).toBe(LIVE_ROWS + 2)
  expect(feed.next).toBe(3)
})

test('when more waited than is kept, the list starts again from the newest', () => {
  const waited = range(LIVE_ROWS + 10, 4)
  const feed = withChanges(holdFeed(loaded(3, 1)), { captures: waited.toReversed(), deletedIds: [] }, LIVE_ROWS + 10)
  expect(feed.waitingCount).toBe(waited.length)
  const released = releaseFeed(feed)
  expect(released.rows).toHaveLength(LIVE_ROWS)
  expect(released.rows[0]?.seq).toBe(LIVE_ROWS + 10)
  expect(released.next).toBe(11)
})

test('a filter by how long ago lets go of what has become too old', () => {
  const now = Date.now()
  const feed = withFirstPage(emptyFeed({ text: 'after:10m' }, at(now)), {
    captures: [capture(2, { receivedAt: now }), capture(1, { receivedAt: now - 9 * 60_000 })],
    next: null,
    change: 2,
  })
  expect(seqs(withTimePassed(feed, at(now + 30_000)).rows)).toEqual([2, 1])
  expect(seqs(withTimePassed(feed, at(now + 120_000)).rows)).toEqual([2])
})

test('verdicts are taken over for rows that had none, and nothing else', () => {
  const rows = [capture(3), capture(2, { verdict: 'valid', provider: 'stripe' }), capture(1)]
  const feed = withFirstPage(emptyFeed({}, CLOCK), { captures: rows, next: null, change: 3 })
  const unknown = { verdict: 'not-checkable', verdictReason: 'provider-unknown' } as const
  const judged = withVerdicts(feed, [capture(4, unknown), capture(3, unknown), capture(2, unknown), capture(1)])
  expect(judged.rows).toEqual([capture(3, unknown), rows[1], rows[2]])
  expect(withVerdicts(judged, [capture(3, unknown)])).toBe(judged)
})
