import type { Database, Statement } from 'better-sqlite3'
import type { SavedFilter } from '../../../shared/search/saved-filter.ts'

/** Filters that are kept under a name. Writing methods run inside a transaction. */
export class FilterStore {
  private readonly db: Database
  private readonly selectByName: Statement
  private readonly upsert: Statement
  private readonly remove: Statement

  constructor(db: Database) {
    this.db = db
    this.selectByName = db.prepare('SELECT id FROM saved_filters WHERE name = ?').pluck()
    this.upsert = db.prepare(
      `INSERT INTO saved_filters (id, name, text, endpoint, created_at) VALUES (?, ?, ?, ?, ?)
       ON CONFLICT (id) DO UPDATE SET name = excluded.name, text = excluded.text, endpoint = excluded.endpoint`,
    )
    this.remove = db.prepare('DELETE FROM saved_filters WHERE id = ?')
  }

  all(): SavedFilter[] {
    return readFilters(this.db)
  }

  /** The id of the one with this name. */
  idOf(name: string): string | null {
    return (this.selectByName.get(name) as string | undefined) ?? null
  }

  save({ id, name, text, endpoint }: SavedFilter, now: number): void {
    this.upsert.run(id, name, text, endpoint, now)
  }

  delete(id: string): void {
    this.remove.run(id)
  }
}

/** By name, on any connection. */
export function readFilters(db: Database): SavedFilter[] {
  return db.prepare('SELECT id, name, text, endpoint FROM saved_filters ORDER BY name').all() as SavedFilter[]
}
