import type { Migration } from '../migrate.ts'

/**
 * Header lists are JSON of the flat list `node:http` gives (name, value, …), latin1 as code points.
 * `part` of a body chunk: 0 the body of a capture or of a delivery's request, 1 the body of a delivery's response.
 */
export const foundation: Migration = {
  version: 1,
  sql: `
    CREATE TABLE meta (key TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT, WITHOUT ROWID;

    -- AUTOINCREMENT: a plain rowid would be used again after the newest capture is deleted.
    CREATE TABLE captures (
      seq INTEGER PRIMARY KEY AUTOINCREMENT,
      id BLOB NOT NULL UNIQUE,
      received_at INTEGER NOT NULL,
      endpoint TEXT NOT NULL,
      method TEXT,
      target TEXT,
      event_type TEXT,
      state INTEGER NOT NULL,
      body_size INTEGER NOT NULL,
      http_version TEXT,
      remote_address TEXT,
      remote_port INTEGER,
      body_us INTEGER,
      reason TEXT
    ) STRICT;
    CREATE INDEX captures_by_endpoint ON captures (endpoint, seq);
    CREATE INDEX captures_by_time ON captures (received_at);
    CREATE INDEX captures_malformed ON captures (seq) WHERE state = 3;

    -- Apart from the rows that lists read. A body over 1 MiB lies in body_chunks and is NULL here.
    CREATE TABLE capture_contents (
      seq INTEGER PRIMARY KEY,
      headers TEXT NOT NULL,
      trailers TEXT,
      body BLOB
    ) STRICT;
    CREATE TABLE body_chunks (
      owner BLOB NOT NULL,
      part INTEGER NOT NULL,
      n INTEGER NOT NULL,
      bytes BLOB NOT NULL,
      PRIMARY KEY (owner, part, n)
    ) STRICT;

    -- What was answered is known only after the capture is on disk; equal answers are kept once.
    CREATE TABLE answer_versions (
      id INTEGER PRIMARY KEY,
      hash BLOB NOT NULL UNIQUE,
      status INTEGER NOT NULL,
      headers TEXT NOT NULL,
      body BLOB NOT NULL
    ) STRICT;
    CREATE TABLE answers (
      seq INTEGER PRIMARY KEY,
      version INTEGER,
      status INTEGER,
      after_us INTEGER,
      reason TEXT
    ) STRICT;

    -- What the user puts beside a capture. A trashed one can still be brought back.
    CREATE TABLE marks (
      seq INTEGER PRIMARY KEY,
      pinned INTEGER NOT NULL DEFAULT 0,
      note TEXT NOT NULL DEFAULT '',
      trashed_at INTEGER
    ) STRICT;
    CREATE INDEX marks_pinned ON marks (seq) WHERE pinned = 1;
    CREATE INDEX marks_trashed ON marks (trashed_at) WHERE trashed_at IS NOT NULL;

    -- The change counter: what a screen must hear of, as ranges of captures. Its oldest rows are pruned.
    CREATE TABLE changes (
      change INTEGER PRIMARY KEY,
      first_seq INTEGER NOT NULL,
      last_seq INTEGER NOT NULL,
      deleted_id BLOB
    ) STRICT;
    -- It begins at the time: a screen that followed another database, now set aside, sees that its counter is too old.
    INSERT INTO changes SELECT CAST(unixepoch('subsec') * 1000 AS INTEGER), 0, 0, NULL;

    CREATE TABLE endpoints (
      slug TEXT PRIMARY KEY,
      name TEXT NOT NULL,
      created_at INTEGER NOT NULL,
      deleted_at INTEGER,
      answer TEXT NOT NULL,
      forward TEXT,
      retention TEXT NOT NULL
    ) STRICT, WITHOUT ROWID;
    CREATE TABLE endpoint_counts (
      endpoint TEXT NOT NULL,
      malformed INTEGER NOT NULL,
      captures INTEGER NOT NULL,
      bytes INTEGER NOT NULL,
      PRIMARY KEY (endpoint, malformed)
    ) STRICT, WITHOUT ROWID;

    CREATE TABLE deliveries (
      seq INTEGER PRIMARY KEY AUTOINCREMENT,
      id BLOB NOT NULL UNIQUE,
      capture_seq INTEGER NOT NULL,
      kind TEXT NOT NULL,
      started_at INTEGER NOT NULL,
      url TEXT NOT NULL,
      method TEXT NOT NULL,
      edited INTEGER NOT NULL,
      outcome TEXT NOT NULL,
      changes TEXT NOT NULL
    ) STRICT;
    CREATE INDEX deliveries_by_capture ON deliveries (capture_seq, seq);
    CREATE TABLE delivery_contents (
      seq INTEGER PRIMARY KEY,
      request_headers TEXT NOT NULL,
      request_body_size INTEGER NOT NULL,
      request_body_captured INTEGER NOT NULL,
      request_body BLOB,
      response TEXT,
      response_body_size INTEGER NOT NULL,
      response_body BLOB
    ) STRICT;

    CREATE TABLE targets (
      url TEXT PRIMARY KEY,
      name TEXT,
      allow_self_signed INTEGER NOT NULL,
      last_used_at INTEGER
    ) STRICT, WITHOUT ROWID;
  `,
}
