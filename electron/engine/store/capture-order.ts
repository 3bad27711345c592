import type { Database, Statement } from 'better-sqlite3'

/** Captures in the order in which they came, for the engine's loop: both questions are a look at the end of an index. */
export class CaptureOrder {
  private readonly selectNewest: Statement
  private readonly selectNext: Statement

  constructor(db: Database) {
    this.selectNewest = db.prepare('SELECT max(seq) FROM captures').pluck()
    this.selectNext = db.prepare('SELECT min(seq) FROM captures WHERE seq > ?').pluck()
  }

  /** The sequence number of the newest capture; 0 without any. */
  newest(): number {
    return (this.selectNewest.get() as number | null) ?? 0
  }

  /** The capture after one; that one itself if there is none. */
  next(after: number): number {
    return (this.selectNext.get(after) as number | null) ?? after
  }
}
