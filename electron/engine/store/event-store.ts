import type { Database } from 'better-sqlite3'
import { BatchInsert } from './batch-insert.ts'
import type { ChangeLog } from './change-log.ts'

/** Which event a capture tells of, and which captures before it told of the same. */
export interface StoredEvent {
  readonly seq: number
  readonly endpoint: string
  readonly type: string | null
  readonly id: string | null
  readonly counter: string | null
  readonly eventKey: string | null
  readonly contentKey: string | null
  readonly attempt: number
  /** The first attempt; null for that one itself. */
  readonly first: number | null
  /** A capture before it with the same bytes, which is no attempt of the same event. */
  readonly repeats: number | null
  /** Screens see something of it that they did not know. */
  readonly isNews: boolean
}

const COLUMNS = [
  'seq',
  'endpoint',
  'event_type',
  'event_id',
  'counter',
  'event_key',
  'content_key',
  'attempt',
  'first_seq',
  'repeats',
]

/** Events beside captures. Writing methods run inside a transaction of the queue. */
export class EventStore {
  private readonly changes: ChangeLog
  private readonly rows: BatchInsert

  constructor(db: Database, changes: ChangeLog) {
    this.changes = changes
    // The capture may have been erased while it was looked at.
    this.rows = new BatchInsert(
      db,
      { own: COLUMNS.length - 1 },
      (rows) => `WITH given AS (VALUES ${rows}) INSERT INTO events (${COLUMNS.join(', ')})
       SELECT * FROM given WHERE EXISTS (SELECT 1 FROM captures WHERE seq = column1)
       ON CONFLICT DO UPDATE SET ${COLUMNS.slice(1)
         .map((column) => `${column} = excluded.${column}`)
         .join(', ')}`,
    )
  }

  /** Those of which screens must hear. */
  save(events: ReadonlyArray<StoredEvent>): number[] {
    // What a transaction that was rolled back had brought.
    this.rows.clear()
    for (const { seq, endpoint, type, id, counter, eventKey, contentKey, attempt, first, repeats } of events) {
      this.rows.add(seq, endpoint, type, id, counter, eventKey, contentKey, attempt, first, repeats)
    }
    this.rows.flush()
    const news = events.filter(({ isNews }) => isNews).map(({ seq }) => seq)
    for (const seq of news) this.changes.touched(seq)
    return news
  }
}
