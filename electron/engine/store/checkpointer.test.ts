import fs from 'node:fs'
import path from 'node:path'
import Database from 'better-sqlite3'
import { expect, onTestFinished, test } from 'vitest'
import { quietLog } from '../testing/quiet-log.ts'
import { Checkpointer } from './checkpointer.ts'
import { keep, openTempStore, received, tempFolder, until } from './testing/temp-store.ts'

const MIB = 1024 * 1024

test('the log stays short under a load that never pauses, and is gone after a clean end', {
  timeout: 60_000,
}, async () => {
  const { store, folder, close } = openTempStore()
  const wal = path.join(folder, 'captures.db-wal')
  const body = [Buffer.alloc(MIB / 2, 7)]
  let longest = 0
  let kept = 0
  const sender = async () => {
    while (kept < 320) {
      kept++
      await keep(store, received({ body }))
      // 80 MiB a second, more than comes over a network; as fast as it goes, all of it would fit between two checkpoints.
      await new Promise((resolve) => setTimeout(resolve, 25))
      longest = Math.max(longest, fs.statSync(wal).size)
    }
  }
  const started = performance.now()
  await Promise.all([sender(), sender(), sender(), sender()])
  console.info(
    `${kept / 2} MiB in ${Math.round(performance.now() - started)} ms: the log was at most ${Math.round(longest / MIB)} MiB`,
  )
  // Without checkpoints it would have all 160 MiB of them.
  expect(longest).toBeLessThan(130 * MIB)
  await close()
  expect(fs.existsSync(wal)).toBe(false)
  const again = openTempStore(folder)
  expect(again.store.counts.total().captures).toBe(kept)
  expect(again.store.db.pragma('quick_check', { simple: true })).toBe('ok')
})

test('what was committed reaches the database by itself, and then the log rests', async () => {
  const { store, folder } = openTempStore()
  const file = path.join(folder, 'captures.db')
  for (let n = 0; n < 8; n++) await keep(store, received({ body: [Buffer.alloc(MIB - 1000, n)] }))
  await until(() => fs.statSync(file).size > 8 * MIB)
  // Copied whole: it begins anew with the next commit instead of growing on.
  await until(() => frames(store.db).left === 0)
  await keep(store)
  await until(() => frames(store.db).frames < 100)
})

test('a thread that ended is started again, and the log says so once', async () => {
  const folder = tempFolder()
  const file = path.join(folder, 'captures.db')
  // What cannot be opened ends the thread at once.
  fs.mkdirSync(file)
  fs.writeFileSync(`${file}-wal`, Buffer.alloc(5 * MIB))
  const log = quietLog()
  const unused = new Database(':memory:')
  const checkpointer = new Checkpointer(folder, unused, log)
  const timer = setInterval(() => checkpointer.tick(), 20)
  onTestFinished(() => clearInterval(timer))
  await until(() => log.said.length > 0)
  fs.rmdirSync(file)
  fs.rmSync(`${file}-wal`)

  const db = new Database(file)
  onTestFinished(() => void db.close())
  db.pragma('journal_mode = WAL')
  db.pragma('wal_autocheckpoint = 0')
  db.exec('CREATE TABLE t (x BLOB); INSERT INTO t VALUES (zeroblob(6000000))')
  await until(() => frames(db).left === 0)
  await checkpointer.close()
  expect(log.said).toEqual([expect.stringContaining('started again')])
})

test('a log file that cannot be looked at is told of, and ends nothing', () => {
  const log = quietLog()
  const checkpointer = new Checkpointer('x'.repeat(5000), new Database(':memory:'), log)
  for (let n = 0; n < 3; n++) checkpointer.tick()
  expect(log.said).toEqual([expect.stringContaining('could not be looked at')])
})

function frames(db: { pragma(sql: string): unknown }): { frames: number; left: number } {
  const [row] = db.pragma('wal_checkpoint(NOOP)') as Array<{ log: number; checkpointed: number }>
  return { frames: row?.log ?? 0, left: (row?.log ?? 0) - (row?.checkpointed ?? 0) }
}
