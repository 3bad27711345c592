import type { Database, Statement } from 'better-sqlite3'

/** Small named values: settings, and what must be said only once. Writing runs inside a transaction. */
export class MetaStore {
  private readonly select: Statement
  private readonly upsert: Statement

  constructor(db: Database) {
    this.select = db.prepare('SELECT value FROM meta WHERE key = ?').pluck()
    this.upsert = db.prepare(
      'INSERT INTO meta (key, value) VALUES (?, ?) ON CONFLICT DO UPDATE SET value = excluded.value',
    )
  }

  get(key: string): string | null {
    return (this.select.get(key) as string | undefined) ?? null
  }

  set(key: string, value: string): void {
    this.upsert.run(key, value)
  }
}
