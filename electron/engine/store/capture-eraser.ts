import type { Database, Statement } from 'better-sqlite3'
import type { CaptureCounts } from './capture-counts.ts'
import type { ChangeLog } from './change-log.ts'
import { idText, MALFORMED } from './rows.ts'

interface ErasedRow {
  readonly id: Uint8Array
  readonly endpoint: string
  readonly state: number
  readonly body_size: number
  readonly trashed: number
}

/** Removes captures with all that belongs to them. Every method runs inside a transaction of the queue. */
export class CaptureEraser {
  private readonly counts: CaptureCounts
  private readonly changes: ChangeLog
  private readonly find: Statement
  private readonly deliveriesOf: Statement
  private readonly deleteChunks: Statement
  private readonly deletions: ReadonlyArray<Statement>
  private readonly deliveryDeletions: ReadonlyArray<Statement>

  constructor(db: Database, counts: CaptureCounts, changes: ChangeLog) {
    this.counts = counts
    this.changes = changes
    this.find = db.prepare(
      `SELECT c.id, c.endpoint, c.state, c.body_size, m.trashed_at IS NOT NULL AS trashed
       FROM captures c LEFT JOIN marks m ON m.seq = c.seq WHERE c.seq = ?`,
    )
    this.deliveriesOf = db.prepare('SELECT seq, id FROM deliveries WHERE capture_seq = ?')
    this.deleteChunks = db.prepare('DELETE FROM body_chunks WHERE owner = ?')
    this.deletions = ['captures', 'capture_contents', 'answers', 'marks'].map((table) =>
      db.prepare(`DELETE FROM ${table} WHERE seq = ?`),
    )
    this.deliveryDeletions = ['deliveries', 'delivery_contents'].map((table) =>
      db.prepare(`DELETE FROM ${table} WHERE seq = ?`),
    )
  }

  /** The id of what was removed; null if there was nothing. */
  erase(seq: number): string | null {
    const row = this.find.get(seq) as ErasedRow | undefined
    if (row === undefined) return null
    for (const delivery of this.deliveriesOf.all(seq) as Array<{ seq: number; id: Uint8Array }>) {
      this.deleteChunks.run(delivery.id)
      for (const statement of this.deliveryDeletions) statement.run(delivery.seq)
    }
    this.deleteChunks.run(row.id)
    for (const statement of this.deletions) statement.run(seq)
    // What was trashed has been counted off and told of before.
    if (row.trashed === 1) return null
    this.changes.deleted(seq, row.id)
    this.counts.add(row.endpoint, row.state === MALFORMED, -1, -row.body_size)
    return idText(row.id)
  }
}
