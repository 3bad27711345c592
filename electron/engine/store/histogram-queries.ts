import type { CaptureFilter } from '../../../shared/capture/capture-filter.ts'
import { filterConditions } from './filter-conditions.ts'
import type { ReadConnection } from './read-connection.ts'
import { MALFORMED } from './rows.ts'
import { nextSlice, type TimePlace } from './time-range.ts'

/** Counts of a slice of a time range, and where the next begins; null if this was the last. */
export interface SliceCount {
  readonly total: number
  readonly failed: number
  readonly next: TimePlace | null
}

/** Counts over time. Slice by slice, each a question of its own, so that no statement stays open long. */
export function histogramQueries(db: ReadConnection) {
  return {
    countSlice(filter: Omit<CaptureFilter, 'from' | 'to'>, from: TimePlace, to: number): SliceCount {
      return db.snapshot(() => {
        const next = nextSlice(db, from, to)
        const end = next ?? { receivedAt: to, seq: 0 }
        const { where, values } = filterConditions(filter)
        // By time, whatever the filter: else an endpoint's captures would all be looked at for each slice.
        const counts = db
          .prepare(
            `SELECT count(*) AS total, count(CASE WHEN a.status >= 400 OR c.state = ${MALFORMED} THEN 1 END) AS failed
             FROM captures c INDEXED BY captures_by_time LEFT JOIN answers a ON a.seq = c.seq LEFT JOIN marks m ON m.seq = c.seq
               LEFT JOIN events e ON e.seq = c.seq
             WHERE (c.received_at, c.seq) >= (?, ?) AND (c.received_at, c.seq) < (?, ?) AND ${where}`,
          )
          .get(from.receivedAt, from.seq, end.receivedAt, end.seq, ...values) as { total: number; failed: number }
        return { ...counts, next }
      })
    },
  }
}
