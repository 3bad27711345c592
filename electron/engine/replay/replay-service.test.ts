import { v7 as uuidv7 } from 'uuid'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { AppError } from '../../../shared/contract/errors.ts'
import { deliveryDetail } from '../../../shared/delivery/delivery.ts'
import { LIMITS } from '../../../shared/limits.ts'
import { ByteBudget } from './byte-budget.ts'
import { ReplayService } from './replay-service.ts'
import { MemoryDeliveryStore } from './testing/memory-delivery-store.ts'
import { startRawTarget } from './testing/raw-target.ts'
import { SilentLog } from './testing/silent-log.ts'

let store: MemoryDeliveryStore
let service: ReplayService
let used: string[]
let budget: ByteBudget
let log: SilentLog
const uploads = new Map<string, Uint8Array>()

beforeEach(() => {
  store = new MemoryDeliveryStore()
  used = []
  log = new SilentLog()
  budget = new ByteBudget(LIMITS.bodiesInFlightBytes)
  service = new ReplayService({
    store,
    log,
    budget,
    dataFolder: '',
    runBytes: 0,
    readUpload: async (id) => uploads.get(id) ?? null,
    targetSettings: async () => ({ allowSelfSigned: false }),
    publicUrls: () => new Map([['stripe', 'https://otter.loca.lt/stripe']]),
    onUsed: (url) => used.push(url),
    onRun: () => {},
  })
})

afterEach(() => service.close())

describe('one replay', () => {
  test('writes the captured bytes, and changes only what it lists', async () => {
    await using target = await startRawTarget()
    const body = Buffer.from(Array.from({ length: 256 }, (_, index) => index))
    const { id } = store.capture({
      endpoint: 'stripe',
      target: '/stripe/a//b/../%2F?x=1&',
      headers: [
        ['x-sIG', 't=1'],
        ['Host', 'public.example'],
        ['X-Sig', '\xe9\xff'],
        ['Transfer-Encoding', 'chunked'],
        ['Connection', 'close'],
        ['Empty', ''],
      ],
      body,
    })
    const sent = await service.send({ captureId: id, url: `${target.url}/p/*` })
    const head = [
      'POST /p/a//b/../%2F?x=1& HTTP/1.1',
      'x-sIG: t=1',
      `Host: 127.0.0.1:${target.port}`,
      'X-Sig: \xe9\xff',
      'Content-Length: 256',
      'Empty: ',
      '\r\n',
    ].join('\r\n')
    expect(target.received().toString('latin1')).toBe(head + body.toString('latin1'))
    expect(sent).toMatchObject({
      captureId: id,
      kind: 'replay',
      url: `${target.url}/p/a//b/../%2F?x=1&`,
      method: 'POST',
      edited: false,
      outcome: { kind: 'answered', status: 200, bodySize: 2, bodyTruncated: false },
      response: { status: 200, statusText: 'OK', headers: [['Content-Length', '2']] },
      requestBodySize: 256,
    })
    expect(sent.changes.map(({ kind, header }) => `${kind} ${header}`)).toEqual([
      'replaced Host',
      'removed Transfer-Encoding',
      'removed Connection',
      'added Content-Length',
    ])
    expect(deliveryDetail.parse(sent)).toEqual(sent)
    expect(store.deliveries[0]).toMatchObject({ requestBody: null, responseBody: Buffer.from('ok') })
    expect(used).toEqual([`${target.url}/p/*`])
  })

  test('sends what the provider called, and leaves out what the tunnel added', async () => {
    await using target = await startRawTarget()
    const { id } = store.capture({
      endpoint: 'stripe',
      via: 'localtunnel',
      headers: [
        ['host', 'otter.loca.lt'],
        ['x-forwarded-for', '10.0.0.1, 203.0.113.9'],
        ['Via', '1.1 proxy'],
        ['X-Forwarded-Proto', 'https'],
        ['Content-Length', '7'],
      ],
    })
    const sent = await service.send({ captureId: id, url: `${target.url}/x`, asProvider: true, leaveOut: ['VIA'] })
    expect(target.received().toString('latin1')).toBe(
      [
        'POST /x HTTP/1.1',
        'host: otter.loca.lt',
        'x-forwarded-for: 203.0.113.9',
        'X-Forwarded-Proto: https',
        'Content-Length: 7',
        'X-Forwarded-Host: otter.loca.lt',
        '\r\n{"a":1}',
      ].join('\r\n'),
    )
    expect(sent.changes.map(({ kind, header }) => `${kind} ${header}`)).toEqual([
      'replaced x-forwarded-for',
      'removed Via',
      'added X-Forwarded-Host',
    ])
  })

  test('knows how a provider calls an endpoint by its public URL, and says so where it does not', async () => {
    await using target = await startRawTarget()
    const local = store.capture({ endpoint: 'stripe' })
    await service.send({ captureId: local.id, url: `${target.url}/x`, asProvider: true })
    expect(target.received().toString('latin1')).toMatch(
      /\r\nHost: otter\.loca\.lt\r\n.*X-Forwarded-Proto: https\r\nX-Forwarded-Host: otter\.loca\.lt\r\n\r\n/s,
    )
    const unknown = store.capture({ endpoint: 'default' })
    await expect(service.send({ captureId: unknown.id, url: `${target.url}/x`, asProvider: true })).rejects.toThrow(
      /not known how the provider called default/,
    )
  })

  test('writes the edited method, headers and text', async () => {
    await using target = await startRawTarget()
    const { id } = store.capture()
    const sent = await service.send({
      captureId: id,
      url: `${target.url}/x`,
      edit: {
        method: 'PATCH',
        headers: [
          ['B', '1'],
          ['a', '2'],
          ['B', '3'],
        ],
        body: { kind: 'text', text: 'é', charset: 'iso-8859-1' },
      },
    })
    expect(target.received().toString('latin1')).toBe(
      `PATCH /x HTTP/1.1\r\nHost: 127.0.0.1:${target.port}\r\nB: 1\r\na: 2\r\nB: 3\r\nContent-Length: 1\r\n\r\n\xe9`,
    )
    expect(sent).toMatchObject({ edited: true, requestBodySize: 1 })
    expect(store.deliveries[0]?.requestBody).toEqual(Buffer.from([0xe9]))
  })

  test('writes an uploaded body, and the captured host if asked to', async () => {
    await using target = await startRawTarget()
    const { id } = store.capture()
    const uploadId = uuidv7()
    uploads.set(uploadId, Buffer.from([0, 255]))
    await service.send({ captureId: id, url: target.url, keepHost: true, edit: { body: { kind: 'upload', uploadId } } })
    expect(target.received().toString('latin1')).toBe(
      'POST / HTTP/1.1\r\nHost: hooks.example\r\nContent-Length: 2\r\n\r\n\0\xff',
    )
  })

  test('an edit that leaves everything as it was is none', async () => {
    await using target = await startRawTarget()
    const { id, headers, method } = store.capture()
    const edit = { method: method ?? '', headers: headers.map(([name, value]): [string, string] => [name, value]) }
    expect(await service.send({ captureId: id, url: target.url, edit })).toMatchObject({ edited: false })
  })

  test('a failure is an outcome, and is kept', async () => {
    const { port, ...target } = await startRawTarget()
    await target[Symbol.asyncDispose]()
    const { id } = store.capture()
    expect(await service.send({ captureId: id, url: `http://localhost:${port}/` })).toMatchObject({
      outcome: { kind: 'failed', reason: 'refused' },
      response: null,
    })
    expect(store.deliveries.length).toBe(1)
  })

  test('can be cancelled by the id that the caller chose', async () => {
    const deliveryId = uuidv7()
    await using target = await startRawTarget(() => {
      expect(service.cancel(deliveryId)).toEqual({ cancelled: true })
    })
    const { id } = store.capture()
    const sent = await service.send({ captureId: id, url: target.url, deliveryId })
    expect(sent).toMatchObject({ id: deliveryId, outcome: { kind: 'failed', reason: 'aborted' } })
    expect(service.cancel(deliveryId)).toEqual({ cancelled: false })
  })

  test.each([
    ['a target that is none', { url: 'localhost:3000' }, 'invalid-input'],
    ['a capture that is gone', { captureId: uuidv7() }, 'not-found'],
    ['an upload that is gone', { edit: { body: { kind: 'upload', uploadId: uuidv7() } } }, 'not-found'],
    [
      'text that its charset lacks',
      { edit: { body: { kind: 'text', text: '日', charset: 'latin1' } } },
      'invalid-input',
    ],
    ['a header with a line break', { edit: { headers: [['a', 'b\nc']] } }, 'invalid-input'],
  ] as const)('refuses %s', async (_name, wrong, kind) => {
    const { id } = store.capture()
    const request = { captureId: id, url: 'http://127.0.0.1:9/', ...structuredClone(wrong) }
    await expect(service.send(request as Parameters<typeof service.send>[0])).rejects.toMatchObject({ kind })
    expect(store.deliveries).toEqual([])
    expect(used).toEqual([])
  })

  test('a malformed capture needs a method', async () => {
    await using target = await startRawTarget()
    const { id } = store.capture({ method: null, target: null, headers: [] })
    await expect(service.send({ captureId: id, url: target.url })).rejects.toThrow(/choose one/)
    expect(await service.send({ captureId: id, url: target.url, edit: { method: 'POST' } })).toMatchObject({
      outcome: { kind: 'answered' },
    })
  })

  test('says what became of the request when it cannot be kept', async () => {
    await using target = await startRawTarget()
    const { id } = store.capture()
    store.failure = new AppError('unavailable', 'The disk is full.')
    await expect(service.send({ captureId: id, url: target.url })).rejects.toThrow(
      'The request was sent and was answered 200, but could not be kept. The disk is full.',
    )
  })
})

test('waits while what others send fills the memory, and gives back what it took', async () => {
  await using target = await startRawTarget()
  budget.add(LIMITS.bodiesInFlightBytes)
  const sent = service.send({ captureId: store.capture().id, url: target.url })
  const first = await Promise.race([sent, new Promise((resolve) => setImmediate(() => resolve('waits')))])
  expect(first).toBe('waits')
  budget.giveBack(LIMITS.bodiesInFlightBytes)
  expect(await sent).toMatchObject({ outcome: { kind: 'answered' } })
  expect(budget.hasRoom(LIMITS.bodiesInFlightBytes)).toBe(true)
})
