import type { Migration } from '../migrate.ts'

/** Words that a user puts beside captures. */
export const tags: Migration = {
  version: 6,
  sql: `
    CREATE TABLE tags (seq INTEGER NOT NULL, tag TEXT NOT NULL, PRIMARY KEY (seq, tag)) STRICT, WITHOUT ROWID;
    CREATE INDEX tags_by_name ON tags (tag, seq);
  `,
}
