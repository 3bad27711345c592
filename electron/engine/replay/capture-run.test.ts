import fs from 'node:fs'
import path from 'node:path'
import type { Worker } from 'node:worker_threads'
import { afterAll, afterEach, beforeAll, beforeEach, expect, onTestFinished, test, vi } from 'vitest'
import type { EngineEventOf } from '../../../shared/contract/events.ts'
import type { ReplayRun } from '../../../shared/delivery/replay-request.ts'
import { ChangeFeed } from '../captures/change-feed.ts'
import { KeptDeliveries } from '../deliveries/kept-deliveries.ts'
import { newId } from '../new-id.ts'
import type { ReceivedCapture } from '../store/received-capture.ts'
import { idText } from '../store/rows.ts'
import type { Store } from '../store/store.ts'
import { keep, openTempStore, received, tempFolder } from '../store/testing/temp-store.ts'
import { eventually } from '../testing/eventually.ts'
import { ByteBudget } from './byte-budget.ts'
import { CaptureRun } from './capture-run.ts'
import { ReplayService } from './replay-service.ts'
import { replayTarget } from './replay-target.ts'
import { RUN_THREAD_NAME, RunThread } from './run-thread.ts'
import { answerEachRequest, startRawTarget } from './testing/raw-target.ts'
import { selfSigned } from './testing/self-signed.ts'
import { SilentLog } from './testing/silent-log.ts'

/** Every thread of runs that was started. */
const threads: Worker[] = []
const watch = (worker: Worker): void => {
  if (worker.threadName === RUN_THREAD_NAME) threads.push(worker)
}
beforeAll(() => void process.on('worker', watch))
afterAll(() => void process.off('worker', watch))

const MIB = 1024 * 1024
let store: Store
let folder: string
let deliveries: KeptDeliveries
let service: ReplayService
let runs: ReplayRun[]
let told: EngineEventOf<'deliveries.added'>['deliveries']
let changed: EngineEventOf<'captures.changed'>[]
let log: SilentLog
let allowSelfSigned: boolean

beforeEach(() => {
  ;({ store, folder } = openTempStore())
  threads.length = 0
  runs = []
  told = []
  changed = []
  log = new SilentLog()
  allowSelfSigned = false
  const feed = new ChangeFeed(
    { counter: () => store.changes.current, summaries: (seqs) => store.summaries(seqs) },
    (event) => changed.push(event),
    log,
  )
  deliveries = new KeptDeliveries(store, feed, (added) => told.push(...added))
  service = serve({ dataFolder: folder })
  onTestFinished(() => {
    feed.close()
    deliveries.close()
  })
})

afterEach(() => service.close())

function serve(options: { dataFolder: string; runBytes?: number }): ReplayService {
  return new ReplayService({
    store: deliveries,
    log,
    budget: new ByteBudget(128 * MIB),
    runBytes: 128 * MIB,
    readUpload: async () => null,
    targetSettings: async () => ({ allowSelfSigned }),
    publicUrls: () => new Map([['shop', 'https://public.example/shop']]),
    onUsed: () => {},
    onRun: (run) => runs.push(run),
    ...options,
  })
}

async function capture(changes: Partial<ReceivedCapture> = {}): Promise<string> {
  const one = received({ headersJson: '["Host","hooks.example"]', ...changes })
  await keep(store, one)
  return idText(one.id)
}

function captures(count: number): Promise<string[]> {
  return Promise.all(Array.from({ length: count }, (_, index) => capture({ target: `/${index}` })))
}

const ended = async () => {
  await eventually(() => expect(runs.at(-1)?.state).not.toBe('running'))
  return runs.at(-1) as ReplayRun
}
const deliveriesOf = (id: string) => store.reader.ask('deliveries', id)
const allGone = () => eventually(() => expect(threads.map(({ threadId }) => threadId)).toEqual(threads.map(() => -1)))

test('in order sends each after the last, over one connection, and keeps them in that order', async () => {
  await using target = await startRawTarget()
  const captureIds = await captures(20)
  const started = await service.startRun({ captureIds, url: `${target.url}/*`, atOnce: 1 })
  expect(started).toMatchObject({ total: 20, state: 'running' })
  expect(await ended()).toEqual({ ...started, answered: 20, failed: 0, state: 'done' })
  expect(target.connections.length).toBe(1)
  const order = [
    ...target
      .received()
      .toString('latin1')
      .matchAll(/POST \/(\d+) /g),
  ].map((match) => Number(match[1]))
  expect(order).toEqual(captureIds.map((_, index) => index))
  expect(service.runs()).toEqual([runs.at(-1)])
  await eventually(() => expect(told.map(({ captureId }) => captureId)).toEqual(captureIds))
  const [sent] = await deliveriesOf(captureIds[3] as string)
  expect(sent).toEqual(told[3])
  expect(sent).toMatchObject({ url: `${target.url}/3`, kind: 'replay', edited: false, method: 'POST' })
  await eventually(() => expect(changed.at(-1)?.to).toBe(store.changes.current))
})

test('keeps what was sent and what came, byte for byte', async () => {
  const body = Buffer.from(Array.from({ length: 3 * MIB }, (_, index) => (index * 7) & 255))
  const answer = `HTTP/1.1 201 Created\r\nX-a: 1\r\nContent-Length: ${2 * MIB}\r\n\r\n${'\xff\0'.repeat(MIB)}`
  await using target = await startRawTarget(answerEachRequest(answer))
  const id = await capture({ body: [body], bodySize: body.length })
  await service.startRun({ captureIds: [id], url: target.url, atOnce: 1 })
  await ended()
  const received = target.received()
  expect(received.subarray(-body.length).equals(body)).toBe(true)
  const sent = await store.reader.ask('delivery', (await deliveriesOf(id))[0]?.id as string)
  expect(sent).toMatchObject({
    requestBodySize: body.length,
    requestHeaders: [
      ['Host', `127.0.0.1:${target.port}`],
      ['Content-Length', String(body.length)],
    ],
    response: {
      status: 201,
      statusText: 'Created',
      headers: [
        ['X-a', '1'],
        ['Content-Length', String(2 * MIB)],
      ],
    },
    outcome: { kind: 'answered', status: 201, bodySize: 2 * MIB },
  })
  const ref = { kind: 'delivery-response-body', id: sent?.id as string, decoded: false } as const
  const kept = Buffer.from((await store.reader.ask('content', ref, 0, 2 * MIB)) as Uint8Array)
  expect(kept.equals(Buffer.from('\xff\0'.repeat(MIB), 'latin1'))).toBe(true)
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
  await service.startRun({ captureIds: await captures(200), url: target.url, atOnce: 8 })
  expect(await ended()).toMatchObject({ answered: 200, failed: 0 })
  expect(most).toBeGreaterThan(1)
  expect(most).toBeLessThanOrEqual(8)
  expect(target.connections.length).toBeLessThanOrEqual(8)
})

test('counts what could not be sent as failed, and keeps why', async () => {
  await using target = await startRawTarget()
  const [star, malformed] = [await capture({ target: '*' }), await capture({ method: null })]
  const captureIds = [await capture(), star, newId(), malformed]
  await service.startRun({ captureIds, url: `${target.url}/*`, atOnce: 2 })
  expect(await ended()).toMatchObject({ answered: 1, failed: 3, state: 'done', problem: null })
  const why = async (id: string) => (await deliveriesOf(id)).map(({ outcome }) => outcome)
  expect(await why(star)).toMatchObject([
    { kind: 'failed', message: expect.stringMatching(/^It was not sent. The captured target \* is not a path/) },
  ])
  expect(await why(malformed)).toMatchObject([{ kind: 'failed', message: expect.stringMatching(/malformed/) }])
  expect(log.lines).toEqual(['A capture that was to be sent is gone'])
})

test('can be cancelled, and keeps what was on its way', async () => {
  await using target = await startRawTarget(() => {})
  const captureIds = await captures(10)
  const { id } = await service.startRun({ captureIds, url: target.url, atOnce: 3 })
  await eventually(() => expect(target.connections.length).toBe(3))
  expect(service.cancel(id)).toEqual({ cancelled: true })
  expect(service.cancel(id)).toEqual({ cancelled: false })
  await eventually(() => expect(runs.at(-1)).toMatchObject({ state: 'cancelled', answered: 0, failed: 3 }))
  const kept = (await Promise.all(captureIds.map(deliveriesOf))).flat()
  expect(kept.map(({ outcome }) => outcome)).toMatchObject(Array(3).fill({ reason: 'aborted' }))
})

test('several run side by side, each cancelled by itself', async () => {
  await using silent = await startRawTarget(() => {})
  await using target = await startRawTarget()
  const captureIds = await captures(5)
  const { id } = await service.startRun({ captureIds, url: silent.url, atOnce: 2 })
  const other = await service.startRun({ captureIds, url: target.url, atOnce: 2 })
  await eventually(() => expect(stateOf(other.id)).toMatchObject({ state: 'done', answered: 5 }))
  expect(stateOf(id)).toMatchObject({ state: 'running' })
  service.cancel(id)
  await eventually(() => expect(stateOf(id)).toMatchObject({ state: 'cancelled', failed: 2 }))
  expect(threads.length).toBe(1)
})

test('goes on when deliveries cannot be kept', async () => {
  await using target = await startRawTarget()
  vi.spyOn(deliveries, 'addDeliveries').mockRejectedValue(new Error('full'))
  await service.startRun({ captureIds: await captures(5), url: target.url, atOnce: 2 })
  expect(await ended()).toMatchObject({ answered: 5, state: 'done' })
  expect(log.lines).toContain('Deliveries could not be kept')
})

test('sends one body after another where memory is scarce', async () => {
  await using target = await startRawTarget()
  const body = [Buffer.alloc(5 * MIB)]
  const captureIds = await Promise.all([1, 2, 3].map(() => capture({ body, bodySize: 5 * MIB })))
  const scarce = serve({ dataFolder: folder, runBytes: 1 })
  await scarce.startRun({ captureIds, url: target.url, atOnce: 3 })
  expect(await ended()).toMatchObject({ answered: 3 })
  await scarce.close()
})

test('accepts a self-signed certificate where the target allows it', async () => {
  const { createServer } = await import('node:https')
  const server = createServer(selfSigned, (_request, response) => response.end('ok')).listen(0, '127.0.0.1')
  onTestFinished(() => void server.close())
  await eventually(() => expect(server.listening).toBe(true))
  const url = `https://127.0.0.1:${(server.address() as { port: number }).port}/`
  const captureIds = await captures(1)
  await service.startRun({ captureIds, url, atOnce: 1 })
  expect(await ended()).toMatchObject({ failed: 1 })
  runs.length = 0
  allowSelfSigned = true
  await service.startRun({ captureIds, url, atOnce: 1 })
  expect(await ended()).toMatchObject({ answered: 1 })
  const outcomes = (await deliveriesOf(captureIds[0] as string)).map(({ outcome }) => outcome)
  expect(outcomes).toMatchObject([{ status: 200 }, { reason: 'tls' }])
})

test('is listed with the last fifty that ended', async () => {
  await using target = await startRawTarget()
  const captureIds = await captures(1)
  for (let index = 0; index < 55; index++) {
    await service.startRun({ captureIds, url: target.url, atOnce: 1 })
    await ended()
    runs.length = 0
  }
  expect(service.runs().length).toBe(51)
})

test('tells at most 20 times a second, and of the end', async () => {
  await using target = await startRawTarget()
  const [id] = await captures(1)
  const startedAt = performance.now()
  await service.startRun({ captureIds: Array(2000).fill(id), url: target.url, atOnce: 16 })
  expect(await ended()).toMatchObject({ answered: 2000, state: 'done' })
  expect(runs.length).toBeLessThanOrEqual(4 + (performance.now() - startedAt) / 50)
})

test('closing cancels it, keeps what was on its way and leaves no thread behind', async () => {
  await using target = await startRawTarget(() => {})
  const captureIds = await captures(10)
  await service.startRun({ captureIds, url: target.url, atOnce: 4 })
  await eventually(() => expect(target.connections.length).toBe(4))
  await service.close()
  expect(runs.at(-1)).toMatchObject({ state: 'cancelled', failed: 4 })
  expect((await Promise.all(captureIds.map(deliveriesOf))).flat()).toHaveLength(4)
  expect(threads.map(({ threadId }) => threadId)).toEqual([-1])
})

test('a thread that dies fails its runs, says so, and is replaced for the next', async () => {
  await using silent = await startRawTarget(() => {})
  await using target = await startRawTarget()
  const captureIds = await captures(3)
  await service.startRun({ captureIds, url: silent.url, atOnce: 1 })
  await eventually(() => expect(silent.connections.length).toBe(1))
  await threads[0]?.terminate()
  expect(await ended()).toMatchObject({ state: 'failed', problem: expect.stringMatching(/Replay the rest again/) })
  runs.length = 0
  await service.startRun({ captureIds, url: target.url, atOnce: 1 })
  expect(await ended()).toMatchObject({ state: 'done', answered: 3 })
  expect(threads.length).toBe(2)
})

test('says why its thread could not start, and cancelling or closing does not wait for it', async () => {
  const empty = tempFolder()
  const lost = serve({ dataFolder: path.join(empty, 'nothing') })
  await lost.startRun({ captureIds: await captures(1), url: 'http://127.0.0.1:9/', atOnce: 1 })
  expect(await ended()).toMatchObject({ state: 'failed', problem: expect.stringContaining('There are no captures in') })
  await lost.close()
  expect(fs.readdirSync(empty)).toEqual([])
})

test('its thread ends when nothing has run for a while, and another is started when needed', async () => {
  await using target = await startRawTarget()
  const thread = new RunThread({ dataFolder: folder, log, budgetBytes: 128 * MIB, idleMs: 1 })
  const request = { captureIds: await captures(3), url: target.url, atOnce: 1 }
  for (let round = 1; round <= 2; round++) {
    const run = new CaptureRun(newId(), request, { store: deliveries, log, onProgress: () => {} })
    thread.start({ id: run.id, request, target: replayTarget(target.url), allowSelfSigned: false }, run)
    await run.ended
    expect(run.state).toMatchObject({ state: 'done', answered: 3 })
    await allGone()
    expect(threads.length).toBe(round)
  }
  await thread.close()
})

function stateOf(id: string): ReplayRun | undefined {
  return service.runs().find((run) => run.id === id)
}
