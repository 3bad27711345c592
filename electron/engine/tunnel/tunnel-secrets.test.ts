import fs from 'node:fs'
import path from 'node:path'
import { afterEach, expect, test } from 'vitest'
import { startTestEngine, type TestEngine } from '../testing/test-engine.ts'

const TOKEN = '2aQ9secretTokenThatNobodyMaySee_7xYz'
let engine: TestEngine

afterEach(() => engine.close())

test('a token is kept, and shows in no file, state, setting or event', async () => {
  engine = await startTestEngine()
  const events: string[] = []
  engine.subscribe((event) => events.push(JSON.stringify(event)))
  await engine.handlers['tunnel.setSecret']({ kind: 'ngrok', secret: TOKEN })
  const hasSecret = async () =>
    (await engine.handlers['tunnel.kinds']({})).filter((kind) => kind.hasSecret).map(({ id }) => id)
  expect(await hasSecret()).toEqual(['ngrok'])

  await engine.close()
  for (const file of filesIn(engine.dataFolder)) expect(fs.readFileSync(file).includes(TOKEN), file).toBe(false)
  engine = await startTestEngine({ dataFolder: engine.dataFolder })
  expect(await hasSecret()).toEqual(['ngrok'])
  const { text } = await engine.handlers['engine.diagnostics']({})
  const seen = [text, JSON.stringify([engine.state(), await engine.handlers['settings.get']({})]), ...events]
  expect(seen.join().includes(TOKEN)).toBe(false)

  await engine.handlers['tunnel.setSecret']({ kind: 'ngrok', secret: null })
  expect(await hasSecret()).toEqual([])
})

test('settings of the time before there were kinds are taken over', async () => {
  engine = await startTestEngine()
  const { dataFolder } = engine
  await engine.handlers['settings.set']({ theme: 'dark' })
  await engine.close()
  const { default: Database } = await import('better-sqlite3')
  const db = new Database(path.join(dataFolder, 'captures.db'))
  const kept = JSON.parse(db.prepare("SELECT value FROM meta WHERE key = 'settings'").pluck().get() as string)
  kept.tunnel = { host: 'https://tunnels.example', subdomain: 'my-hooks' }
  db.prepare("UPDATE meta SET value = ? WHERE key = 'settings'").run(JSON.stringify(kept))
  db.close()
  engine = await startTestEngine({ dataFolder })
  expect(await engine.handlers['settings.get']({})).toMatchObject({
    theme: 'dark',
    tunnel: {
      kind: 'localtunnel',
      probeSeconds: 30,
      localtunnel: { host: 'https://tunnels.example', subdomain: 'my-hooks' },
    },
  })
})

function filesIn(folder: string): string[] {
  return fs
    .readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => path.join(entry.parentPath, entry.name))
}
