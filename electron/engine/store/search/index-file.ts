import fs from 'node:fs'
import path from 'node:path'
import Database from 'better-sqlite3'
import { isDamage } from '../open-database.ts'

export const INDEX_FILE = 'index.db'

/** Of what is in the file and of how texts become grams. An index of any other version is built anew. */
const INDEX_VERSION = 1
const SUSPECT = '.suspect'
const JOURNAL_SIZE_LIMIT = 16 * 1024 * 1024
/** Pages that wait in the log before they are copied, by the thread that writes. */
const CHECKPOINT_PAGES = 2000
/** Bytes of new entries that FTS5 gathers in memory before it writes them, so that one transaction makes one segment. */
const GATHERED_BYTES = 2 * 1024 * 1024
/** Segments of one size before they are merged: fewer would write more often, more would be slower to ask. */
const MERGED_SEGMENTS = 8

const SCHEMA = `
  -- How far the index has come: 'through' (captures) and 'change' (the change counter, for what was deleted).
  CREATE TABLE progress (key TEXT PRIMARY KEY, value INTEGER NOT NULL) STRICT, WITHOUT ROWID;
  INSERT INTO progress VALUES ('through', 0), ('change', 0);

  -- Some captures that were indexed, to see that the index belongs to the captures beside it.
  CREATE TABLE anchors (seq INTEGER PRIMARY KEY, id BLOB NOT NULL) STRICT;

  -- From this capture on these grams were left out, since most captures have them.
  CREATE TABLE eras (first_seq INTEGER PRIMARY KEY, left_out BLOB NOT NULL) STRICT;

  -- Captures of which not everything is indexed: they may match anything.
  CREATE TABLE partial (seq INTEGER PRIMARY KEY) STRICT;

  -- Captures that were taken off the lists, until they are gone or back.
  CREATE TABLE doomed (seq INTEGER PRIMARY KEY) STRICT;

  -- The rowid is the capture's sequence number.
  CREATE VIRTUAL TABLE grams USING fts5(
    words, content = '', contentless_delete = 1, detail = none, tokenize = 'ascii'
  );
  INSERT INTO grams (grams, rank) VALUES ('automerge', ${MERGED_SEGMENTS});
  INSERT INTO grams (grams, rank) VALUES ('hashsize', ${GATHERED_BYTES});
`

export function indexFile(dataFolder: string): string {
  return path.join(dataFolder, INDEX_FILE)
}

/** Opens the one writing connection to the index. What cannot be used is deleted and begun anew: it is built from captures. */
export function openWritingIndex(dataFolder: string): Database.Database {
  const file = indexFile(dataFolder)
  try {
    return openWriting(file)
  } catch (error) {
    if (!isUnusable(error)) throw error
    deleteIndex(dataFolder)
    return openWriting(file)
  }
}

/** Null if there is no index that this version can read. */
export function openReadingIndex(dataFolder: string): Database.Database | null {
  const file = indexFile(dataFolder)
  if (!fs.existsSync(file)) return null
  let db: Database.Database | null = null
  try {
    db = new Database(file, { readonly: true, timeout: 1000 })
    if (db.pragma('user_version', { simple: true }) !== INDEX_VERSION) throw new UnusableIndex()
    db.pragma('query_only = 1')
    return db
  } catch {
    // Damaged, of another version, or being deleted just now: what it would find is found without it.
    db?.close()
    return null
  }
}

/** Left behind by whoever finds the index damaged: the one that writes it then builds it anew. Never throws. */
export function markIndexSuspect(dataFolder: string): void {
  try {
    fs.writeFileSync(indexFile(dataFolder) + SUSPECT, '', { mode: 0o600 })
  } catch {
    // A full disk, or a folder that cannot be written: what the index would find is found without it.
  }
}

export function isIndexSuspect(dataFolder: string): boolean {
  return fs.existsSync(indexFile(dataFolder) + SUSPECT)
}

/** Throws where another program holds the file, on Windows. */
export function deleteIndex(dataFolder: string): void {
  for (const suffix of ['', '-wal', '-shm', SUSPECT]) fs.rmSync(indexFile(dataFolder) + suffix, { force: true })
}

/** Damage, or an index of another version. */
export function isUnusable(error: unknown): boolean {
  return error instanceof UnusableIndex || isDamage(error)
}

/** Which file it is: one that was deleted lives on for whoever has it open. Null: there is none. */
export function indexIdentity(dataFolder: string): string | null {
  const stat = fs.statSync(indexFile(dataFolder), { throwIfNoEntry: false, bigint: true })
  return stat === undefined ? null : `${stat.dev}:${stat.ino}`
}

class UnusableIndex extends Error {
  constructor() {
    super('The search index is of another version')
    this.name = 'UnusableIndex'
  }
}

function openWriting(file: string): Database.Database {
  // Made 0600 before SQLite writes to it; its -wal and -shm take the mode of the database.
  fs.closeSync(fs.openSync(file, 'a', 0o600))
  if (process.platform !== 'win32') fs.chmodSync(file, 0o600)
  const db = new Database(file, { timeout: 2000 })
  try {
    const isNew = db.pragma('page_count', { simple: true }) === 0
    if (isNew) db.pragma('auto_vacuum = INCREMENTAL')
    else if (db.pragma('user_version', { simple: true }) !== INDEX_VERSION) throw new UnusableIndex()
    db.pragma('journal_mode = WAL')
    // A crash may cost the last batches, which are then indexed again; it never damages the file.
    db.pragma('synchronous = NORMAL')
    db.pragma(`journal_size_limit = ${JOURNAL_SIZE_LIMIT}`)
    db.pragma(`wal_autocheckpoint = ${CHECKPOINT_PAGES}`)
    db.pragma('cache_size = -2048')
    if (isNew) createSchema(db)
    else probe(db)
    return db
  } catch (error) {
    db.close()
    throw error
  }
}

function createSchema(db: Database.Database): void {
  db.transaction(() => {
    db.exec(SCHEMA)
    db.pragma(`user_version = ${INDEX_VERSION}`)
  })()
}

/** Touches every table: of a file that was cut off, the rest may be missing. */
function probe(db: Database.Database): void {
  const tables = db.prepare("SELECT name FROM sqlite_schema WHERE type = 'table' AND rootpage > 0").pluck().all()
  for (const table of tables as string[]) {
    db.prepare(`SELECT * FROM "${table}" LIMIT 1`).all()
    db.prepare(`SELECT * FROM "${table}" ORDER BY 1 DESC LIMIT 1`).all()
  }
  const through = db.prepare("SELECT value FROM progress WHERE key = 'through'").pluck().get()
  if (typeof through !== 'number') throw new UnusableIndex()
}
