import { expect, test } from 'vitest'
import type { DeliveryRecord } from './delivery-record.ts'
import { rowOf } from './delivery-row.ts'
import { idText } from './rows.ts'
import type { Store } from './store.ts'
import { CHUNK_BYTES } from './stored-body.ts'
import { keep, openTempStore, received } from './testing/temp-store.ts'

const RESPONSE = {
  status: 201,
  statusText: 'Created',
  httpVersion: '1.1',
  headers: [
    ['Set-Cookie', 'a=1'],
    ['set-cookie', 'b=2'],
  ] as Array<[string, string]>,
  trailers: [] as Array<[string, string]>,
}

test.each([0, 10, CHUNK_BYTES, CHUNK_BYTES + 1, 2 * CHUNK_BYTES + 5])(
  'keeps both bodies of a delivery byte for byte: %i bytes',
  async (size) => {
    const { store } = openTempStore()
    const capture = await captured(store)
    const sent = record(capture, { requestBody: filled(size, 3), ...answered(filled(size + 1, 5)) })
    await store.deliveries.add(rowOf(sent))
    expect(filled(size, 3).equals(await body(store, 'delivery-request-body', sent.id))).toBe(true)
    expect(filled(size + 1, 5).equals(await body(store, 'delivery-response-body', sent.id))).toBe(true)
    expect(await store.reader.ask('delivery', sent.id)).toMatchObject({
      id: sent.id,
      captureId: capture.id,
      requestBodySize: size,
      response: RESPONSE,
      outcome: sent.outcome,
      changes: sent.changes,
    })
  },
)

test.each([7, CHUNK_BYTES + 7])(
  'the part of a response that came before the delivery failed can be read: %i bytes',
  async (size) => {
    const { store } = openTempStore()
    const capture = await captured(store)
    const sent = record(capture, { response: RESPONSE, responseBody: filled(size, 3) })
    await store.deliveries.add(rowOf(sent))
    expect(filled(size, 3).equals(await body(store, 'delivery-response-body', sent.id))).toBe(true)
  },
)

test('a captured body that was sent as it was is not kept twice, and reads the same', async () => {
  const { store } = openTempStore()
  const capture = await captured(store, { body: [filled(3 * CHUNK_BYTES, 9)] })
  const before = store.pages.usedBytes
  const sent = record(capture, { requestBody: null })
  await store.deliveries.add(rowOf(sent))
  expect(store.pages.usedBytes - before).toBeLessThan(CHUNK_BYTES / 4)
  expect(filled(3 * CHUNK_BYTES, 9).equals(await body(store, 'delivery-request-body', sent.id))).toBe(true)
  expect(await store.reader.ask('delivery', sent.id)).toMatchObject({ requestBodySize: 3 * CHUNK_BYTES })
})

test('a delivery shows at its capture, newest first, and moves the change counter', async () => {
  const { store } = openTempStore()
  const capture = await captured(store)
  const since = store.changes.current
  const first = record(capture)
  const second = record(capture)
  await store.deliveries.add(rowOf(first))
  await store.deliveries.addMany([rowOf(second)])
  expect((await store.reader.ask('deliveries', capture.id)).map(({ id }) => id)).toEqual([second.id, first.id])
  const changes = await store.reader.ask('changes', since, 10)
  expect(changes.captures).toMatchObject([{ seq: capture.seq, deliveries: 2 }])
})

test('one whose capture was deleted meanwhile is refused, or left out of many, and leaves no bytes behind', async () => {
  const { store } = openTempStore()
  const [gone, there] = [await captured(store), await captured(store)]
  await store.queue.write(() => store.eraser.erase(gone.seq))
  const large = { requestBody: filled(2 * CHUNK_BYTES, 1) }
  await expect(store.deliveries.add(rowOf(record(gone, large)))).rejects.toMatchObject({ kind: 'not-found' })
  const [lost, kept] = [rowOf(record(gone, large)), rowOf(record(there, large))]
  expect(await store.deliveries.addMany([lost, kept])).toEqual([kept])
  await store.chunks.gone()
  const owners = store.db.prepare('SELECT DISTINCT owner FROM body_chunks').pluck().all()
  expect(owners).toHaveLength(1)
})

test('of many, each keeps its own contents, with some that are left out among them', async () => {
  const { store } = openTempStore()
  const [gone, there] = [await captured(store), await captured(store)]
  await store.queue.write(() => store.eraser.erase(gone.seq))
  const sent = Array.from({ length: 50 }, (_, n) => record(n % 7 === 3 ? gone : there, answered(filled(n, n))))
  const left = sent.filter(({ captureId }) => captureId === there.id)
  expect(await store.deliveries.addMany(sent.map(rowOf))).toHaveLength(left.length)
  const listed = await store.reader.ask('deliveries', there.id)
  expect(listed.map(({ id }) => id)).toEqual(left.map(({ id }) => id).reverse())
  for (const { id, responseBody } of left) {
    expect(Buffer.from(await body(store, 'delivery-response-body', id)).equals(responseBody)).toBe(true)
  }
})

test('remembers the targets used last, and those that were saved for as long as they are', async () => {
  const { store } = openTempStore()
  const { targets, queue } = store
  await queue.write(() => targets.save({ url: 'http://saved/', name: 'Saved', allowSelfSigned: false }))
  await queue.write(() => targets.save({ url: 'https://self-signed/', name: null, allowSelfSigned: true }))
  for (let n = 0; n < 30; n++) await queue.write(() => targets.used(`http://used/${n}`, 1000 + n))
  const urls = targets.all().map(({ url }) => url)
  expect(urls[0]).toBe('http://saved/')
  expect(urls).toContain('https://self-signed/')
  expect(urls.filter((url) => url.startsWith('http://used/'))[0]).toBe('http://used/29')
  expect(urls.length).toBeLessThanOrEqual(22)
  await queue.write(() => targets.used('http://saved/', 5000))
  expect(targets.find('http://saved/')).toMatchObject({ name: 'Saved', lastUsedAt: 5000 })
  await queue.write(() => targets.delete('http://saved/'))
  expect(targets.find('http://saved/')).toBeNull()
})

function answered(responseBody: Uint8Array): Partial<DeliveryRecord> {
  const outcome = {
    kind: 'answered',
    status: 201,
    bodySize: responseBody.length,
    bodyTruncated: false,
    timings: { dns: 1, connect: 2, tls: null, firstByte: 3, total: 4 },
  } as const
  return { outcome, response: RESPONSE, responseBody }
}

interface Captured {
  readonly id: string
  readonly seq: number
  readonly bodySize: number
}

async function captured(store: Store, changes: Parameters<typeof received>[0] = {}): Promise<Captured> {
  const capture = received(changes)
  return { id: idText(capture.id), seq: await keep(store, capture), bodySize: capture.bodySize }
}

function record(capture: Captured, changes: Partial<DeliveryRecord> = {}): DeliveryRecord {
  return {
    id: idText(received().id),
    captureId: capture.id,
    captureSeq: capture.seq,
    kind: 'replay',
    startedAt: 1_700_000_000_000,
    url: 'http://127.0.0.1:1/hook',
    method: 'PUT',
    edited: false,
    outcome: {
      kind: 'failed',
      reason: 'refused',
      message: 'Nothing listens there.',
      timings: { dns: null, connect: null, tls: null, firstByte: null, total: 1 },
    },
    changes: [{ kind: 'replaced', header: 'Host', from: 'a', to: 'b', why: 'It names the target.' }],
    requestHeaders: [['Host', 'b']],
    requestBodySize: changes.requestBody?.length ?? capture.bodySize,
    response: null,
    requestBody: null,
    responseBody: new Uint8Array(0),
    ...changes,
  }
}

async function body(
  store: Store,
  kind: 'delivery-request-body' | 'delivery-response-body',
  id: string,
): Promise<Uint8Array> {
  const ref = { kind, id, decoded: false } as const
  const size = (await store.reader.ask('contentSize', ref)) as number
  return (await store.reader.ask('content', ref, 0, size)) as Uint8Array
}

function filled(size: number, seed: number): Buffer {
  const bytes = Buffer.alloc(size)
  for (let n = 0; n < size; n += 997) bytes[n] = (n * seed) & 0xff
  return bytes
}
