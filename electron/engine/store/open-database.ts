import fs from 'node:fs'
import path from 'node:path'
import Database from 'better-sqlite3'
import { AppError } from '../../../shared/contract/errors.ts'
import type { Log } from '../log/log.ts'
import { tightenMode } from '../private-folder.ts'
import { migrate, migrations, refuseNewer, schemaVersion } from './migrate.ts'
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

export const DATABASE_FILE = 'captures.db'
/** How long the start waits for another program's lock. */
const BUSY_AT_START_MS = 5000
/** Each thread has one, and the system keeps the pages of the file besides; SQLite's own default here is 16 MiB. */
const READING_CACHE_KIB = 2048
const JOURNAL_SIZE_LIMIT = 64 * 1024 * 1024

export interface OpenedDatabase {
  readonly db: Database.Database
  /** The file that a damaged database was moved to. */
  readonly setAside: string | null
}

/** Opens the one writing connection of a data folder, migrated. A damaged database is set aside, never deleted. */
export function openWritingDatabase(dataFolder: string, log: Log): OpenedDatabase {
  const file = path.join(dataFolder, DATABASE_FILE)
  // Files are made 0600 before SQLite writes to them; its -wal and -shm take the mode of the database.
  fs.closeSync(fs.openSync(file, 'a', 0o600))
  for (const suffix of ['', '-wal', '-shm']) tightenMode(file + suffix, 0o600, log)
  try {
    return { db: openWriting(file), setAside: null }
  } catch (error) {
    if (!isDamage(error)) throw error
    const setAside = moveAside(file)
    return { db: openWriting(file), setAside }
  }
}

/** Stand in for what a database of an older format does not have: it is read as it is. */
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

/** A connection that cannot write: for readers in worker threads, and for the command line without an engine. */
export function openReadingDatabase(dataFolder: string, { cacheKib = READING_CACHE_KIB } = {}): Database.Database {
  const file = path.join(dataFolder, DATABASE_FILE)
  if (!fs.existsSync(file)) throw new AppError('not-found', `There are no captures in ${dataFolder} yet.`)
  const db = new Database(file, { readonly: true, timeout: 2000 })
  try {
    const version = schemaVersion(db)
    refuseNewer(version, migrations.at(-1)?.version ?? 0, file)
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
    db.pragma('query_only = 1')
    db.pragma(`cache_size = -${cacheKib}`)
    return db
  } catch (error) {
    db.close()
    throw error
  }
}

/**
 * Left behind when damage shows while running: the next start then looks the whole file over. Never throws, since it is
 * called while failing already: a disk without room for it costs the look, and the answers to senders matter more.
 */
export function markSuspect(dataFolder: string, log: Log): void {
  try {
    fs.writeFileSync(suspectFile(path.join(dataFolder, DATABASE_FILE)), '', { mode: 0o600 })
  } catch (error) {
    log.error('That the database is damaged could not be noted for the next start', error)
  }
}

export function isDamage(error: unknown): boolean {
  const code = (error as { code?: unknown }).code
  return typeof code === 'string' && (code.startsWith('SQLITE_CORRUPT') || code === 'SQLITE_NOTADB')
}

function openWriting(file: string): Database.Database {
  leaveNewerAlone(file)
  const db = new Database(file, { timeout: BUSY_AT_START_MS })
  try {
    // It cannot be changed once there is a table, and writes to the file: a full disk would then keep the store shut.
    if (schemaVersion(db) === 0) db.pragma('auto_vacuum = INCREMENTAL')
    db.pragma('journal_mode = WAL')
    db.pragma('synchronous = FULL')
    db.pragma(`journal_size_limit = ${JOURNAL_SIZE_LIMIT}`)
    // Checkpoints run in a worker: in the receiving loop they would hold up answers.
    db.pragma('wal_autocheckpoint = 0')
    db.pragma('cache_size = -8192')
    db.pragma('foreign_keys = OFF')
    migrate(db)
    probe(db, file)
    // From now on the queue waits for locks, without holding up the loop.
    db.pragma('busy_timeout = 0')
    return db
  } catch (error) {
    db.close()
    throw error
  }
}

/** On a connection that cannot write: closing one that can would already copy a log that was left behind. */
function leaveNewerAlone(file: string): void {
  const db = new Database(file, { readonly: true, timeout: BUSY_AT_START_MS })
  try {
    refuseNewer(schemaVersion(db), migrations.at(-1)?.version ?? 0, file)
  } finally {
    db.close()
  }
}

/** Touches the first and last page of every table; after damage while running, checks the whole file. */
function probe(db: Database.Database, file: string): void {
  const tables = db.prepare("SELECT name FROM sqlite_schema WHERE type = 'table'").pluck().all() as string[]
  for (const table of tables) db.prepare(`SELECT * FROM "${table}" LIMIT 1`).all()
  db.prepare('SELECT * FROM captures ORDER BY seq DESC LIMIT 1').all()
  if (!fs.existsSync(suspectFile(file))) return
  // Not `quick_check`: it passes over indexes, and damage in one would come back with every start.
  const verdict = db.pragma('integrity_check(1)', { simple: true })
  fs.rmSync(suspectFile(file), { force: true })
  if (verdict !== 'ok') throw Object.assign(new Error(`integrity_check: ${verdict}`), { code: 'SQLITE_CORRUPT' })
}

function suspectFile(file: string): string {
  return `${file}.suspect`
}

function moveAside(file: string): string {
  const stamp = new Date().toISOString().replace(/[:.]/g, '-')
  const target = `${file}.damaged-${stamp}`
  for (const suffix of ['', '-wal', '-shm']) {
    if (fs.existsSync(file + suffix)) fs.renameSync(file + suffix, target + suffix)
  }
  fs.closeSync(fs.openSync(file, 'a', 0o600))
  return target
}
