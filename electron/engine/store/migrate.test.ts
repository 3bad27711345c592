import { createHash } from 'node:crypto'
import fs from 'node:fs'
import path from 'node:path'
import Database from 'better-sqlite3'
import { expect, test } from 'vitest'
import { quietLog } from '../testing/quiet-log.ts'
import { type Migration, migrate, migrations, schemaVersion } from './migrate.ts'
import { openReadingDatabase, openWritingDatabase } from './open-database.ts'
import { tempFolder } from './testing/temp-store.ts'

const NEWEST = migrations.at(-1)?.version ?? 0

test('numbers migrations upwards from 1 without gaps', () => {
  expect(migrations.map(({ version }) => version)).toEqual(migrations.map((_, index) => index + 1))
})

test('brings a fresh database to the newest version, and an up-to-date one stays as it is', () => {
  const db = new Database(':memory:')
  migrate(db)
  expect(schemaVersion(db)).toBe(NEWEST)
  const tables = db.prepare('SELECT name, sql FROM sqlite_schema ORDER BY name').all()
  migrate(db)
  expect(db.prepare('SELECT name, sql FROM sqlite_schema ORDER BY name').all()).toEqual(tables)
})

test('makes every table STRICT, and never uses a sequence number again', () => {
  const db = new Database(':memory:')
  migrate(db)
  const tables = db.prepare(
    "SELECT name, strict FROM pragma_table_list WHERE type = 'table' AND name NOT LIKE 'sqlite%'",
  )
  expect(tables.all().filter((table) => (table as { strict: number }).strict !== 1)).toEqual([])
  const schema = db.prepare("SELECT sql FROM sqlite_schema WHERE name = 'captures'").pluck().get()
  expect(schema).toMatch(/seq INTEGER PRIMARY KEY AUTOINCREMENT/)
})

test.each(migrations.map(({ version }) => version))(
  'migrates from the version before %i as a fresh one is made',
  (version) => {
    const older = new Database(':memory:')
    migrate(
      older,
      migrations.filter((step) => step.version < version),
    )
    migrate(older)
    const fresh = new Database(':memory:')
    migrate(fresh)
    const schema = (db: Database.Database) =>
      db.prepare('SELECT type, name, sql FROM sqlite_schema ORDER BY name').all()
    expect(schema(older)).toEqual(schema(fresh))
  },
)

test('a step that fails leaves the version, the tables and the rows as they were', () => {
  const db = new Database(':memory:')
  const good: Migration = { version: 1, sql: 'CREATE TABLE kept (a INTEGER) STRICT; INSERT INTO kept VALUES (7)' }
  const better: Migration = { version: 2, sql: 'CREATE TABLE also (a INTEGER) STRICT' }
  const bad: Migration = {
    version: 3,
    sql: 'DELETE FROM kept; CREATE TABLE half (a INTEGER) STRICT; INSERT INTO nowhere VALUES (1)',
  }
  migrate(db, [good])
  expect(() => migrate(db, [good, better, bad])).toThrow(/nowhere/)
  // Each step has a transaction of its own: the one before stays.
  expect(schemaVersion(db)).toBe(2)
  expect(db.prepare('SELECT a FROM kept').pluck().all()).toEqual([7])
  expect(db.prepare("SELECT count(*) FROM sqlite_schema WHERE name = 'half'").pluck().get()).toBe(0)
  migrate(db, [good, better, { version: 3, sql: 'CREATE TABLE half (a INTEGER) STRICT' }])
  expect(schemaVersion(db)).toBe(3)
})

test('a step that moves data keeps the rows', () => {
  const db = new Database(':memory:')
  const first: Migration = { version: 1, sql: 'CREATE TABLE old (a INTEGER, b TEXT) STRICT' }
  migrate(db, [first])
  const insert = db.prepare('INSERT INTO old VALUES (?, ?)')
  for (let n = 0; n < 100; n++) insert.run(n, `row ${n}`)
  const second: Migration = {
    version: 2,
    sql: 'CREATE TABLE new (a INTEGER PRIMARY KEY, b TEXT NOT NULL) STRICT; INSERT INTO new SELECT a, b FROM old; DROP TABLE old',
  }
  migrate(db, [first, second])
  expect(db.prepare('SELECT count(*), max(b) FROM new').raw().get()).toEqual([100, 'row 99'])
})

test.each(['closed', 'killed'])(
  'refuses a database from a newer version that was %s, and leaves its bytes alone',
  (how) => {
    const folder = tempFolder()
    const file = path.join(folder, 'captures.db')
    const newer = new Database(file)
    newer.pragma('journal_mode = WAL')
    newer.exec("CREATE TABLE future (x TEXT) STRICT; INSERT INTO future VALUES ('precious')")
    newer.pragma(`user_version = ${NEWEST + 1}`)
    if (how === 'closed') {
      newer.close()
    } else {
      // What a killed process leaves behind: a log that is not in the database yet.
      const wal = fs.readFileSync(`${file}-wal`)
      const main = fs.readFileSync(file)
      newer.close()
      fs.writeFileSync(file, main)
      fs.writeFileSync(`${file}-wal`, wal)
    }
    const bytes = () => ['', '-wal'].map((suffix) => contentHash(file + suffix))
    const before = bytes()
    const refusal = new RegExp(`newer Hookbench \\(format ${NEWEST + 1}, this one knows ${NEWEST}\\).*Update Hookbench`)
    expect(() => openWritingDatabase(folder, quietLog())).toThrow(refusal)
    expect(() => openReadingDatabase(folder)).toThrow(refusal)
    expect(bytes()).toEqual(before)
    expect(fs.readdirSync(folder).filter((name) => name.includes('damaged'))).toEqual([])
  },
)

/** An empty file is as good as none. */
function contentHash(file: string): string | null {
  const bytes = fs.existsSync(file) ? fs.readFileSync(file) : Buffer.alloc(0)
  return bytes.length === 0 ? null : createHash('sha256').update(bytes).digest('hex')
}
