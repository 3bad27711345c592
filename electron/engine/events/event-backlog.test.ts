import path from 'node:path'
import Database from 'better-sqlite3'
import { expect, onTestFinished, test } from 'vitest'
import { openReadOnlyStore } from '../compose/read-only-store.ts'
import { newIdBytes } from '../new-id.ts'
import { migrate, migrations } from '../store/migrate.ts'
import { events } from '../store/migrations/0007-events.ts'
import { startTestEngine, type TestEngine, temporaryFolder, until } from '../testing/test-engine.ts'

const STRIPE = ['Stripe-Signature', 't=1,v1=00']

/** A folder as an engine left it that found event types while it received. */
function olderFolder(bodies: ReadonlyArray<string>): string {
  const folder = temporaryFolder()
  const db = new Database(path.join(folder, 'captures.db'))
  db.pragma('journal_mode = WAL')
  migrate(
    db,
    migrations.filter(({ version }) => version < events.version),
  )
  const capture = db.prepare(
    `INSERT INTO captures (seq, id, received_at, endpoint, method, target, event_type, state, body_size)
     VALUES (?, ?, ?, 'default', 'POST', '/', 'found then', 0, ?)`,
  )
  const contents = db.prepare('INSERT INTO capture_contents (seq, headers, body) VALUES (?, ?, ?)')
  const now = Date.now()
  db.transaction(() => {
    for (const [index, body] of bodies.entries()) {
      capture.run(index + 1, newIdBytes(now), now + index, body.length)
      contents.run(index + 1, JSON.stringify(STRIPE), Buffer.from(body))
    }
    db.prepare("INSERT INTO endpoint_counts VALUES ('default', 0, ?, 0)").run(bodies.length)
    db.prepare('UPDATE verdict_progress SET through = ?').run(bodies.length)
  })()
  db.close()
  return folder
}

async function start(dataFolder: string): Promise<TestEngine> {
  const engine = await startTestEngine({ dataFolder })
  onTestFinished(() => engine.close())
  return engine
}

async function list(engine: TestEngine) {
  return (await engine.handlers['captures.list']({ limit: 500 })).captures
}

test('what came before there were events keeps its type, and is identified behind, with what comes meanwhile', async () => {
  const bodies = Array.from({ length: 300 }, (_, n) => `{"id":"evt_${n % 100}","type":"paid","n":${n}}`)
  const folder = olderFolder(bodies)

  const reader = openReadOnlyStore(folder)
  const { captures } = await reader.handlers['captures.list']({ limit: 1 })
  expect(captures[0]).toMatchObject({ eventType: 'found then', eventId: null, attempt: 1, duplicate: false })
  await reader.close()

  const engine = await start(folder)
  const headers = { [STRIPE[0] as string]: STRIPE[1] as string }
  await fetch(`http://127.0.0.1:${engine.port}/`, { method: 'POST', headers, body: '{"id":"evt_7","type":"paid"}' })
  const [newest, ...older] = await until(async () => {
    const all = await list(engine)
    return all.length === 301 && all.every(({ eventId }) => eventId !== null) && all[0]?.attempt === 4 ? all : null
  })
  expect(newest).toMatchObject({ eventType: 'paid', eventId: 'evt_7', attempt: 4, duplicate: true })
  const attempts = older.reverse().map(({ eventType, eventId, attempt }) => [eventType, eventId, attempt])
  expect(attempts).toEqual(bodies.map((_, n) => ['paid', `evt_${n % 100}`, Math.floor(n / 100) + 1]))
})

test('an engine that ends in between goes on where it was', async () => {
  const folder = olderFolder(Array.from({ length: 600 }, (_, n) => `{"id":"evt_1","type":"paid","n":${n}}`))
  const first = await startTestEngine({ dataFolder: folder })
  await until(async () => ((await list(first)).some(({ eventId }) => eventId !== null) ? true : null))
  await first.close()
  const second = await start(folder)
  const newest = await until(async () => {
    const [one] = await list(second)
    return one?.eventId === 'evt_1' ? one : null
  })
  expect(newest.attempt).toBe(600)
})
