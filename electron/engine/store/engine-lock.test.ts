import { type ChildProcess, fork } from 'node:child_process'
import { once } from 'node:events'
import fs from 'node:fs'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { expect, onTestFinished, test } from 'vitest'
import { takeEngineLock } from './engine-lock.ts'
import { openReadingDatabase } from './open-database.ts'
import { keep, openTempStore, tempFolder } from './testing/temp-store.ts'

const HOLD = fileURLToPath(new URL('./testing/hold-store.ts', import.meta.url))

test('a second engine on the same folder is refused, whichever process it is in', async () => {
  const folder = tempFolder()
  const { child, said } = await hold(folder)
  expect(said).toBe('held')
  expect(() => openTempStore(folder)).toThrow(/Another Hookbench holds the data folder/)
  expect((await hold(folder)).said).toMatchObject({ kind: 'conflict', message: expect.stringContaining(folder) })

  // Killed: the system lets go of the lock, and what was kept is there.
  child.kill('SIGKILL')
  await once(child, 'exit')
  const { store } = openTempStore(folder)
  await keep(store)
  expect(() => takeEngineLock(folder)).toThrow(/Another Hookbench/)
})

test('of two that start at once, one gets the folder', async () => {
  const folder = tempFolder()
  const both = await Promise.all([hold(folder), hold(folder)])
  expect(both.filter(({ said }) => said === 'held')).toHaveLength(1)
  expect(both.filter(({ said }) => (said as { kind?: string }).kind === 'conflict')).toHaveLength(1)
})

test('an engine that ends lets go', async () => {
  const folder = tempFolder()
  const { child } = await hold(folder)
  child.send('close')
  await once(child, 'exit')
  const again = openTempStore(folder)
  await again.close()
  openTempStore(folder)
})

test('a lock that could not be used to open a store is let go of', () => {
  const folder = tempFolder()
  // In the place of the database: nothing can be opened there.
  fs.mkdirSync(path.join(folder, 'captures.db'))
  expect(() => openTempStore(folder)).toThrow()
  takeEngineLock(folder).release()
})

test('whoever only reads needs no lock, and sees what the engine keeps', async () => {
  const { store, folder } = openTempStore()
  const db = openReadingDatabase(folder)
  onTestFinished(() => void db.close())
  await keep(store)
  expect(db.prepare('SELECT count(*) FROM captures').pluck().get()).toBe(1)
})

async function hold(folder: string): Promise<{ child: ChildProcess; said: unknown }> {
  const child = fork(HOLD, [folder], { stdio: 'inherit' })
  const exited = once(child, 'exit')
  onTestFinished(async () => {
    if (child.exitCode === null && child.signalCode === null) child.kill('SIGKILL')
    await exited
  })
  const [said] = await once(child, 'message')
  return { child, said }
}
