import fs from 'node:fs'
import path from 'node:path'
import type { Worker } from 'node:worker_threads'
import Database from 'better-sqlite3'
import { expect, onTestFinished, test } from 'vitest'
import { INDEX_FILE } from '../store/search/index-file.ts'
import { keep, keepMany, openTempStore, received, until } from '../store/testing/temp-store.ts'
import { quietLog } from '../testing/quiet-log.ts'
import { startTestEngine, type TestEngine } from '../testing/test-engine.ts'
import { SearchIndex } from './search-index.ts'

test('an engine says how far its index lags, and takes it up again', async () => {
  const engine = await startTestEngine()
  await post(engine, 20)
  await until(() => engine.state().searchIndex?.behind === 0)
  expect(engine.state().searchIndex).toEqual({ behind: 0, seconds: 0, failure: null })
  await engine.close()
  expect(indexedCount(engine.dataFolder)).toBe(20)

  fs.rmSync(path.join(engine.dataFolder, INDEX_FILE))
  const again = await startTestEngine({ dataFolder: engine.dataFolder })
  onTestFinished(() => again.close())
  await until(() => again.state().searchIndex?.behind === 0)
  expect(indexedCount(engine.dataFolder)).toBe(20)
})

test('a thread that dies is started again; a capture that ends it is left out', async () => {
  const { store, folder } = openTempStore()
  await keepMany(store, 3)
  const index = new SearchIndex({ dataFolder: folder, newest: 3, log: quietLog(), changed: () => {} })
  onTestFinished(() => index.close())
  index.start()
  await until(() => index.state?.behind === 0)
  // As if it had died of the fourth capture: once among others, once alone.
  for (let death = 0; death < 2; death++) {
    const { worker } = index as unknown as { worker: Worker }
    await worker.terminate()
    await until(() => {
      const next = (index as unknown as { worker: Worker | null }).worker
      return next !== null && next !== worker
    })
  }
  const [poison = 0, fine = 0] = await keepMany(store, 2)
  index.received(fine)
  await until(() => index.state?.behind === 0)
  const db = new Database(path.join(folder, INDEX_FILE), { readonly: true })
  onTestFinished(() => void db.close())
  expect(db.prepare('SELECT seq FROM partial').pluck().all()).toEqual([poison])
})

test('a thread says where it goes on from before it indexes anything: what ends it is behind that', async () => {
  const { store, folder } = openTempStore()
  await keepMany(store, 3)
  const before = new SearchIndex({ dataFolder: folder, newest: 3, log: quietLog(), changed: () => {} })
  before.start()
  await until(() => before.state?.behind === 0)
  await before.close()
  const [newest = 0] = (await keepMany(store, 2)).slice(-1)
  const behind: unknown[] = []
  const index = new SearchIndex({
    dataFolder: folder,
    newest,
    log: quietLog(),
    changed: () => behind.push(index.state?.behind),
  })
  onTestFinished(() => index.close())
  index.start()
  await until(() => index.state?.behind === 0)
  expect(behind[0]).toBe(2)
})

test('an index that cannot be written says so, and is written once it can', async () => {
  const { store, folder } = openTempStore()
  const [newest = 0] = await keepMany(store, 1)
  // A folder where the file should be.
  fs.mkdirSync(path.join(folder, INDEX_FILE, 'in-the-way'), { recursive: true })
  const index = new SearchIndex({ dataFolder: folder, newest, log: quietLog(), changed: () => {} })
  onTestFinished(() => index.close())
  index.start()
  await until(() => (index.state?.failure ?? null) !== null)
  expect(index.state?.behind).toBe(1)
  fs.rmSync(path.join(folder, INDEX_FILE), { recursive: true })
  await until(() => index.state?.behind === 0)
  expect(index.state?.failure).toBeNull()
})

test('a form that is nothing but escapes fits into the memory that the thread has', async () => {
  const { store, folder } = openTempStore()
  const body = Buffer.from(`payload=${'%41'.repeat(8 * 1024 * 1024)}needle`)
  const headersJson = JSON.stringify(['Content-Type', 'application/x-www-form-urlencoded'])
  await keep(store, received({ headersJson, body: [body], bodySize: body.length }))
  const log = quietLog()
  const index = new SearchIndex({ dataFolder: folder, newest: 1, log, changed: () => {} })
  onTestFinished(() => index.close())
  index.start()
  await until(() => index.state?.behind === 0)
  expect(log.said).toEqual([])
}, 90_000)

async function post(engine: TestEngine, count: number): Promise<void> {
  for (let n = 0; n < count; n++) {
    const answer = await fetch(`http://127.0.0.1:${engine.port}/hook`, { method: 'POST', body: `{"n":${n}}` })
    expect(answer.status).toBe(200)
  }
}

function indexedCount(folder: string): unknown {
  const db = new Database(path.join(folder, INDEX_FILE), { readonly: true })
  try {
    return db.prepare('SELECT count(*) FROM grams').pluck().get()
  } finally {
    db.close()
  }
}
