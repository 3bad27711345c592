import { createHash } from 'node:crypto'
import http from 'node:http'
import path from 'node:path'
import Database from 'better-sqlite3'
import { expect, test } from 'vitest'
import { openWritingDatabase } from './store/open-database.ts'
import { readQueries } from './store/read-queries.ts'
import { idText } from './store/rows.ts'
import { openTempStore, tempFolder, until } from './store/testing/temp-store.ts'
import { quietLog } from './testing/quiet-log.ts'
import { post, serveChild } from './testing/serve-child.ts'

const KILLS = 20
const SENDERS = 16
/** Every so many bodies one is large enough to go in chunks, over several commits. */
const LARGE_EVERY = 40

test('every request that was answered 2xx is in the database, whenever the engine is killed', {
  timeout: 240_000,
}, async () => {
  const folder = tempFolder()
  let lastSeq = 0
  let answered = 0
  let kept = 0
  let next = 0
  for (let round = 0; round < KILLS; round++) {
    const serving = await serveChild(folder)
    const agent = new http.Agent({ keepAlive: true, maxSockets: SENDERS })
    const acknowledged = new Set<number>()
    let killed = false
    const send = async () => {
      while (!killed) {
        const number = next++
        try {
          const { status } = await post(`${serving.receiver}/load`, bodyOf(number), agent)
          if (status >= 200 && status < 300) acknowledged.add(number)
        } catch {
          // The engine was killed before it could answer: its sender would try again.
        }
      }
    }
    const senders = Array.from({ length: SENDERS }, send)
    // However slow the machine is, some were answered; and the kill comes at any point of the next ones.
    const enough = Math.random() * 100
    await until(() => acknowledged.size >= enough)
    await new Promise((resolve) => setTimeout(resolve, Math.random() * 30))
    const ended = serving.end('SIGKILL')
    killed = true
    await ended
    await Promise.all(senders)
    agent.destroy()

    const found = inspect(folder, lastSeq)
    const lost = [...acknowledged].filter((number) => !found.numbers.has(number))
    expect(lost).toEqual([])
    lastSeq = found.lastSeq
    answered += acknowledged.size
    kept += found.numbers.size
  }
  expect(answered).toBeGreaterThan(KILLS * SENDERS)
  console.info(
    `${KILLS} kills: ${answered} requests were answered, ${kept} captures are in the database, none is missing`,
  )

  const { store } = openTempStore(folder)
  expect(store.setAside).toBeNull()
  expect(store.db.pragma('integrity_check', { simple: true })).toBe('ok')
  expect(store.counts.total().captures).toBe(kept)
  await store.chunks.sweep()
  const loose = store.db.prepare('SELECT count(*) FROM body_chunks WHERE owner NOT IN (SELECT id FROM captures)')
  expect(loose.pluck().get()).toBe(0)
})

/** What is in the database beyond `lastSeq`, each body compared with what was sent. */
function inspect(folder: string, lastSeq: number): { numbers: Set<number>; lastSeq: number } {
  // Opens as the next engine would: clean, without anything set aside.
  const { db: writing, setAside } = openWritingDatabase(folder, quietLog())
  writing.close()
  expect(setAside).toBeNull()
  const db = new Database(path.join(folder, 'captures.db'), { readonly: true })
  try {
    expect(db.pragma('quick_check', { simple: true })).toBe('ok')
    const queries = readQueries(db)
    const rows = db
      .prepare('SELECT seq, id, body_size FROM captures WHERE seq > ? ORDER BY seq')
      .all(lastSeq) as Array<{
      seq: number
      id: Uint8Array
      body_size: number
    }>
    const numbers = new Set<number>()
    for (const { id, body_size } of rows) {
      const bytes = queries.content(
        { kind: 'capture-body', id: idText(id), decoded: false },
        0,
        body_size,
      ) as Uint8Array
      const number = Number(/^\{"number":(\d+),/.exec(Buffer.from(bytes.subarray(0, 40)).toString())?.[1])
      // One whose sender was cut off is kept as far as it came, and was not answered.
      if (!bodyOf(number).equals(bytes)) continue
      expect(numbers.has(number)).toBe(false)
      numbers.add(number)
    }
    const [count, counted] = db
      .prepare('SELECT (SELECT count(*) FROM captures), (SELECT coalesce(sum(captures), 0) FROM endpoint_counts)')
      .raw()
      .get() as [number, number]
    expect(counted).toBe(count)
    return { numbers, lastSeq: rows.at(-1)?.seq ?? lastSeq }
  } finally {
    db.close()
  }
}

function bodyOf(number: number): Buffer {
  const mark = createHash('sha256').update(String(number)).digest('hex')
  const size = number % LARGE_EVERY === 7 ? 2_500_000 : 200 + (number % 7) * 150
  return Buffer.from(`{"number":${number},"filling":"${mark.repeat(Math.ceil(size / mark.length))}"}`)
}
