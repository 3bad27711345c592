import type { ReadConnection } from './read-connection.ts'

/** What one slice looks at, so that it is short. */
const ROWS = 2000

export function storageQueries(db: ReadConnection) {
  return {
    /** Bytes of bodies that were sent or answered, of some deliveries after this one. `next`: where to go on, or null. */
    deliveryBytes(after: number): { bytes: number; next: number | null } {
      const { bytes, last, rows } = db
        .prepare(
          `SELECT coalesce(sum(size), 0) AS bytes, max(seq) AS last, count(*) AS rows FROM (
             SELECT seq, iif(request_body_captured, 0, request_body_size) + response_body_size AS size
             FROM delivery_contents WHERE seq > ? ORDER BY seq LIMIT ${ROWS})`,
        )
        .get(after) as { bytes: number; last: number | null; rows: number }
      return { bytes, next: rows < ROWS ? null : last }
    },
  }
}
