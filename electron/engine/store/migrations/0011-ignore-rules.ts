import type { Migration } from '../migrate.ts'

/** What does not count when captures of an endpoint are compared, and the order that the user gave saved filters. */
export const ignoreRules: Migration = {
  version: 11,
  sql: `
    CREATE TABLE ignore_rules (
      endpoint TEXT PRIMARY KEY,
      rules TEXT NOT NULL
    ) STRICT, WITHOUT ROWID;
    ALTER TABLE saved_filters ADD COLUMN position INTEGER;
  `,
}
