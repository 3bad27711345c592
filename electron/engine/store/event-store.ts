import type { Database, Statement } from 'better-sqlite3'
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

/** Captures to be identified, oldest first; it survives the engine. */
export interface EventJob {
  /** Null: all of them. */
  readonly endpoint: string | null
  /** Those up to here are done. */
  readonly through: number
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
  private readonly selectJobs: Statement
  private readonly upsertJob: Statement
  private readonly deleteJob: Statement
  private readonly selectNext: Statement
  private readonly selectNextOf: Statement

  constructor(db: Database, changes: ChangeLog) {
    this.changes = changes
    // The capture may have been erased while it was looked at.
    this.rows = new BatchInsert(
      db,
      COLUMNS.length - 1,
      (rows) => `WITH given AS (VALUES ${rows}) INSERT INTO events (${COLUMNS.join(', ')})
       SELECT * FROM given WHERE EXISTS (SELECT 1 FROM captures WHERE seq = column1)
       ON CONFLICT DO UPDATE SET ${COLUMNS.slice(1)
         .map((column) => `${column} = excluded.${column}`)
         .join(', ')}`,
    )
    this.selectJobs = db.prepare('SELECT endpoint, through FROM event_jobs')
    this.upsertJob = db.prepare(
      'INSERT INTO event_jobs (endpoint, through) VALUES (?, ?) ON CONFLICT DO UPDATE SET through = excluded.through',
    )
    this.deleteJob = db.prepare('DELETE FROM event_jobs WHERE endpoint = ?')
    this.selectNext = db.prepare('SELECT min(seq) FROM captures WHERE seq > ?').pluck()
    this.selectNextOf = db.prepare('SELECT min(seq) FROM captures WHERE endpoint = ? AND seq > ?').pluck()
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

  jobs(): EventJob[] {
    const rows = this.selectJobs.all() as { endpoint: string; through: number }[]
    return rows.map(({ endpoint, through }) => ({ endpoint: endpoint === '' ? null : endpoint, through }))
  }

  saveJob({ endpoint, through }: EventJob): void {
    this.upsertJob.run(endpoint ?? '', through)
  }

  endJob(endpoint: string | null): void {
    this.deleteJob.run(endpoint ?? '')
  }

  /** The capture that a job comes to next; its own place if there is none. */
  nextOf(endpoint: string | null, after: number): number {
    const next = endpoint === null ? this.selectNext.get(after) : this.selectNextOf.get(endpoint, after)
    return (next as number | null) ?? after
  }
}
