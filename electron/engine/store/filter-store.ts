import type { Database, Statement } from 'better-sqlite3'
import { isSameFilterName, type SavedFilter } from '../../../shared/search/saved-filter.ts'

/** Filters that are kept under a name. Writing methods run inside a transaction. */
export class FilterStore {
  private readonly db: Database
  private readonly upsert: Statement
  private readonly remove: Statement
  private readonly setPosition: Statement
  private readonly others: Statement

  constructor(db: Database) {
    this.db = db
    this.upsert = db.prepare(
      `INSERT INTO saved_filters (id, name, text, endpoint, position, created_at) VALUES (?, ?, ?, ?, ?, ?)
       ON CONFLICT (id) DO UPDATE SET name = excluded.name, text = excluded.text, endpoint = excluded.endpoint,
         position = excluded.position`,
    )
    this.setPosition = db.prepare('UPDATE saved_filters SET position = ? WHERE id = ?')
    this.others = db.prepare('SELECT count(*) FROM saved_filters WHERE id <> ?').pluck()
    this.remove = db.prepare('DELETE FROM saved_filters WHERE id = ?')
  }

  all(): SavedFilter[] {
    return readFilters(this.db)
  }

  /** The id of the one with this name. */
  idOf(name: string): string | null {
    return this.all().find((filter) => isSameFilterName(filter.name, name))?.id ?? null
  }

  /** How many others there are. */
  countBeside(id: string): number {
    return this.others.get(id) as number
  }

  save({ id, name, text, endpoint, position }: SavedFilter, now: number): void {
    this.upsert.run(id, name, text, endpoint, position, now)
  }

  /** Those that are left out stay in the order that they have, behind the others. */
  order(ids: ReadonlyArray<string>): void {
    const others = this.all().filter(({ id }) => !ids.includes(id))
    for (const [position, id] of [...ids, ...others.map(({ id }) => id)].entries()) this.setPosition.run(position, id)
  }

  delete(id: string): void {
    this.remove.run(id)
  }
}

/** In the order in which they are shown, on any connection. */
export function readFilters(db: Database): SavedFilter[] {
  return db
    .prepare('SELECT id, name, text, endpoint, position FROM saved_filters ORDER BY position IS NULL, position, name')
    .all() as SavedFilter[]
}
