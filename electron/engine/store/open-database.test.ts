import fs from 'node:fs'
import path from 'node:path'
import Database from 'better-sqlite3'
import { expect, test } from 'vitest'
import { quietLog } from '../testing/quiet-log.ts'
import { isDamage, markSuspect, openReadingDatabase, openWritingDatabase } from './open-database.ts'
import { keep, keepMany, openTempStore, received, tempFolder, until } from './testing/temp-store.ts'

test('has the pragmas of the design in force on the live connection', () => {
  const { store } = openTempStore()
  const value = (name: string) => store.db.pragma(name, { simple: true })
  expect({
    synchronous: value('synchronous'),
    journal: value('journal_mode'),
    autoVacuum: value('auto_vacuum'),
    autoCheckpoint: value('wal_autocheckpoint'),
    journalSizeLimit: value('journal_size_limit'),
    busyTimeout: value('busy_timeout'),
  }).toEqual({
    synchronous: 2,
    journal: 'wal',
    autoVacuum: 2,
    autoCheckpoint: 0,
    journalSizeLimit: 64 * 1024 * 1024,
    busyTimeout: 0,
  })
})

test('keeps its folder to the user, and every file in it', async () => {
  const folder = path.join(tempFolder(), 'new', 'data')
  const before = process.umask(0)
  try {
    const { store } = openTempStore(folder)
    await keep(store)
    const mode = (file: string) => fs.statSync(file).mode & 0o777
    expect(mode(folder)).toBe(0o700)
    const names = fs.readdirSync(folder).sort()
    expect(names).toEqual(['captures.db', 'captures.db-shm', 'captures.db-wal', 'engine.lock'])
    expect(names.map((name) => mode(path.join(folder, name)).toString(8))).toEqual(['600', '600', '600', '600'])
  } finally {
    process.umask(before)
  }
})

test('reading connections cannot write', async () => {
  const { store, folder } = openTempStore()
  await keep(store)
  const db = openReadingDatabase(folder)
  expect(() => db.exec('DELETE FROM captures')).toThrow(/readonly|read-only/)
  db.close()
})

test('says so when there is nothing to read yet, without making a file', () => {
  const folder = tempFolder()
  expect(() => openReadingDatabase(folder)).toThrow(/no captures/)
  expect(fs.readdirSync(folder)).toEqual([])
})

test('names the folder when it cannot be made', () => {
  const file = path.join(tempFolder(), 'a-file')
  fs.writeFileSync(file, '')
  expect(() => openTempStore(path.join(file, 'data'))).toThrow(/data folder .*a-file.* cannot be written/)
})

const damages: Record<string, (file: string) => void> = {
  'a header of garbage': (file) => write(file, 0, Buffer.alloc(200, 'garbage ')),
  'a file cut in half': (file) => fs.truncateSync(file, 4096 * Math.floor(fs.statSync(file).size / 4096 / 2)),
  'a file of something else': (file) => fs.writeFileSync(file, 'not a database at all\n'.repeat(1000)),
  'a root page of zeros': (file) => write(file, 4096 * (rootPage(file, 'captures') - 1), Buffer.alloc(4096)),
}

test.each(Object.keys(damages))('sets aside %s, deletes nothing, and goes on with a new file', async (damage) => {
  const first = openTempStore()
  await keepMany(first.store, 200)
  await first.close()
  const file = path.join(first.folder, 'captures.db')
  damages[damage]?.(file)
  const bytes = fs.readFileSync(file)

  const second = openTempStore(first.folder)
  const { setAside } = second.store
  expect(setAside).toMatch(/captures\.db\.damaged-\d{4}-/)
  expect(fs.readFileSync(setAside as string).equals(bytes)).toBe(true)
  expect(second.store.counts.total().captures).toBe(0)
  expect(await keep(second.store)).toBe(1)
  expect(fs.statSync(file).mode & 0o777).toBe(0o600)
})

test('damage that shows while running: senders hear of it, and the next start sets the file aside', async () => {
  const first = openTempStore()
  const states: string[] = []
  first.store.followState((state) => states.push(state.kind))
  await keepMany(first.store, 50)
  const file = path.join(first.folder, 'captures.db')
  first.store.db.pragma('wal_checkpoint(TRUNCATE)')
  const leaf = rootPage(file, 'capture_contents')
  write(file, 4096 * (leaf - 1), Buffer.alloc(4096, 0x55))
  first.store.db.pragma('cache_size = 0')
  first.store.db.pragma('shrink_memory')

  const error = await keep(first.store).then(
    () => null,
    (reason: unknown) => reason,
  )
  expect(isDamage(error)).toBe(true)
  expect(first.store.state).toMatchObject({ kind: 'failing', message: expect.stringMatching(/damaged\. Restart/) })
  // What can still be written does not make it well again.
  await first.store.queue.write(() => first.store.meta.set('anything', 'x'))
  expect(states).toEqual(['failing'])
  expect(fs.existsSync(`${file}.suspect`)).toBe(true)
  await first.close()

  const second = openTempStore(first.folder)
  expect(second.store.setAside).not.toBeNull()
  expect(fs.existsSync(second.store.setAside as string)).toBe(true)
  expect(fs.existsSync(`${file}.suspect`)).toBe(false)
  await keep(second.store)
})

test('damage that only a reader meets makes the next start look the whole file over', async () => {
  const first = openTempStore()
  for (let n = 0; n < 20; n++) await keep(first.store, received({ body: [Buffer.alloc(3000, n)] }))
  first.store.db.pragma('wal_checkpoint(TRUNCATE)')
  await first.close()
  const file = path.join(first.folder, 'captures.db')
  write(file, 4096 * (leafPage(file, 'capture_contents') - 1), Buffer.alloc(4096, 0x55))

  const second = openTempStore(first.folder)
  expect(second.store.setAside).toBeNull()
  const all = await second.store.reader.ask('list', { limit: 100 })
  const read = await Promise.allSettled(all.captures.map(({ id }) => second.store.reader.ask('get', id)))
  expect(read.some(({ status }) => status === 'rejected')).toBe(true)
  await until(() => fs.existsSync(`${file}.suspect`))
  await second.close()

  const third = openTempStore(first.folder)
  expect(third.store.setAside).not.toBeNull()
})

test('a suspicion that proves wrong costs nothing', async () => {
  const first = openTempStore()
  await keepMany(first.store, 10)
  markSuspect(first.folder, quietLog())
  await first.close()
  const second = openTempStore(first.folder)
  expect(second.store.setAside).toBeNull()
  expect(second.store.counts.total().captures).toBe(10)
})

test('a suspicion that cannot be noted is a line in the log, not one more failure', () => {
  const log = quietLog()
  markSuspect(path.join(tempFolder(), 'gone'), log)
  expect(log.said).toEqual([expect.stringContaining('could not be noted')])
})

test('opens a database that another program is reading', () => {
  const folder = tempFolder()
  openWritingDatabase(folder, quietLog()).db.close()
  const other = new Database(path.join(folder, 'captures.db'), { readonly: true })
  other.prepare('SELECT count(*) FROM captures').get()
  const { db } = openWritingDatabase(folder, quietLog())
  db.close()
  other.close()
})

function write(file: string, at: number, bytes: Buffer): void {
  const handle = fs.openSync(file, 'r+')
  fs.writeSync(handle, bytes, 0, bytes.length, at)
  fs.closeSync(handle)
}

function rootPage(file: string, table: string): number {
  const db = new Database(file, { readonly: true })
  const page = db.prepare('SELECT rootpage FROM sqlite_schema WHERE name = ?').pluck().get(table) as number
  db.close()
  return page
}

/** The last leaf of a table's tree, which is deeper than its root. */
function leafPage(file: string, table: string): number {
  const root = rootPage(file, table)
  const bytes = fs.readFileSync(file)
  const page = bytes.subarray(4096 * (root - 1), 4096 * root)
  expect(page[0]).toBe(5)
  return page.readUInt32BE(8)
}
