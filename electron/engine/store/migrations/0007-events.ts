import type { Migration } from '../migrate.ts'

/**
 * Which event each capture tells of. `captures.event_type` is what receivers before this one found; it is read where a
 * capture has not been identified yet.
 */
export const events: Migration = {
  version: 7,
  sql: `
    CREATE TABLE events (
      seq INTEGER PRIMARY KEY,
      endpoint TEXT NOT NULL,
      event_type TEXT,
      event_id TEXT,
      -- The provider's own count of attempts, as it is spelled.
      counter TEXT,
      -- Equal for captures with the same event id; NULL without one.
      event_key TEXT,
      -- Equal for the same body to the same target; NULL where nothing was sent.
      content_key TEXT,
      -- Which attempt it is, of those that came here; the first may have been erased since.
      attempt INTEGER NOT NULL,
      -- The event's first attempt; NULL for that one itself.
      first_seq INTEGER,
      -- A capture before it with the same bytes, which is no attempt of the same event.
      repeats INTEGER
    ) STRICT;
    CREATE INDEX events_by_type ON events (event_type, endpoint, seq) WHERE event_type IS NOT NULL;
    CREATE INDEX events_by_key ON events (event_key, seq) WHERE event_key IS NOT NULL;
    CREATE INDEX events_by_content ON events (content_key, seq) WHERE content_key IS NOT NULL;
    CREATE INDEX events_by_first ON events (first_seq, seq) WHERE first_seq IS NOT NULL;

    -- Captures to be identified, oldest first, from behind this one on: of an endpoint, or of all ('').
    CREATE TABLE event_jobs (endpoint TEXT PRIMARY KEY, through INTEGER NOT NULL) STRICT, WITHOUT ROWID;
    INSERT INTO event_jobs SELECT '', 0 FROM captures LIMIT 1;
  `,
}
