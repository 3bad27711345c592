import { setTimeout } from 'node:timers/promises'
import { expect, test } from 'vitest'
import { newId } from '../new-id.ts'
import { eventually } from '../testing/eventually.ts'
import { ByteBudget } from './byte-budget.ts'
import { replayTarget } from './replay-target.ts'
import type { RunBatch } from './run-messages.ts'
import type { ReadRequests } from './run-reader.ts'
import { RunSender } from './run-sender.ts'
import { MemoryDeliveryStore } from './testing/memory-delivery-store.ts'
import { answerEachRequest, startRawTarget } from './testing/raw-target.ts'
import { SilentLog } from './testing/silent-log.ts'

const BODY = 'a body of some length'

const AT_ONCE = 4
const BUDGET = 128 * 1024 * 1024

test('holds a body until it was sent, and a response until it is written', async () => {
  await using target = await startRawTarget(answerEachRequest('HTTP/1.1 200 OK\r\nContent-Length: 3\r\n\r\nyes'))
  const { sender, budget, batches } = setUp(target.url, 30)
  const run = sender.run()
  await eventually(() => expect(sum(batches)).toBe(30))
  expect(budget.hasRoom(BUDGET - 30 * 3)).toBe(true)
  expect(budget.hasRoom(BUDGET - 30 * 3 + 1)).toBe(false)
  for (const _ of batches) sender.written()
  await run
  expect(budget.hasRoom(BUDGET)).toBe(true)
})

test('stops sending while too much of it is not written', async () => {
  await using target = await startRawTarget()
  const { sender, batches } = setUp(target.url, 3000)
  const run = sender.run()
  await eventually(() => expect(sum(batches)).toBeGreaterThanOrEqual(512))
  for (let seen = -1; seen !== target.received().length; await setTimeout(100)) seen = target.received().length
  // So many unwritten, a batch that was handed over when they were nearly that, and one under way in each lane.
  expect(sum(batches)).toBeLessThanOrEqual(512 + 256 + AT_ONCE)
  for (let written = 0; sum(batches) < 3000; written++) {
    await eventually(() => expect(batches.length).toBeGreaterThan(written))
    sender.written()
  }
  for (const _ of batches) sender.written()
  await run
})

test('a bug ends it, and what it held is given back', async () => {
  await using target = await startRawTarget()
  const { sender, budget } = setUp(target.url, 5, () => null as never)
  await expect(sender.run()).rejects.toThrow(TypeError)
  expect(budget.hasRoom(BUDGET)).toBe(true)
})

test('captures that cannot be read count as failed, and the log says why', async () => {
  await using target = await startRawTarget()
  const { sender, budget, batches, log } = setUp(target.url, 3, () => {
    throw new Error('disk')
  })
  const run = sender.run()
  await eventually(() => expect(batches).toMatchObject([{ answered: 0, failed: 3 }]))
  sender.written()
  await run
  expect(log.lines).toContain('Captures could not be read to be sent')
  expect(budget.hasRoom(BUDGET)).toBe(true)
})

function setUp(url: string, count: number, read?: ReadRequests) {
  const store = new MemoryDeliveryStore()
  const captureIds = Array.from({ length: count }, () => store.capture({ text: BODY }).id)
  const batches: RunBatch[] = []
  const budget = new ByteBudget(BUDGET)
  const log = new SilentLog()
  const request = { captureIds, url, atOnce: AT_ONCE }
  const sender = new RunSender(
    { id: newId(), request, target: replayTarget(url), allowSelfSigned: false },
    {
      read: read ?? ((ids) => ids.map((id) => store.captures.get(id) ?? null)),
      budget,
      log,
      newId,
      now: Date.now,
      handOver: (batch) => batches.push(batch),
    },
  )
  return { sender, budget, batches, log }
}

function sum(batches: ReadonlyArray<RunBatch>): number {
  return batches.reduce((total, { answered, failed }) => total + answered + failed, 0)
}
