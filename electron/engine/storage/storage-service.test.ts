import fs from 'node:fs'
import path from 'node:path'
import Database from 'better-sqlite3'
import { expect, onTestFinished, test } from 'vitest'
import type { Engine } from '../engine.ts'
import { startRestorableEngine } from '../restorable-engine.ts'
import { quietLog } from '../testing/quiet-log.ts'
import { bodyOf, temporaryFolder, until } from '../testing/test-engine.ts'
import { BACKUPS_FOLDER } from './data-files.ts'

test('a backup is made while captures come in, and restoring brings back what there was', async () => {
  const { engine, folder, post } = await setUp()
  await post('/before', 'the first body')
  const [first] = (await engine.handlers['captures.list']({ limit: 1 })).captures
  const id = first?.id ?? ''
  await engine.handlers['captures.setNote']({ id, note: 'as it was' })

  const sending = keepPosting(post)
  const backup = await engine.handlers['storage.backup']({})
  await sending.stop()
  expect(await engine.handlers['storage.backups']({})).toEqual([expect.objectContaining({ name: backup.name })])
  expect(integrity(path.join(folder, BACKUPS_FOLDER, backup.name))).toBe('ok')
  if (process.platform !== 'win32') {
    expect(fs.statSync(path.join(folder, BACKUPS_FOLDER, backup.name)).mode & 0o777).toBe(0o600)
  }

  await engine.handlers['captures.setNote']({ id, note: 'changed since' })
  await post('/after', 'not in the backup')
  const { port } = engine.state().receiver
  const events: string[] = []
  engine.subscribe(({ event }) => events.push(event))
  const { setAside } = await engine.handlers['storage.restore']({ name: backup.name })

  expect(engine.state().receiver.port).toBe(port)
  expect(events).toContain('engine.changed')
  expect((await engine.handlers['captures.get']({ id })).note).toBe('as it was')
  expect((await bodyOf(engine, id)).toString()).toBe('the first body')
  const { captures } = await engine.handlers['captures.list']({ limit: 500 })
  expect(captures.map(({ target }) => target)).not.toContain('/after')
  // It goes on receiving on the same port, and what was replaced is still there.
  expect((await post('/again', 'x')).status).toBe(200)
  const replaced = new Database(path.join(folder, setAside), { readonly: true })
  onTestFinished(() => void replaced.close())
  expect(replaced.prepare("SELECT count(*) FROM captures WHERE target = '/after'").pluck().get()).toBe(1)
})

test('what cannot be restored is refused, and nothing changes', async () => {
  const { engine, folder, post } = await setUp()
  await post('/kept', 'x')
  const backups = path.join(folder, BACKUPS_FOLDER)
  const { name } = await engine.handlers['storage.backup']({})
  const good = fs.readFileSync(path.join(backups, name))

  fs.writeFileSync(path.join(backups, 'text.db'), 'this is no database at all, but long enough to look at'.repeat(100))
  fs.writeFileSync(path.join(backups, 'torn.db'), damaged(good))
  const other = new Database(path.join(backups, 'other.db'))
  other.exec('CREATE TABLE t (x); PRAGMA user_version = 1')
  other.close()
  fs.writeFileSync(path.join(backups, 'newer.db'), good)
  const newer = new Database(path.join(backups, 'newer.db'))
  newer.pragma('user_version = 9999')
  newer.close()

  const restore = (name: string) => engine.handlers['storage.restore']({ name })
  await expect(restore('text.db')).rejects.toThrow(/is damaged/)
  await expect(restore('torn.db')).rejects.toThrow(/is damaged/)
  await expect(restore('other.db')).rejects.toThrow(/is no database of Hookbench/)
  await expect(restore('newer.db')).rejects.toThrow(/written by a newer Hookbench/)
  await expect(restore('gone.db')).rejects.toThrow(/cannot be opened/)
  expect((await engine.handlers['captures.list']({ limit: 9 })).captures).toHaveLength(1)
  expect((await post('/still', 'x')).status).toBe(200)
})

test('a backup that is cancelled leaves nothing behind, and only one runs at a time', async () => {
  const { engine, folder, post } = await setUp()
  for (let n = 0; n < 40; n++) await post('/large', Buffer.alloc(1_000_000, n))
  const running = engine.handlers['storage.backup']({})
  await expect(engine.handlers['storage.backup']({})).rejects.toThrow(/Wait, or cancel that first/)
  // At its first page: most of the copy is still to come.
  while (engine.state().upkeep === null) await new Promise((resolve) => setImmediate(resolve))
  await engine.handlers['storage.cancel']({})
  await expect(running).rejects.toThrow('Cancelled.')
  expect(fs.readdirSync(path.join(folder, BACKUPS_FOLDER))).toEqual([])
  await until(() => (engine.state().upkeep === null ? true : null))
  expect(await engine.handlers['storage.backup']({})).toMatchObject({ bytes: expect.any(Number) })
})

test('it says what takes space, and compacting gives back what is free', { timeout: 60_000 }, async () => {
  const { engine, folder, post } = await setUp()
  for (let n = 0; n < 20; n++) await post('/shop', Buffer.alloc(500_000, n))
  const full = await engine.handlers['storage.usage']({})
  expect(full.database.bodies).toBe(10_000_000)
  expect(full.endpoints).toEqual([{ slug: 'default', captures: 20, bytes: 10_000_000 }])
  await engine.handlers['captures.clear']({ includePinned: true })
  const cleared = await engine.handlers['storage.usage']({})
  expect(cleared.database.bodies).toBe(0)
  const { freed } = await engine.handlers['storage.compact']({})
  const compacted = await engine.handlers['storage.usage']({})
  // Retention compacts by itself where it is quiet, so it may have given back some of it before.
  expect(compacted.database.free).toBeLessThan(1_000_000)
  expect(freed).toBeLessThanOrEqual(cleared.database.free)
  expect(engine.state().upkeep).toBeNull()

  const { name } = await engine.handlers['storage.backup']({})
  expect((await engine.handlers['storage.usage']({})).files).toContainEqual(
    expect.objectContaining({ kind: 'backup', name }),
  )
  await engine.handlers['storage.deleteFile']({ name })
  expect(fs.readdirSync(path.join(folder, BACKUPS_FOLDER))).toEqual([])
  await expect(engine.handlers['storage.deleteFile']({ name: 'captures.db' })).rejects.toThrow('There is no backup')
  await expect(engine.handlers['storage.deleteFile']({ name: 'secrets.key' })).rejects.toThrow('There is no backup')
})

async function setUp() {
  const folder = temporaryFolder()
  const engine: Engine = await startRestorableEngine({ dataFolder: folder, receiver: { port: 0 }, log: quietLog() })
  onTestFinished(async () => {
    await engine.close()
    fs.rmSync(folder, { recursive: true, force: true })
  })
  const post = (target: string, body: string | Buffer<ArrayBuffer>) =>
    fetch(`http://127.0.0.1:${engine.state().receiver.port}${target}`, { method: 'POST', body })
  return { engine, folder, post }
}

type Post = Awaited<ReturnType<typeof setUp>>['post']

function keepPosting(post: Post): { stop(): Promise<void> } {
  let stopped = false
  const loop = (async () => {
    for (let n = 0; !stopped; n++) expect((await post(`/during/${n}`, 'y')).status).toBe(200)
  })()
  return {
    stop: async () => {
      stopped = true
      await loop
    },
  }
}

/** Its first page stays what it was. */
function damaged(database: Buffer): Buffer {
  const copy = Buffer.from(database)
  copy.fill(0xa5, 4096 * 2)
  return copy
}

function integrity(file: string): unknown {
  const db = new Database(file, { readonly: true })
  try {
    return db.pragma('integrity_check', { simple: true })
  } finally {
    db.close()
  }
}
