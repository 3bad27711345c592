import type { CaptureFilter } from '../../../shared/capture/capture-filter.ts'
import type { ReadConnection } from './read-connection.ts'
import { nextSlice, SCAN_ROWS, type TimePlace } from './time-range.ts'

/** Sequence numbers, both inclusive. */
export interface SeqBounds {
  readonly first: number
  readonly last: number
}

/** The newest capture; 0 without any. */
export function newestSeq(db: ReadConnection): number {
  return (db.prepare('SELECT max(seq) FROM captures').pluck().get() as number | null) ?? 0
}

/** From the oldest capture to the newest; without any, the last is before the first. */
export function allSeqs(db: ReadConnection): SeqBounds {
  // Each by itself: asked for both at once, SQLite goes through the whole table.
  const ends = db
    .prepare('SELECT (SELECT min(seq) FROM captures) AS first, (SELECT max(seq) FROM captures) AS last')
    .get()
  const { first, last } = ends as { first: number | null; last: number | null }
  return { first: first ?? 0, last: last ?? -1 }
}

/** Where a slice of a scan ends: `SCAN_ROWS` rows below `before`. */
export function scanFloor(db: ReadConnection, before: number, endpoint: string | undefined): number {
  const floor =
    endpoint === undefined
      ? db
          .prepare('SELECT seq FROM captures WHERE seq < ? ORDER BY seq DESC LIMIT 1 OFFSET ?')
          .pluck()
          .get(before, SCAN_ROWS)
      : db
          .prepare('SELECT seq FROM captures WHERE endpoint = ? AND seq < ? ORDER BY seq DESC LIMIT 1 OFFSET ?')
          .pluck()
          .get(endpoint, before, SCAN_ROWS)
  return (floor as number | undefined) ?? 0
}

/** The sequence numbers between which a time range lies. Clocks jump, so rows inside are still compared by time. */
export function seqBounds(db: ReadConnection, filter: CaptureFilter): SeqBounds {
  let first = Number.MAX_SAFE_INTEGER - 1
  if (filter.from === undefined && filter.to === undefined) return { first: 0, last: first }
  let last = 0
  const to = filter.to ?? Number.MAX_SAFE_INTEGER
  let place: TimePlace | null = { receivedAt: filter.from ?? 0, seq: 0 }
  while (place !== null) {
    const next: TimePlace | null = nextSlice(db, place, to)
    const end = next ?? { receivedAt: to, seq: 0 }
    const slice = db
      .prepare(
        `SELECT min(seq) AS first, max(seq) AS last FROM captures INDEXED BY captures_by_time
         WHERE (received_at, seq) >= (?, ?) AND (received_at, seq) < (?, ?)`,
      )
      .get(place.receivedAt, place.seq, end.receivedAt, end.seq) as { first: number | null; last: number | null }
    first = Math.min(first, slice.first ?? first)
    last = Math.max(last, slice.last ?? last)
    place = next
  }
  return { first, last }
}
