import zlib from 'node:zlib'
import { afterEach, beforeEach, expect, test } from 'vitest'
import type { CaptureSummary } from '../../../shared/capture/capture.ts'
import type { EngineEvent } from '../../../shared/contract/events.ts'
import { startTestEngine, type TestEngine, until } from '../testing/test-engine.ts'

let engine: TestEngine
let told: CaptureSummary[]

beforeEach(async () => {
  engine = await startTestEngine()
  told = []
  engine.subscribe((event: EngineEvent) => {
    if (event.event === 'captures.changed') told.push(...event.captures)
  })
})

afterEach(() => engine.close())

const STRIPE = { 'Stripe-Signature': 't=1,v1=00' }

test('finds type, id and attempt behind the receiver, and tells screens', async () => {
  await post('/', '{"id":"evt_1","type":"invoice.paid"}', STRIPE)
  await post('/', '{"id":"evt_1","type":"invoice.paid","pending_webhooks":0}', STRIPE)
  const [second, first] = await identified(2)
  expect(first).toMatchObject({ eventType: 'invoice.paid', eventId: 'evt_1', attempt: 1, duplicate: false })
  expect(second).toMatchObject({ eventType: 'invoice.paid', eventId: 'evt_1', attempt: 2, duplicate: true })
  await until(() => (told.some(({ attempt, eventId }) => attempt === 2 && eventId === 'evt_1') ? true : null))
  const detail = await engine.handlers['captures.get']({ id: second?.id as string })
  expect(detail.duplicateOf).toBe(first?.id)
  const { captures } = await engine.handlers['captures.attempts']({ id: first?.id as string, limit: 50 })
  expect(captures.map(({ id }) => id)).toEqual([first?.id, second?.id])
})

test('takes the same bytes for another attempt where no provider says which event they tell of', async () => {
  await post('/', '{"type":"ping","n":1}')
  await post('/', '{"type":"ping","n":2}')
  await post('/other', '{"type":"ping","n":1}')
  await post('/', '{"type":"ping","n":1}')
  const captures = await identified(4)
  expect(captures.map(({ attempt, duplicate }) => ({ attempt, duplicate }))).toEqual([
    { attempt: 2, duplicate: true },
    { attempt: 1, duplicate: false },
    { attempt: 1, duplicate: false },
    { attempt: 1, duplicate: false },
  ])
})

test('another event with the same bytes is a duplicate, and no attempt', async () => {
  const body = '{"action":"opened"}'
  await post('/', body, { 'X-GitHub-Event': 'issues', 'X-GitHub-Delivery': 'a' })
  await post('/', body, { 'X-GitHub-Event': 'issues', 'X-GitHub-Delivery': 'b' })
  const [second, first] = await identified(2)
  expect(second).toMatchObject({ eventType: 'issues.opened', eventId: 'b', attempt: 1, duplicate: true })
  expect((await engine.handlers['captures.get']({ id: second?.id as string })).duplicateOf).toBe(first?.id)
})

test('looks into compressed bodies', async () => {
  const event = (coding: string) => Buffer.from(`{"id":"evt_${coding}","type":"invoice.paid"}`)
  const twice = zlib.brotliCompressSync(zlib.gzipSync(event('twice')))
  await post('/', zlib.gzipSync(event('gzip')), { ...STRIPE, 'Content-Encoding': 'gzip' })
  await post('/', zlib.brotliCompressSync(event('br')), { ...STRIPE, 'Content-Encoding': 'br' })
  await post('/', zlib.zstdCompressSync(event('zstd')), { ...STRIPE, 'Content-Encoding': 'zstd' })
  await post('/', twice, { ...STRIPE, 'Content-Encoding': 'gzip, br' })
  await post('/', event('plain'), { ...STRIPE, 'Content-Encoding': 'gzip' })
  const captures = await identified(5)
  expect(captures.map(({ eventId }) => eventId)).toEqual(['evt_plain', 'evt_twice', 'evt_zstd', 'evt_br', 'evt_gzip'])
})

test('what a compressed body grows to without end tells of nothing', async () => {
  const bomb = zlib.gzipSync(Buffer.from(`{"type":"bomb","id":"${' '.repeat(8 * 1024 * 1024)}"}`))
  await post('/', bomb, { ...STRIPE, 'Content-Encoding': 'gzip' })
  await post('/', '{"type":"last"}')
  const captures = await identified(1)
  expect(captures.map(({ eventType }) => eventType)).toEqual(['last', null])
})

test('what says nothing repeats nothing', async () => {
  await post('/', '')
  await post('/', '')
  await post('/', '{"type":"last"}')
  const captures = await identified(1)
  expect(captures.map(({ duplicate }) => duplicate)).toEqual([false, false, false])
})

test('what an endpoint has received is identified anew when its provider is another', async () => {
  await engine.handlers['endpoints.add']({ slug: 'shop', name: 'Shop' })
  const body = (n: number) => `{"id":"evt_1","type":"paid","n":${n}}`
  await post('/shop', body(1))
  await post('/shop', body(2))
  expect((await identified(2)).map(({ attempt, eventId }) => [attempt, eventId])).toEqual([
    [1, null],
    [1, null],
  ])
  const signing = { provider: { kind: 'known', id: 'stripe' } } as const
  await engine.handlers['endpoints.setSigning']({ slug: 'shop', signing })
  await until(async () => ((await list()).every(({ eventId }) => eventId === 'evt_1') ? true : null))
  expect((await list()).map(({ attempt, duplicate }) => [attempt, duplicate])).toEqual([
    [2, true],
    [1, false],
  ])
})

async function post(
  path: string,
  body: string | Uint8Array<ArrayBuffer>,
  headers: Record<string, string> = {},
): Promise<void> {
  const response = await fetch(`http://127.0.0.1:${engine.port}${path}`, { method: 'POST', body, headers })
  expect(response.status).toBe(200)
}

async function list(): Promise<CaptureSummary[]> {
  return (await engine.handlers['captures.list']({ limit: 100 })).captures
}

/** Newest first, once so many have a type. */
function identified(count: number): Promise<CaptureSummary[]> {
  return until(async () => {
    const captures = await list()
    return captures.filter(({ eventType }) => eventType !== null).length === count ? captures : null
  })
}
