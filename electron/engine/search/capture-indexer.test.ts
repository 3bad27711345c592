import fs from 'node:fs'
import path from 'node:path'
import zlib from 'node:zlib'
import Database from 'better-sqlite3'
import { expect, onTestFinished, test } from 'vitest'
import { textQuery } from '../searched-text/gram-query.ts'
import { openReadingDatabase } from '../store/open-database.ts'
import { ReadConnection } from '../store/read-connection.ts'
import { INDEX_FILE } from '../store/search/index-file.ts'
import { IndexReader } from '../store/search/index-reader.ts'
import { IndexSource } from '../store/search/index-source.ts'
import { keep, keepMany, openTempStore, received, tempFolder } from '../store/testing/temp-store.ts'
import { CaptureIndexer } from './capture-indexer.ts'

const NO_OPTIONS = { singlyThrough: 0, passOverAfter: null }

test('finds what was indexed by a part of it: target, headers, and bodies that were encoded', async () => {
  const { store, folder } = openTempStore()
  const target = await keep(store, received({ target: '/hook?city=M%C3%BCnchen' }))
  const header = await keep(store, received({ headersJson: JSON.stringify(['X-GitHub-Event', 'pull_request']) }))
  const packed = zlib.gzipSync(JSON.stringify({ id: 'evt_1QabR2', name: 'Zo\u00eb' }).replace('\u00eb', '\\u00eb'))
  const gzip = await keep(
    store,
    received({ headersJson: JSON.stringify(['Content-Encoding', 'gzip']), body: [packed], bodySize: packed.length }),
  )
  const { index, ask } = indexing(folder)
  catchUp(index)
  expect(ask('münchen')).toEqual([target])
  expect(ask('x-github-event: pull')).toEqual([header])
  expect(ask('1QABR')).toEqual([gzip])
  expect(ask('zoë')).toEqual([gzip])
  expect(ask('evt_1QabR3')).toEqual([])
  if (process.platform !== 'win32') expect(fs.statSync(path.join(folder, INDEX_FILE)).mode & 0o777).toBe(0o600)
})

test('goes on where it ended', async () => {
  const { store, folder } = openTempStore()
  const [first] = await keepMany(store, 3, { target: '/first' })
  const one = indexing(folder)
  catchUp(one.index)
  one.index.close()
  const second = await keep(store, received({ target: '/second' }))
  const other = indexing(folder)
  expect(other.index.through).toBe((first as number) + 2)
  catchUp(other.index)
  expect(other.ask('/second')).toEqual([second])
  expect(other.ask('/first')).toHaveLength(3)
})

test('what is erased leaves the index, what is only in the trash stays for as long as it can come back', async () => {
  const { store, folder } = openTempStore()
  const [seq = 0, other = 0, back = 0] = await keepMany(store, 3, { target: '/findable' })
  const ids = (await store.summaries([seq, other, back])).map(({ id }) => id)
  const { index, ask, writerSees } = indexing(folder)
  catchUp(index)
  await store.queue.write(() => store.marks.trash(ids, Date.now()))
  index.beginSettling()
  catchUp(index)
  expect(writerSees()).toBe(3)
  await store.queue.write(() => store.marks.undelete([ids[2] as string]))
  await store.queue.write(() => {
    store.eraser.erase(seq)
    store.eraser.erase(other)
  })
  index.beginSettling()
  catchUp(index)
  expect(ask('/findable')).toEqual([back])
  expect(writerSees()).toBe(1)
  await store.queue.write(() => store.eraser.erase(back))
  index.beginSettling()
  catchUp(index)
  expect(writerSees()).toBe(0)
})

test('what was erased is found out even when the changes that told of it are forgotten', async () => {
  const { store, folder } = openTempStore()
  const seqs = await keepMany(store, 5, { target: '/findable' })
  const { index, writerSees } = indexing(folder)
  catchUp(index)
  await store.queue.write(() => {
    for (const seq of seqs.slice(0, 3)) store.eraser.erase(seq)
  })
  await store.queue.write(() => store.db.exec('DELETE FROM changes WHERE change < (SELECT max(change) FROM changes)'))
  index.beginSettling()
  catchUp(index)
  expect(writerSees()).toBe(2)
})

test.each([
  ['cut off', (file: string) => fs.truncateSync(file, 6000)],
  ['no database', (file: string) => fs.writeFileSync(file, 'not a database at all, but long enough to be read')],
  ['overwritten', (file: string) => fs.writeFileSync(file, Buffer.alloc(fs.statSync(file).size, 0x5a))],
  ['empty', (file: string) => fs.writeFileSync(file, '')],
  ['gone', (file: string) => fs.rmSync(file)],
  ['of another version', (file: string) => withDatabase(file, (db) => db.pragma('user_version = 77'))],
])('an index that is %s is built anew', async (_, harm) => {
  const { store, folder } = openTempStore()
  const seqs = await keepMany(store, 20, { target: '/findable' })
  const before = indexing(folder)
  catchUp(before.index)
  before.index.close()
  before.reader.close()
  harm(path.join(folder, INDEX_FILE))
  const after = indexing(folder)
  catchUp(after.index)
  expect(after.ask('/findable')).toEqual(seqs.toReversed())
})

test('an index that is deleted or damaged while it is in use is built anew', async () => {
  const { store, folder } = openTempStore()
  const seqs = await keepMany(store, 20, { target: '/findable' })
  const { index, ask } = indexing(folder)
  catchUp(index)
  fs.rmSync(path.join(folder, INDEX_FILE))
  expect(ask('/findable')).toBeNull()
  index.checkFile()
  catchUp(index)
  expect(ask('/findable')).toEqual(seqs.toReversed())
  index.recover(Object.assign(new Error('disk image is malformed'), { code: 'SQLITE_CORRUPT_VTAB' }))
  catchUp(index)
  expect(ask('/findable')).toEqual(seqs.toReversed())
})

test('the index of other captures is not taken for that of these', async () => {
  const other = openTempStore()
  await keepMany(other.store, 20, { target: '/findable' })
  const foreign = indexing(other.folder)
  catchUp(foreign.index)
  foreign.index.close()
  const { store, folder } = openTempStore()
  const seqs = await keepMany(store, 30, { target: '/findable' })
  fs.copyFileSync(path.join(other.folder, INDEX_FILE), path.join(folder, INDEX_FILE))
  const { reader } = indexing(tempFolder(), folder)
  expect(reader.look()).toBeNull()
  const { index, ask } = indexing(folder)
  catchUp(index)
  expect(ask('/findable')).toEqual(seqs.toReversed())
})

test('grams that most captures have are left out, and nothing is lost by it', async () => {
  const { store, folder } = openTempStore()
  const { index, ask, reader } = indexing(folder)
  await Promise.all(
    Array.from({ length: 2600 }, (_, n) => keep(store, received({ body: [Buffer.from(`{"common":"n${n}x"}`)] }))),
  )
  catchUp(index)
  const before = reader.look()
  const rare = await keep(store, received({ body: [Buffer.from('{"common":"special"}')] }))
  catchUp(index)
  expect(before?.eraStart(rare)).toBeGreaterThan(1)
  expect(ask('"special"')).toEqual([rare])
  // Nothing is known of it in the newer era: each capture may have it.
  expect(reader.look()?.candidates(textQuery('common'), 0, rare + 1, 10)).toEqual({ kind: 'all' })
})

function indexing(folder: string, captures = folder) {
  const db = openReadingDatabase(captures)
  const source = new IndexSource(new ReadConnection(db))
  const index = new CaptureIndexer(folder, source, NO_OPTIONS)
  const reader = new IndexReader(captures, source)
  onTestFinished(() => {
    index.close()
    reader.close()
    db.close()
  })
  return {
    index,
    reader,
    /** Every candidate, newest first; null where the index cannot be asked. */
    ask(text: string): ReadonlyArray<number> | null {
      const look = reader.look()
      if (look === null) return null
      const found = look.candidates(textQuery(text), look.eraStart(look.through), look.through + 1, 100_000)
      return found.kind === 'these' ? found.seqs : null
    },
    /** Captures in the index. */
    writerSees: () =>
      withDatabase(path.join(folder, INDEX_FILE), (db) => db.prepare('SELECT count(*) FROM grams').pluck().get()),
  }
}

function catchUp(index: CaptureIndexer): void {
  while (index.indexSome() || index.settleSome());
}

function withDatabase<Value>(file: string, use: (db: Database.Database) => Value): Value {
  const db = new Database(file)
  try {
    return use(db)
  } finally {
    db.close()
  }
}
