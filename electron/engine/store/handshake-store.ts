import type { Database, Statement } from 'better-sqlite3'
import type { HandshakeMark } from '../../../shared/signature/handshake/handshake.ts'
import type { ChangeLog } from './change-log.ts'

/** Which captures are handshakes. Writing methods run inside a transaction of the queue. */
export class HandshakeStore {
  private readonly changes: ChangeLog
  private readonly upsert: Statement

  constructor(db: Database, changes: ChangeLog) {
    this.changes = changes
    this.upsert = db.prepare(
      `INSERT INTO handshakes (seq, kind, refusal) SELECT seq, ?, ? FROM captures WHERE seq = ?
       ON CONFLICT DO UPDATE SET kind = excluded.kind, refusal = excluded.refusal`,
    )
  }

  mark(seq: number, { kind, refusal }: HandshakeMark): void {
    if (this.upsert.run(kind, refusal, seq).changes > 0) this.changes.touched(seq)
  }
}
