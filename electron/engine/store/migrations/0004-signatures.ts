import type { Migration } from '../migrate.ts'

/** How requests are signed, the secrets for it (sealed), and what checking found. */
export const signatures: Migration = {
  version: 4,
  sql: `
    -- JSON of EndpointSigning; an endpoint without a row has the defaults.
    CREATE TABLE endpoint_signing (slug TEXT PRIMARY KEY, signing TEXT NOT NULL) STRICT, WITHOUT ROWID;

    CREATE TABLE secrets (
      id BLOB PRIMARY KEY,
      endpoint TEXT NOT NULL,
      name TEXT NOT NULL,
      kind TEXT NOT NULL,
      created_at INTEGER NOT NULL,
      sealed BLOB NOT NULL,
      key_id TEXT,
      audience TEXT,
      public_key TEXT,
      UNIQUE (endpoint, name)
    ) STRICT;

    -- A capture that was checked and has no row is of a provider that is not known: most of what a flood brings.
    CREATE TABLE verdicts (
      seq INTEGER PRIMARY KEY,
      verdict INTEGER NOT NULL,
      provider TEXT,
      reason TEXT,
      checked_at INTEGER NOT NULL
    ) STRICT;
    CREATE INDEX verdicts_unfetched ON verdicts (seq) WHERE reason = 'key-not-fetched';

    -- Every capture up to this one has been checked. What was there before has no secrets to be checked with.
    CREATE TABLE verdict_progress (through INTEGER NOT NULL) STRICT;
    INSERT INTO verdict_progress SELECT coalesce(max(seq), 0) FROM captures;

    -- Endpoints to check again, newest first.
    CREATE TABLE verdict_jobs (endpoint TEXT PRIMARY KEY, below INTEGER NOT NULL) STRICT, WITHOUT ROWID;

    -- Captures by which a provider asked whether this URL is the user's.
    CREATE TABLE handshakes (seq INTEGER PRIMARY KEY, kind TEXT NOT NULL) STRICT;
  `,
}
