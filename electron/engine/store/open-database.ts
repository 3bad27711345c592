import fs from 'node:fs'
import path from 'node:path'
import Database from 'better-sqlite3'
import { AppError } from '../../../shared/contract/errors.ts'
import type { Log } from '../log/log.ts'
import { tightenMode } from '../private-folder.ts'
import { migrate, migrations, refuseNewer, schemaVersion } from './migrate.ts'
import { addWhatIsMissing } from './older-schema.ts'

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

/** A connection that cannot write: for readers in worker threads, and for the command line without an engine. */
export function openReadingDatabase(dataFolder: string, { cacheKib = READING_CACHE_KIB } = {}): Database.Database {
  const file = path.join(dataFolder, DATABASE_FILE)
  if (!fs.existsSync(file)) throw new AppError('not-found', `There are no captures in ${dataFolder} yet.`)
  const db = new Database(file, { readonly: true, timeout: 2000 })
  try {
    const version = schemaVersion(db)
    refuseNewer(version, migrations.at(-1)?.version ?? 0, file)
    addWhatIsMissing(db, version)
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
