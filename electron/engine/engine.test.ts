import fs from 'node:fs'
import path from 'node:path'
import Database from 'better-sqlite3'
import { expect, onTestFinished, test } from 'vitest'
import { type Engine, startEngine } from './engine.ts'
import { tempFolder, until } from './store/testing/temp-store.ts'
import { quietLog } from './testing/quiet-log.ts'
import { post } from './testing/serve-child.ts'

test('what was received is there after a restart, with settings, endpoints and the counts', async () => {
  const folder = tempFolder()
  const first = await start(folder)
  await first.handlers['endpoints.add']({ slug: 'shop', name: 'Shop' })
  await first.handlers['settings.set']({ theme: 'dark' })
  for (let n = 0; n < 5; n++) expect((await post(`${url(first)}/shop/${n}`, 'x')).status).toBe(200)
  await first.close()

  const second = await start(folder)
  const list = await second.handlers['captures.list']({ limit: 10 })
  expect(list.captures.map(({ target }) => target)).toEqual(['/shop/4', '/shop/3', '/shop/2', '/shop/1', '/shop/0'])
  expect(list.captures.every(({ answeredStatus }) => answeredStatus === 200)).toBe(true)
  expect(await second.handlers['captures.count']({})).toMatchObject({ total: 5, bytes: 5 })
  expect((await second.handlers['settings.get']({})).theme).toBe('dark')
  const endpoints = await second.handlers['endpoints.list']({})
  expect(endpoints.find(({ slug }) => slug === 'shop')).toMatchObject({ name: 'Shop', captures: 5, bytes: 5 })
})

test('a database that was damaged is set aside with a notice, and the engine receives', async () => {
  const folder = tempFolder()
  const first = await start(folder)
  await post(`${url(first)}/x`, 'x')
  await first.close()
  fs.writeFileSync(path.join(folder, 'captures.db'), 'scribbled over\n'.repeat(1000))
  const second = await start(folder)
  expect(second.state().notices.map(({ message }) => message)).toEqual([
    expect.stringMatching(/damaged\. It was set aside, not deleted, as .*captures\.db\.damaged-/),
  ])
  expect((await post(`${url(second)}/x`, 'x')).status).toBe(200)
})

test('a database from a newer version keeps the engine from starting, says so, and lets go of the folder', async () => {
  const folder = tempFolder()
  await (await start(folder)).close()
  const db = new Database(path.join(folder, 'captures.db'))
  const version = db.pragma('user_version', { simple: true }) as number
  db.pragma(`user_version = ${version + 1}`)
  db.close()
  await expect(start(folder)).rejects.toMatchObject({
    kind: 'conflict',
    message: expect.stringMatching(/newer Hookbench/),
  })
  const again = new Database(path.join(folder, 'captures.db'))
  again.pragma(`user_version = ${version}`)
  again.close()
  await start(folder)
})

test('the first automatic deletion is announced, once, also over restarts', async () => {
  const folder = tempFolder()
  const first = await start(folder)
  const { retention } = await first.handlers['settings.get']({})
  await first.handlers['settings.set']({ retention: { ...retention, maxCaptures: 4 } })
  const deleted = (engine: Engine) => engine.state().notices.filter(({ message }) => message.includes('being deleted'))
  const few = async (engine: Engine) => (await engine.handlers['captures.count']({})).total <= 4
  for (let round = 0; round < 2; round++) {
    for (let n = 0; n < 10; n++) await post(`${url(first)}/x`, 'x')
    await until(() => few(first))
  }
  expect(deleted(first)).toHaveLength(1)
  expect(deleted(first)[0]?.message).toMatch(/Change this in Settings, or pin/)
  await first.close()

  const second = await start(folder)
  for (let n = 0; n < 10; n++) await post(`${url(second)}/x`, 'x')
  await until(() => few(second))
  expect(deleted(second)).toEqual([])
})

test('clearing erases what was there, not what arrives meanwhile, and keeps what is pinned', async () => {
  const engine = await start(tempFolder())
  for (let n = 0; n < 130; n++) await post(`${url(engine)}/old`, 'x')
  const [pinned] = (await engine.handlers['captures.list']({ limit: 1, before: 50 })).captures
  await engine.handlers['captures.setPinned']({ ids: [pinned?.id ?? ''], pinned: true })
  const clearing = engine.handlers['captures.clear']({ includePinned: false })
  await expect(engine.handlers['captures.clear']({ includePinned: false })).rejects.toMatchObject({ kind: 'conflict' })
  const arrives = post(`${url(engine)}/new`, 'x')
  expect(await clearing).toEqual({ deleted: 129 })
  expect((await arrives).status).toBe(200)
  const left = (await engine.handlers['captures.list']({ limit: 10 })).captures
  expect(left.map(({ target }) => target)).toEqual(['/new', '/old'])
  expect(left[1]?.id).toBe(pinned?.id)
  expect(engine.state().clearing).toBeNull()
})

test('clearing empties the trash as well, so that nothing of it can come back', async () => {
  const engine = await start(tempFolder())
  for (let n = 0; n < 3; n++) await post(`${url(engine)}/old`, 'x')
  const ids = (await engine.handlers['captures.list']({ limit: 10 })).captures.map(({ id }) => id)
  await engine.handlers['captures.setPinned']({ ids, pinned: true })
  await engine.handlers['captures.delete']({ ids: ids.slice(0, 2) })
  expect(await engine.handlers['captures.clear']({ includePinned: false })).toEqual({ deleted: 0 })
  expect(await engine.handlers['captures.undelete']({ ids })).toEqual({ restored: 0 })
  expect(await engine.handlers['captures.count']({})).toMatchObject({ total: 1, pinned: 1 })
})

test('what is deleted can be undone, once for each and whatever is asked twice', async () => {
  const engine = await start(tempFolder())
  await post(`${url(engine)}/x`, 'x')
  const [capture] = (await engine.handlers['captures.list']({ limit: 1 })).captures
  const id = capture?.id ?? ''
  expect(await engine.handlers['captures.delete']({ ids: [id, id, id.toUpperCase()] })).toMatchObject({ deleted: 1 })
  expect((await engine.handlers['captures.count']({})).total).toBe(0)
  await expect(engine.handlers['captures.get']({ id })).rejects.toMatchObject({ kind: 'not-found' })
  expect(await engine.handlers['captures.undelete']({ ids: [id, id] })).toEqual({ restored: 1 })
  expect(await engine.handlers['captures.undelete']({ ids: [id] })).toEqual({ restored: 0 })
  expect((await engine.handlers['captures.count']({})).total).toBe(1)
})

test('a second engine on the same folder is told so, and the first goes on', async () => {
  const folder = tempFolder()
  const first = await start(folder)
  await expect(start(folder)).rejects.toMatchObject({ kind: 'conflict', message: expect.stringContaining(folder) })
  expect((await post(`${url(first)}/x`, 'x')).status).toBe(200)
})

async function start(dataFolder: string): Promise<Engine> {
  const engine = await startEngine({ dataFolder, receiver: { port: 0 }, log: quietLog() })
  onTestFinished(() => engine.close())
  return engine
}

function url(engine: Engine): string {
  return engine.state().receiver.urls[0] ?? ''
}
