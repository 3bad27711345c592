import type { ReadConnection } from '../read-connection.ts'

/** An event type and an endpoint where it came. */
export interface TypeAtEndpoint {
  readonly type: string
  readonly endpoint: string
}

/** Beyond it somebody is making them up, and they narrow nothing. */
const MOST_TYPES = 3000

/**
 * Event types are found behind the receiver, and may be found anew: they are in no index of texts. There are few of them,
 * though, and the captures of each are in order.
 */
export class CapturesOfTypes {
  private readonly db: ReadConnection

  constructor(db: ReadConnection) {
    this.db = db
  }

  /** All there are; null: too many, or there are captures whose type is not here yet. */
  all(): TypeAtEndpoint[] | null {
    if (this.db.prepare("SELECT 1 FROM event_jobs WHERE endpoint = ''").get() !== undefined) return null
    const next = this.db.prepare(
      `SELECT event_type AS type, endpoint FROM events WHERE event_type IS NOT NULL AND (event_type, endpoint) > (?, ?)
       ORDER BY event_type, endpoint LIMIT 1`,
    )
    const types: TypeAtEndpoint[] = []
    let last: TypeAtEndpoint = { type: '', endpoint: '' }
    while (types.length < MOST_TYPES) {
      const found = next.get(last.type, last.endpoint) as TypeAtEndpoint | undefined
      if (found === undefined) return types
      types.push(found)
      last = found
    }
    return null
  }

  /** The newest captures of these types, newest first. */
  captures(types: ReadonlyArray<TypeAtEndpoint>, first: number, before: number, limit: number): number[] {
    const newest = this.db
      .prepare(
        `SELECT seq FROM events WHERE event_type = ? AND endpoint = ? AND seq >= ? AND seq < ?
         ORDER BY seq DESC LIMIT ?`,
      )
      .pluck()
    const seqs = types.flatMap(({ type, endpoint }) => newest.all(type, endpoint, first, before, limit) as number[])
    return seqs.sort((a, b) => b - a).slice(0, limit)
  }
}
