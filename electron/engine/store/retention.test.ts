import { expect, test, vi } from 'vitest'
import type { RetentionSettings } from '../../../shared/settings/settings.ts'
import type { Log } from '../log/log.ts'
import { newIdBytes } from '../new-id.ts'
import { type DeliveryRow, rowOf } from './delivery-row.ts'
import { defaultEndpoint, newEndpoint, type StoredEndpoint } from './endpoint-store.ts'
import { Retention, TRASH_MS } from './retention.ts'
import { idText } from './rows.ts'
import type { Store } from './store.ts'
import { keep, keepMany, openTempStore, received, until } from './testing/temp-store.ts'

const SILENT: Log = { info: () => {}, warn: () => {}, error: () => {} }
const DAY = 86_400_000
const PLENTY: RetentionSettings = { maxAgeDays: null, maxCaptures: 1_000_000, maxBytes: 1e12 }

test('keeps the newest, up to the number that was set, and says once why others go', async () => {
  const { store } = openTempStore()
  await keepMany(store, 300, { endpoint: 'shop' })
  const { retention, erased, firstTime } = setUp(store, { ...PLENTY, maxCaptures: 120 })
  await retention.run()
  expect(seqs(store)).toEqual(range(181, 300))
  expect(erased).toHaveLength(180)
  expect(new Set(erased).size).toBe(180)
  expect(firstTime.mock.calls[0]?.[0]).toBe('at most 120 captures are kept')
})

test('erases all that belongs to a capture, and nothing else', async () => {
  const { store } = openTempStore()
  for (let n = 0; n < 2; n++) {
    const capture = received({ endpoint: 'shop', body: [Buffer.alloc(2_500_000, n)] })
    const seq = await keep(store, capture)
    await new Promise<void>((resolve) =>
      store.captures.noteAnswer(seq, { kind: 'answered', version: null, status: 200, afterUs: 10 }, resolve),
    )
    await store.queue.write(() => store.marks.setNote(idText(capture.id), 'a note'))
    await store.deliveries.add(delivery(idText(capture.id), seq))
  }
  await setUp(store, { ...PLENTY, maxCaptures: 1 }).retention.run()
  const tables = ['captures', 'capture_contents', 'answers', 'marks', 'deliveries', 'delivery_contents', 'body_chunks']
  const count = (table: string) => store.db.prepare(`SELECT count(*) FROM ${table}`).pluck().get()
  expect(Object.fromEntries(tables.map((table) => [table, count(table)]))).toEqual({
    captures: 1,
    capture_contents: 1,
    answers: 1,
    marks: 1,
    deliveries: 1,
    delivery_contents: 1,
    // 3 of the capture, 2 of what was sent, 2 of what came back.
    body_chunks: 7,
  })
})

test('what is pinned stays and uses up nothing of a limit', async () => {
  const { store } = openTempStore()
  const pinned = await keepMany(store, 10, { endpoint: 'shop' })
  await pin(store, pinned)
  const newer = await keepMany(store, 8, { endpoint: 'shop' })
  const { retention } = setUp(store, { ...PLENTY, maxCaptures: 5 })
  await retention.run()
  expect(seqs(store)).toEqual([...pinned, ...newer.slice(3)])
})

test('what is older than the days that were set goes', async () => {
  const { store } = openTempStore()
  const now = Date.now()
  await keep(store, received({ receivedAt: now - 3 * DAY }))
  const old = await keep(store, received({ receivedAt: now - 3 * DAY }))
  await pin(store, [old])
  const young = await keep(store, received({ receivedAt: now - DAY }))
  await setUp(store, { ...PLENTY, maxAgeDays: 2 }).retention.run(now)
  expect(seqs(store)).toEqual([old, young])
})

test('keeps to the bytes that were set, counted in used pages', async () => {
  const { store } = openTempStore()
  for (let n = 0; n < 20; n++) await keep(store, received({ endpoint: 'shop', body: [Buffer.alloc(1_000_000, n)] }))
  const limit = 16 * 1024 * 1024
  expect(store.pages.usedBytes).toBeGreaterThan(limit)
  await setUp(store, { ...PLENTY, maxBytes: limit }).retention.run()
  expect(store.pages.usedBytes).toBeLessThanOrEqual(limit)
  expect(seqs(store).at(-1)).toBe(20)
  // Not more than was needed.
  expect(seqs(store).length).toBeGreaterThanOrEqual(15)
})

test('an endpoint has limits of its own, by number, bytes and age', async () => {
  const { store } = openTempStore()
  const now = Date.now()
  const limited = (slug: string, limits: Partial<StoredEndpoint['retention']>): StoredEndpoint => {
    const endpoint = newEndpoint(slug, slug, 0)
    return { ...endpoint, retention: { ...endpoint.retention, ...limits } }
  }
  for (const endpoint of ['few', 'small', 'young', 'free']) {
    for (let n = 0; n < 30; n++) {
      await keep(store, received({ endpoint, receivedAt: now - (30 - n) * DAY, body: [Buffer.alloc(1000)] }))
    }
  }
  const endpoints = [
    limited('few', { maxCaptures: 4 }),
    limited('small', { maxBytes: 29_500 }),
    limited('young', { maxAgeDays: 2.5 }),
    newEndpoint('free', 'free', 0),
  ]
  await setUp(store, PLENTY, endpoints).retention.run(now)
  const of = (slug: string) => store.counts.of(slug).captures
  expect({ few: of('few'), young: of('young'), free: of('free') }).toEqual({ few: 4, young: 2, free: 30 })
  expect(store.counts.of('small').bytes).toBeLessThanOrEqual(29_500)
  expect(of('small')).toBe(29)
})

test('junk sent to default cannot push out what an endpoint has', async () => {
  const { store } = openTempStore()
  const good = await keepMany(store, 20, { endpoint: 'shop' })
  await keepMany(store, 200)
  await setUp(store, { ...PLENTY, maxCaptures: 100 }).retention.run()
  expect(store.counts.of('default').captures).toBe(80)
  expect(seqs(store).slice(0, 20)).toEqual(good)
})

test('malformed requests have a quota of their own', async () => {
  const { store } = openTempStore()
  const good = await keepMany(store, 10)
  const junk = { state: 'malformed', method: null, target: null, body: [Buffer.from('x')] } as const
  await keepMany(store, 2100, junk)
  await setUp(store, PLENTY).retention.run()
  expect(store.counts.malformed().captures).toBe(2000)
  expect(seqs(store).slice(0, 10)).toEqual(good)
})

test('what was deleted can be brought back for five minutes, then it is gone', async () => {
  const { store } = openTempStore()
  const capture = received()
  await keep(store, capture)
  const id = idText(capture.id)
  const now = Date.now()
  await store.queue.write(() => store.marks.trash([id], now))
  const { retention, erased, firstTime } = setUp(store, PLENTY)
  await retention.run(now + TRASH_MS - 1)
  expect(await store.queue.write(() => store.marks.undelete([id]))).toHaveLength(1)
  await store.queue.write(() => store.marks.trash([id], now))
  await retention.run(now + TRASH_MS + 1)
  expect(await store.queue.write(() => store.marks.undelete([id]))).toEqual([])
  expect(store.db.prepare('SELECT count(*) FROM capture_contents').pluck().get()).toBe(0)
  // The user deleted it: that is neither told again nor announced as automatic.
  expect(erased).toEqual([])
  expect(firstTime).not.toHaveBeenCalled()
})

test('gives freed pages back to the system once it is quiet', async () => {
  const { store } = openTempStore()
  for (let n = 0; n < 20; n++) await keep(store, received({ body: [Buffer.alloc(1_000_000, n)] }))
  const pages = () => store.db.pragma('page_count', { simple: true }) as number
  const before = pages()
  const { retention } = setUp(store, { ...PLENTY, maxCaptures: 1 })
  for (let round = 0; round < 20; round++) await retention.run()
  expect(pages()).toBeLessThan(before / 2)
  expect(store.db.pragma('integrity_check', { simple: true })).toBe('ok')
})

test('large bodies are erased a slice at a time, so that captures get their turn', async () => {
  const { store } = openTempStore()
  const body = [Buffer.alloc(16 * 1024 * 1024, 7)]
  for (let n = 0; n < 6; n++) await keep(store, received({ endpoint: 'shop', body }))
  let running = true
  const { retention } = setUp(store, { ...PLENTY, maxCaptures: 1 })
  const done = retention.run().then(() => {
    running = false
  })
  let answered = 0
  while (running) {
    await keep(store, received({ endpoint: 'other' }))
    answered++
  }
  await done
  expect(answered).toBeGreaterThanOrEqual(5)
})

test('a full store is made room in by the limits, and the log hears of trouble once', async () => {
  const { store } = openTempStore()
  for (let n = 0; n < 10; n++) await keep(store, received({ endpoint: 'shop', body: [Buffer.alloc(100_000, n)] }))
  const error = vi.fn()
  const rules = () => ({ settings: { ...PLENTY, maxCaptures: 5 }, endpoints: [] })
  const retention = new Retention(store, rules, { erased: () => {}, firstTime: () => {} }, { ...SILENT, error })
  const rounds = vi.spyOn(retention, 'run')
  store.db.pragma('query_only = 1')
  await expect(keep(store)).rejects.toThrow()
  retention.start()
  await until(() => rounds.mock.calls.length > 2)
  expect(rounds.mock.settledResults.slice(0, 2)).toMatchObject([{ type: 'rejected' }, { type: 'rejected' }])
  expect(error).toHaveBeenCalledTimes(1)
  store.db.pragma('query_only = 0')
  await until(() => store.counts.total().captures === 5)
  await retention.stop()
})

test('a round with nothing to erase is short, however much is kept', async () => {
  const { store } = openTempStore()
  const now = Date.now()
  const insert = store.db.prepare(
    "INSERT INTO captures (id, received_at, endpoint, method, target, state, body_size) VALUES (?, ?, ?, 'POST', '/x', 0, 0)",
  )
  store.db.transaction(() => {
    for (let n = 0; n < 300_000; n++) {
      const receivedAt = now - 100 * DAY + n
      insert.run(newIdBytes(receivedAt), receivedAt, 'kept')
    }
    for (let n = 0; n < 100_000; n++) insert.run(newIdBytes(now), now, 'young')
  })()
  const young = newEndpoint('young', 'young', 0)
  const endpoints = [newEndpoint('kept', 'kept', 0), { ...young, retention: { ...young.retention, maxAgeDays: 7 } }]
  const { retention, erased } = setUp(store, PLENTY, endpoints)
  await retention.run(now)
  const started = performance.now()
  await retention.run(now)
  // It runs twice a second in the loop that receives.
  expect(performance.now() - started).toBeLessThan(25)
  expect(erased).toEqual([])
})

test('stops in the middle when it is told to', async () => {
  const { store } = openTempStore()
  await keepMany(store, 300, { endpoint: 'shop' })
  const { retention, erased } = setUp(store, { ...PLENTY, maxCaptures: 1 })
  const running = retention.run()
  await retention.stop()
  await running
  expect(erased.length).toBeLessThan(100)
})

function setUp(store: Store, settings: RetentionSettings, endpoints: StoredEndpoint[] = [defaultEndpoint(0)]) {
  const erased: string[] = []
  const firstTime = vi.fn<(reason: string) => void>()
  const hooks = { erased: (ids: ReadonlyArray<string>) => erased.push(...ids), firstTime }
  return { retention: new Retention(store, () => ({ settings, endpoints }), hooks, SILENT), erased, firstTime }
}

function seqs(store: Store): number[] {
  return store.db.prepare('SELECT seq FROM captures ORDER BY seq').pluck().all() as number[]
}

function range(first: number, last: number): number[] {
  return Array.from({ length: last - first + 1 }, (_, n) => first + n)
}

async function pin(store: Store, which: ReadonlyArray<number>): Promise<void> {
  const idOf = store.db.prepare('SELECT id FROM captures WHERE seq = ?').pluck()
  const ids = which.map((seq) => idText(idOf.get(seq) as Uint8Array))
  await store.queue.write(() => store.marks.setPinned(ids, true))
}

function delivery(captureId: string, captureSeq: number): DeliveryRow {
  return rowOf({
    id: idText(received().id),
    captureId,
    captureSeq,
    kind: 'replay',
    startedAt: Date.now(),
    url: 'http://127.0.0.1/hook',
    method: 'POST',
    edited: true,
    outcome: {
      kind: 'failed',
      reason: 'refused',
      message: 'Nothing listens there.',
      timings: { dns: null, connect: null, tls: null, firstByte: null, total: 1 },
    },
    changes: [],
    requestHeaders: [['Host', '127.0.0.1']],
    requestBodySize: 1_500_000,
    requestBody: Buffer.alloc(1_500_000, 1),
    response: null,
    responseBody: Buffer.alloc(1_100_000, 2),
  })
}
