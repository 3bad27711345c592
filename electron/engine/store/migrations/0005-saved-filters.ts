import type { Migration } from '../migrate.ts'

/** Filters that the user keeps under a name. */
export const savedFilters: Migration = {
  version: 5,
  sql: `
    CREATE TABLE saved_filters (
      id TEXT PRIMARY KEY,
      name TEXT NOT NULL UNIQUE COLLATE NOCASE,
      text TEXT NOT NULL,
      endpoint TEXT,
      created_at INTEGER NOT NULL
    ) STRICT, WITHOUT ROWID;
  `,
}
