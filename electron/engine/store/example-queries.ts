import type { ReadConnection } from './read-connection.ts'
import { idBytes, stateCode, verdictCode } from './rows.ts'
import { readStoredBody } from './stored-body.ts'

/** Looked through for examples: the newest, of the endpoint and of all. */
const NEWEST = 500
export const MOST_EXAMPLES = 8
export const EXAMPLE_BYTES = 64 * 1024

interface ExampleRow {
  readonly id: Uint8Array
  readonly body_size: number
  readonly body: Uint8Array | null
}

/** Captures that are like another one, on a connection of the thread that checks. */
export class ExampleQueries {
  private readonly db: ReadConnection

  constructor(db: ReadConnection) {
    this.db = db
  }

  /**
   * Bodies that the same program may have written, read when they are asked for: those with a right signature first, then
   * those of the same type of event, of the same endpoint, the newest.
   */
  bodiesLike(captureId: string, endpoint: string): Iterable<Uint8Array> {
    return { [Symbol.iterator]: () => this.bodies(captureId, endpoint) }
  }

  private *bodies(captureId: string, endpoint: string): Iterator<Uint8Array> {
    for (const seq of this.seqsLike(captureId, endpoint)) {
      const body = this.db.snapshot(() => this.body(seq))
      if (body !== null) yield body
    }
  }

  private seqsLike(captureId: string, endpoint: string): number[] {
    return this.db
      .prepare(
        `WITH own AS (SELECT c.seq, e.event_type FROM captures c LEFT JOIN events e ON e.seq = c.seq WHERE c.id = ?),
           newest AS (
             SELECT seq FROM (SELECT seq FROM captures WHERE endpoint = ? ORDER BY seq DESC LIMIT ${NEWEST})
             UNION SELECT seq FROM (SELECT seq FROM captures ORDER BY seq DESC LIMIT ${NEWEST}))
         SELECT c.seq FROM newest n JOIN captures c ON c.seq = n.seq
           LEFT JOIN verdicts v ON v.seq = c.seq LEFT JOIN events e ON e.seq = c.seq
         WHERE c.seq NOT IN (SELECT seq FROM own) AND c.state = ? AND c.body_size BETWEEN 2 AND ${EXAMPLE_BYTES}
         ORDER BY v.verdict IS ? DESC, e.event_type IS (SELECT event_type FROM own) DESC, c.endpoint = ? DESC, c.seq DESC
         LIMIT ${MOST_EXAMPLES}`,
      )
      .pluck()
      .all(idBytes(captureId), endpoint, stateCode('complete'), verdictCode('valid'), endpoint) as number[]
  }

  private body(seq: number): Uint8Array | null {
    const row = this.db
      .prepare(
        'SELECT c.id, c.body_size, t.body FROM captures c JOIN capture_contents t ON t.seq = c.seq WHERE c.seq = ?',
      )
      .get(seq) as ExampleRow | undefined
    if (row === undefined) return null
    return readStoredBody(this.db, { inline: row.body, owner: row.id, part: 0, size: row.body_size }, 0, row.body_size)
  }
}
