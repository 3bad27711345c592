import type { Database, Statement } from 'better-sqlite3'

/** Rows kept for screens to catch up by; an older screen begins anew. */
const KEPT_CHANGES = 200_000

/** What changed in a commit, for whoever follows. */
export interface Changes {
  readonly touched: ReadonlyArray<number>
  readonly deletedIds: ReadonlyArray<string>
}

/** The change counter: one number for each thing that a screen must hear of, never used twice. */
export class ChangeLog {
  private counter: number
  private pruned: number
  private readonly insert: Statement
  private readonly prune: Statement

  constructor(db: Database) {
    this.counter = (db.prepare('SELECT max(change) FROM changes').pluck().get() as number | null) ?? 0
    this.pruned = (db.prepare('SELECT min(change) FROM changes').pluck().get() as number | null) ?? 0
    this.insert = db.prepare('INSERT INTO changes (change, seq, deleted_id) VALUES (?, ?, ?)')
    this.prune = db.prepare('DELETE FROM changes WHERE change < ?')
  }

  get current(): number {
    return this.counter
  }

  /** Inside a transaction. */
  touched(seq: number): number {
    this.insert.run(++this.counter, seq, null)
    return this.counter
  }

  /** Inside a transaction. */
  deleted(seq: number, id: Uint8Array): number {
    this.insert.run(++this.counter, seq, id)
    return this.counter
  }

  /** Whether `pruneSome` has something to do. */
  get isLong(): boolean {
    return this.counter - this.pruned > KEPT_CHANGES * 1.1
  }

  /** Inside a transaction: drops some of the oldest rows. */
  pruneSome(): void {
    this.pruned = Math.min(Math.max(this.pruned, 0) + 2000, this.counter - KEPT_CHANGES)
    this.prune.run(this.pruned)
  }
}
