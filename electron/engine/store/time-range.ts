import type { ReadConnection } from './read-connection.ts'

/** Captures that one statement looks at, so that none stays open long. */
export const SCAN_ROWS = 20_000

/** A place in the order of time: a capture, or just before it. */
export interface TimePlace {
  readonly receivedAt: number
  readonly seq: number
}

/** Where the next slice of a time range begins; null if this one reaches its end. */
export function nextSlice(db: ReadConnection, place: TimePlace, to: number): TimePlace | null {
  const next = db
    .prepare(
      `SELECT received_at AS receivedAt, seq FROM captures WHERE (received_at, seq) >= (?, ?) AND received_at < ?
       ORDER BY received_at, seq LIMIT 1 OFFSET ${SCAN_ROWS}`,
    )
    .get(place.receivedAt, place.seq, to) as TimePlace | undefined
  return next ?? null
}
