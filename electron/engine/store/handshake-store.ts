import type { Database, Statement } from 'better-sqlite3'
import type { ChangeLog } from './change-log.ts'

/** Which captures are handshakes. Writing methods run inside a transaction of the queue. */
export class HandshakeStore {
  private readonly changes: ChangeLog
  private readonly upsert: Statement

  constructor(db: Database, changes: ChangeLog) {
    this.changes = changes
    this.upsert = db.prepare(
      `INSERT INTO handshakes (seq, kind) SELECT seq, ? FROM captures WHERE seq = ?
       ON CONFLICT DO UPDATE SET kind = excluded.kind`,
    )
  }

  mark(seq: number, kind: string): void {
    if (this.upsert.run(kind, seq).changes > 0) this.changes.touched(seq)
  }
}
