import type { Migration } from '../migrate.ts'

/**
 * Files that captures came from. `state` is 'writing' until all of it is on disk, then 'revealing' while it is brought to
 * light, then 'done': an engine that dies in between knows which way to go on.
 */
export const imports: Migration = {
  version: 9,
  sql: `
    CREATE TABLE imports (
      id INTEGER PRIMARY KEY AUTOINCREMENT,
      at INTEGER NOT NULL,
      file TEXT NOT NULL,
      format TEXT NOT NULL,
      state TEXT NOT NULL
    ) STRICT;
    CREATE TABLE imported (seq INTEGER PRIMARY KEY, import INTEGER NOT NULL) STRICT;
  `,
}
