import type Database from 'better-sqlite3'
import { tunnelDoors } from './migrations/0002-tunnel-doors.ts'
import { publicUrls } from './migrations/0003-public-urls.ts'
import { signatures } from './migrations/0004-signatures.ts'
import { savedFilters } from './migrations/0005-saved-filters.ts'
import { tags } from './migrations/0006-tags.ts'
import { events } from './migrations/0007-events.ts'
import { shapes } from './migrations/0008-shapes.ts'
import { imports } from './migrations/0009-imports.ts'
import { ignoreRules } from './migrations/0011-ignore-rules.ts'
import { handshakeRefusal } from './migrations/0012-handshake-refusal.ts'

/**
 * Makes temporary tables and views that stand in for what a database of an older version does not have, with the names and
 * columns that queries ask for. So a file that cannot be migrated, as no engine runs, is read as it is.
 */
export function addWhatIsMissing(db: Database.Database, version: number): void {
  if (version < tunnelDoors.version) db.exec(NO_TUNNEL_DOORS)
  if (version < publicUrls.version) db.exec(NO_PUBLIC_URLS)
  if (version < signatures.version) db.exec(NO_SIGNATURES)
  else if (version < handshakeRefusal.version) db.exec(NO_HANDSHAKE_REFUSALS)
  if (version < savedFilters.version) db.exec(NO_SAVED_FILTERS)
  else if (version < ignoreRules.version) db.exec(NO_FILTER_ORDER)
  if (version < tags.version) db.exec(NO_TAGS)
  if (version < events.version) db.exec(NO_EVENTS)
  if (version < shapes.version) db.exec(NO_SHAPES)
  if (version < imports.version) db.exec(NO_IMPORTS)
  if (version < ignoreRules.version) db.exec(NO_IGNORE_RULES)
}

const NO_TUNNEL_DOORS = 'CREATE TEMP VIEW captures AS SELECT *, NULL AS via FROM main.captures;'
const NO_PUBLIC_URLS = `
  CREATE TEMP VIEW endpoints AS
    SELECT *, NULL AS access, 0 AS refused, NULL AS tunnel_headers, NULL AS public_url FROM main.endpoints;
`
const NO_SAVED_FILTERS =
  'CREATE TEMP TABLE saved_filters (id TEXT, name TEXT, text TEXT, endpoint TEXT, position INTEGER);'
const NO_FILTER_ORDER = 'CREATE TEMP VIEW saved_filters AS SELECT *, NULL AS position FROM main.saved_filters;'
const NO_IGNORE_RULES = 'CREATE TEMP TABLE ignore_rules (endpoint TEXT, rules TEXT);'
const NO_SIGNATURES = `
  CREATE TEMP TABLE endpoint_signing (slug TEXT, signing TEXT);
  CREATE TEMP TABLE verdicts (seq INTEGER PRIMARY KEY, verdict INTEGER, provider TEXT, reason TEXT);
  CREATE TEMP TABLE verdict_progress (through INTEGER);
  CREATE TEMP TABLE handshakes (seq INTEGER PRIMARY KEY, kind TEXT, refusal TEXT);
`
const NO_HANDSHAKE_REFUSALS = 'CREATE TEMP VIEW handshakes AS SELECT *, NULL AS refusal FROM main.handshakes;'
const NO_EVENTS = `
  CREATE TEMP TABLE events (seq INTEGER PRIMARY KEY, endpoint TEXT, event_type TEXT, event_id TEXT, counter TEXT,
    event_key TEXT, content_key TEXT, attempt INTEGER, first_seq INTEGER, repeats INTEGER);
`

const NO_IMPORTS =
  'CREATE TEMP TABLE imports (id INTEGER, at INTEGER, file TEXT, format TEXT, state TEXT); CREATE TEMP TABLE imported (seq INTEGER, import INTEGER);'
const NO_TAGS = 'CREATE TEMP TABLE tags (seq INTEGER, tag TEXT);'

const NO_SHAPES = `
  CREATE TEMP TABLE shapes (endpoint TEXT, provider TEXT, event_type TEXT, captures INTEGER, left_out INTEGER,
    restlessness REAL, through INTEGER, newest_at INTEGER, shape BLOB);
  CREATE TEMP TABLE shape_progress (through INTEGER);
  INSERT INTO shape_progress VALUES (0);
  CREATE TEMP TABLE drifts (seq INTEGER PRIMARY KEY, changes TEXT, accepted INTEGER);
`
