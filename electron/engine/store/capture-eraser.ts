import type { Database, Statement } from 'better-sqlite3'
import type { BodyChunks } from './body-chunks.ts'
import type { CaptureCounts } from './capture-counts.ts'
import type { ChangeLog } from './change-log.ts'
import { IMPORTING } from './importing.ts'
import { idText, MALFORMED } from './rows.ts'
import { CHUNK_BYTES } from './stored-body.ts'

interface ErasedRow {
  readonly id: Uint8Array
  readonly endpoint: string
  readonly state: number
  readonly body_size: number
  readonly trashed: number
}

interface DeliveryRow {
  readonly seq: number
  readonly id: Uint8Array
  /** Of its larger body. */
  readonly size: number
}

/** Removes captures with all that belongs to them. Writing methods run inside a transaction of the queue. */
export class CaptureEraser {
  private readonly counts: CaptureCounts
  private readonly changes: ChangeLog
  private readonly find: Statement
  private readonly deliveriesOf: Statement
  private readonly chunks: BodyChunks
  private readonly clearable: Statement
  private readonly deletions: ReadonlyArray<Statement>
  private readonly deliveryDeletions: ReadonlyArray<Statement>

  constructor(db: Database, counts: CaptureCounts, changes: ChangeLog, chunks: BodyChunks) {
    this.chunks = chunks
    this.counts = counts
    this.changes = changes
    this.find = db.prepare(
      `SELECT c.id, c.endpoint, c.state, c.body_size, m.trashed_at IS NOT NULL AS trashed
       FROM captures c LEFT JOIN marks m ON m.seq = c.seq WHERE c.seq = ?`,
    )
    this.deliveriesOf = db.prepare(
      `SELECT d.seq, d.id, max(t.response_body_size, iif(t.request_body_captured, 0, t.request_body_size)) AS size
       FROM deliveries d JOIN delivery_contents t ON t.seq = d.seq WHERE d.capture_seq = ?`,
    )
    this.clearable = db
      .prepare(
        `SELECT c.seq FROM captures c LEFT JOIN marks m ON m.seq = c.seq
         WHERE c.seq > ? AND c.seq <= ? AND (coalesce(m.pinned, 0) = 0 OR m.trashed_at IS NOT NULL OR ?)
           AND m.trashed_at IS NOT ${IMPORTING} ORDER BY c.seq LIMIT ?`,
      )
      .pluck()
    this.deletions = [
      'captures',
      'capture_contents',
      'answers',
      'marks',
      'tags',
      'verdicts',
      'handshakes',
      'events',
      'drifts',
      'imported',
    ].map((table) => db.prepare(`DELETE FROM ${table} WHERE seq = ?`))
    this.deliveryDeletions = ['deliveries', 'delivery_contents'].map((table) =>
      db.prepare(`DELETE FROM ${table} WHERE seq = ?`),
    )
  }

  /** What clearing removes, oldest first, after one sequence number and up to another: what is in the trash, too. */
  clearableBetween(after: number, last: number, includePinned: boolean, limit: number): number[] {
    return this.clearable.all(after, last, includePinned ? 1 : 0, limit) as number[]
  }

  /** The id of what is to be told of as gone; null if there was nothing, or if that was told when it went into the trash. */
  erase(seq: number): string | null {
    const row = this.find.get(seq) as ErasedRow | undefined
    if (row === undefined) return null
    for (const delivery of this.deliveriesOf.all(seq) as DeliveryRow[]) {
      if (delivery.size > CHUNK_BYTES) this.chunks.drop(delivery.id)
      for (const statement of this.deliveryDeletions) statement.run(delivery.seq)
    }
    if (row.body_size > CHUNK_BYTES) this.chunks.drop(row.id)
    for (const statement of this.deletions) statement.run(seq)
    // What was trashed was counted off then, too.
    if (row.trashed === 1) return null
    this.changes.deleted(seq, row.id)
    this.counts.add(row.endpoint, row.state === MALFORMED, -1, -row.body_size)
    return idText(row.id)
  }
}
