import { v7 as uuidv7 } from 'uuid'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { AppError } from '../../../shared/contract/errors.ts'
import { deliveryDetail } from '../../../shared/delivery/delivery.ts'
import type { ReplayRun } from '../../../shared/delivery/replay-request.ts'
import { LIMITS } from '../../../shared/limits.ts'
import { ByteBudget } from './byte-budget.ts'
import { ReplayService } from './replay-service.ts'
import { MemoryDeliveryStore } from './testing/memory-delivery-store.ts'
import { answerEachRequest, startRawTarget } from './testing/raw-target.ts'
import { SilentLog } from './testing/silent-log.ts'

let store: MemoryDeliveryStore
let service: ReplayService
let runs: ReplayRun[]
let used: string[]
let budget: ByteBudget
let log: SilentLog
const uploads = new Map<string, Uint8Array>()

beforeEach(() => {
  store = new MemoryDeliveryStore()
  runs = []
  used = []
  log = new SilentLog()
  budget = new ByteBudget(LIMITS.bodiesInFlightBytes)
  service = new ReplayService({
    store,
    log,
    budget,
    readUpload: async (id) => uploads.get(id) ?? null,
    targetSettings: async () => ({ allowSelfSigned: false }),
    onUsed: (url) => used.push(url),
    onRun: (run) => runs.push(run),
  })
})

afterEach(() => service.close())

const ended = () => vi.waitFor(() => expect(runs.at(-1)?.state).not.toBe('running'))

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
  expect(budget.held).toBe(0)
})

describe('a run', () => {
  test('in order sends each after the last, over one connection', async () => {
    await using target = await startRawTarget()
    const ids = Array.from(
      { length: 20 },
      (_, index) => store.capture({ target: `/${index}`, text: `body ${index}` }).id,
    )
    const started = await service.startRun({ captureIds: ids, url: `${target.url}/*`, atOnce: 1 })
    expect(started).toMatchObject({ total: 20, state: 'running' })
    await ended()
    expect(runs.at(-1)).toEqual({ ...started, answered: 20, failed: 0, state: 'done' })
    expect(target.connections.length).toBe(1)
    const order = [
      ...target
        .received()
        .toString('latin1')
        .matchAll(/POST \/(\d+) /g),
    ].map((match) => Number(match[1]))
    expect(order).toEqual(ids.map((_, index) => index))
    expect(store.deliveries.map((delivery) => delivery.captureId)).toEqual(ids)
    expect(budget.held).toBe(0)
    expect(service.runs()).toEqual([runs.at(-1)])
  })

  test('that meets a bug ends all the same, and gives back what it held', async () => {
    await using target = await startRawTarget()
    vi.spyOn(store, 'readRequests').mockResolvedValue(null as never)
    const { id } = store.capture()
    await service.startRun({ captureIds: [id], url: target.url, atOnce: 1 })
    await ended()
    expect(runs.at(-1)).toMatchObject({ answered: 0, failed: 0, state: 'cancelled' })
    expect(log.lines).toEqual(['A run of replays failed'])
    expect(budget.held).toBe(0)
  })

  test('at once never has more on their way than asked for', async () => {
    const answer = answerEachRequest('HTTP/1.1 204 No Content\r\n\r\n')
    let open = 0
    let most = 0
    await using target = await startRawTarget((connection, chunk) => {
      most = Math.max(most, ++open)
      setImmediate(() => {
        open--
        answer(connection, chunk)
      })
    })
    const ids = Array.from({ length: 200 }, () => store.capture().id)
    await service.startRun({ captureIds: ids, url: target.url, atOnce: 8 })
    await ended()
    expect(runs.at(-1)).toMatchObject({ answered: 200, failed: 0 })
    expect(most).toBeGreaterThan(1)
    expect(most).toBeLessThanOrEqual(8)
    expect(target.connections.length).toBeLessThanOrEqual(8)
  })

  test('counts what could not be sent as failed, and keeps why', async () => {
    await using target = await startRawTarget()
    const ids = [store.capture().id, store.capture({ target: '*' }).id, uuidv7(), store.capture({ method: null }).id]
    await service.startRun({ captureIds: ids, url: `${target.url}/*`, atOnce: 2 })
    await ended()
    expect(runs.at(-1)).toMatchObject({ answered: 1, failed: 3, state: 'done' })
    const failed = store.deliveries.filter((delivery) => delivery.outcome.kind === 'failed')
    expect(failed.map((delivery) => delivery.outcome)).toEqual([
      expect.objectContaining({
        message: expect.stringMatching(/^It was not sent. The captured target \* is not a path/),
      }),
      expect.objectContaining({ message: expect.stringMatching(/malformed/) }),
    ])
    expect(budget.held).toBe(0)
  })

  test('can be cancelled, and keeps what was on its way', async () => {
    await using target = await startRawTarget(() => {})
    const ids = Array.from({ length: 10 }, () => store.capture().id)
    const { id } = await service.startRun({ captureIds: ids, url: target.url, atOnce: 3 })
    await vi.waitFor(() => expect(target.connections.length).toBe(3))
    expect(service.cancel(id)).toEqual({ cancelled: true })
    await vi.waitFor(() => expect(runs.at(-1)).toMatchObject({ state: 'cancelled', answered: 0, failed: 3 }))
    expect(store.deliveries.map(({ outcome }) => outcome)).toMatchObject(Array(3).fill({ reason: 'aborted' }))
    expect(service.cancel(id)).toEqual({ cancelled: false })
  })

  test('goes on when deliveries cannot be kept', async () => {
    await using target = await startRawTarget()
    store.failure = new Error('full')
    const ids = Array.from({ length: 5 }, () => store.capture().id)
    await service.startRun({ captureIds: ids, url: target.url, atOnce: 2 })
    await ended()
    expect(runs.at(-1)).toMatchObject({ answered: 5, state: 'done' })
    expect(budget.held).toBe(0)
  })

  test('is listed with the last fifty that ended', async () => {
    await using target = await startRawTarget()
    const captureIds = [store.capture().id]
    for (let index = 0; index < 55; index++) {
      await service.startRun({ captureIds, url: target.url, atOnce: 1 })
      await ended()
      runs.length = 0
    }
    expect(service.runs().length).toBe(51)
  })

  test('tells at most 20 times a second, and of the end', async () => {
    await using target = await startRawTarget()
    const { id } = store.capture()
    const startedAt = performance.now()
    await service.startRun({ captureIds: Array(2000).fill(id), url: target.url, atOnce: 16 })
    await ended()
    expect(runs.length).toBeLessThanOrEqual(4 + (performance.now() - startedAt) / 50)
    expect(runs.at(-1)).toMatchObject({ answered: 2000, state: 'done' })
  })
})
