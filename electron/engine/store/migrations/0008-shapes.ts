import type { Migration } from '../migrate.ts'

/** What the bodies of each event type look like, learned behind the receiver, and what differed from it. */
export const shapes: Migration = {
  version: 8,
  sql: `
    -- Of captures without an event type, or of a provider that is not known, the text is empty.
    CREATE TABLE shapes (
      id INTEGER PRIMARY KEY,
      endpoint TEXT NOT NULL,
      provider TEXT NOT NULL,
      event_type TEXT NOT NULL,
      captures INTEGER NOT NULL,
      left_out INTEGER NOT NULL,
      restlessness REAL NOT NULL,
      -- The captures up to this one are in it: what is learned again after a crash is not counted twice.
      through INTEGER NOT NULL,
      newest_at INTEGER NOT NULL,
      -- Text of the shape, deflated.
      shape BLOB NOT NULL,
      UNIQUE (event_type, endpoint, provider)
    ) STRICT;
    CREATE INDEX shapes_by_endpoint ON shapes (endpoint);

    -- Every capture up to this one has been learned from.
    CREATE TABLE shape_progress (through INTEGER NOT NULL) STRICT;
    INSERT INTO shape_progress VALUES (0);

    -- Captures whose shape was new for their event type; JSON of the changes. Accepted: the user has seen it.
    CREATE TABLE drifts (
      seq INTEGER PRIMARY KEY,
      changes TEXT NOT NULL,
      accepted INTEGER NOT NULL DEFAULT 0
    ) STRICT;
  `,
}
