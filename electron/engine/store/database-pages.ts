import type { Database } from 'better-sqlite3'

/** Pages of the database: what is used of them, and what could go back to the disk. */
export class DatabasePages {
  private readonly db: Database

  constructor(db: Database) {
    this.db = db
  }

  get size(): number {
    return this.read('page_size')
  }

  /** Those that hold nothing any more. */
  get free(): number {
    return this.read('freelist_count')
  }

  get usedBytes(): number {
    return (this.read('page_count') - this.free) * this.size
  }

  /** Gives some back to the disk. Inside a transaction of the queue; a hundred take a few milliseconds. */
  giveBack(pages: number): void {
    this.db.pragma(`incremental_vacuum(${pages})`)
  }

  private read(pragma: 'page_size' | 'page_count' | 'freelist_count'): number {
    return this.db.pragma(pragma, { simple: true }) as number
  }
}
