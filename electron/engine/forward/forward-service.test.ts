import { v7 as uuidv7 } from 'uuid'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import type { ForwardQueueState } from '../../../shared/engine/engine-state.ts'
import { LIMITS } from '../../../shared/limits.ts'
import { ByteBudget } from '../replay/byte-budget.ts'
import { MemoryDeliveryStore } from '../replay/testing/memory-delivery-store.ts'
import { startRawTarget } from '../replay/testing/raw-target.ts'
import { SilentLog } from '../replay/testing/silent-log.ts'
import { eventually } from '../testing/eventually.ts'
import { ForwardService } from './forward-service.ts'

let store: MemoryDeliveryStore
let service: ForwardService
let states: ForwardQueueState[]
let log: SilentLog

beforeEach(() => {
  store = new MemoryDeliveryStore()
  states = []
  log = new SilentLog()
  service = new ForwardService({
    store,
    log,
    budget: new ByteBudget(LIMITS.bodiesInFlightBytes),
    newId: uuidv7,
    now: Date.now,
    targetSettings: async () => ({ allowSelfSigned: false }),
    isOwnReceiver: async (target) => target.port === 4665,
    onState: (state) => states.push(state),
  })
})

afterEach(() => service.close())

const idle = () => eventually(() => expect(service.state).toMatchObject({ waiting: 0, running: 0 }))

test('sends each capture on, and keeps the delivery', async () => {
  await using target = await startRawTarget()
  const ids = Array.from(
    { length: 30 },
    (_, index) => store.capture({ endpoint: 'stripe', target: `/stripe/${index}` }).id,
  )
  for (const id of ids) service.enqueue(id, { url: `${target.url}/in/*`, keepHost: true })
  await idle()
  expect(store.deliveries.map(({ captureId }) => captureId).toSorted()).toEqual(ids)
  expect(store.deliveries[0]).toMatchObject({ kind: 'forward', outcome: { kind: 'answered', status: 200 } })
  expect(target.received().toString('latin1')).toMatch(/^POST \/in\/\d+ HTTP\/1\.1\r\nHost: hooks\.example\r\n/)
  expect(target.connections.length).toBeLessThanOrEqual(LIMITS.forwardsAtOnce)
  await eventually(() => expect(states.at(-1)).toEqual({ waiting: 0, running: 0, dropped: 0 }))
})

test('a full queue drops the newest, counts them and says so once', async () => {
  await using target = await startRawTarget(() => {})
  const { id } = store.capture()
  const forward = { url: `${target.url}/services/T0/secret`, keepHost: false }
  const warned = vi.spyOn(log, 'warn')
  for (let index = 0; index < LIMITS.forwardQueue + 10; index++) service.enqueue(id, forward)
  expect(service.state).toEqual({ waiting: LIMITS.forwardQueue, running: 0, dropped: 10 })
  expect(log.lines.length).toBe(1)
  // Without its path, which may be a secret.
  expect(warned.mock.lastCall).toEqual([expect.any(String), { target: target.url, dropped: 1 }])
  await eventually(() => expect(service.state.running).toBe(LIMITS.forwardsAtOnce))
  expect(service.state.waiting).toBe(LIMITS.forwardQueue - LIMITS.forwardsAtOnce)
})

test('closing cancels what runs and leaves nothing waiting', async () => {
  await using target = await startRawTarget(() => {})
  const { id } = store.capture()
  for (let index = 0; index < 10; index++) service.enqueue(id, { url: target.url, keepHost: false })
  await eventually(() => expect(target.connections.length).toBe(LIMITS.forwardsAtOnce))
  await service.close()
  expect(service.state).toMatchObject({ waiting: 0, running: 0 })
  expect(store.deliveries.map(({ outcome }) => outcome)).toMatchObject(
    Array(LIMITS.forwardsAtOnce).fill({ kind: 'failed', reason: 'aborted' }),
  )
  service.enqueue(id, { url: target.url, keepHost: false })
  expect(service.state.waiting).toBe(0)
})

test('never forwards to its own receiver', async () => {
  await expect(service.check('http://localhost:4665/*')).rejects.toThrow(/own receiver/)
  await expect(service.check('nonsense')).rejects.toThrow(/not a URL/)
  await service.check('http://localhost:3000/*')
  service.enqueue(store.capture().id, { url: 'http://localhost:4665/*', keepHost: false })
  await idle()
  expect(store.deliveries[0]?.outcome).toMatchObject({
    kind: 'failed',
    message: expect.stringContaining('own receiver'),
  })
})

test('a capture that is gone by its turn costs nothing but a line in the log', async () => {
  service.enqueue(uuidv7(), { url: 'http://localhost:3000/', keepHost: false })
  await eventually(() => expect(log.lines.length).toBe(1))
  await idle()
  expect(store.deliveries).toEqual([])
})
