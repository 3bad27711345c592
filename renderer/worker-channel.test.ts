import { expect, test } from 'vitest'
import { TestWorker } from './testing/test-worker.ts'
import { WorkerChannel } from './worker-channel.ts'

function channelTo(worker: TestWorker) {
  return new WorkerChannel<string>(worker, { name: 'body viewer' })
}

test('answers come to whoever asked', async () => {
  const worker = new TestWorker()
  const channel = channelTo(worker)
  const [one, other] = [channel.ask('one'), channel.ask('other')]
  channel.post('said')
  expect(worker.sent).toEqual(['one', 'other', 'said'])
  worker.answer('other', 2)
  worker.refuse('one', 'No')
  await expect(other).resolves.toBe(2)
  await expect(one).rejects.toThrow('No')
})

test('a worker that failed is ended, and fails what was asked and what will be', async () => {
  const worker = new TestWorker()
  const channel = channelTo(worker)
  const asked = channel.ask('one')
  worker.fail()
  await expect(asked).rejects.toThrow('The body viewer could not start.')
  await expect(channel.ask('more')).rejects.toThrow('The body viewer could not start.')
  expect(worker.isTerminated).toBe(true)
  expect(channel.release()).toBeNull()
})

test('a worker that failed before it was asked anything fails the first question', async () => {
  const worker = new TestWorker()
  const channel = channelTo(worker)
  worker.fail()
  channel.post('piece')
  await expect(channel.ask('open')).rejects.toThrow('could not start')
  expect(worker.sent).toEqual([])
})

test('an idle worker can be had for another channel, one at work is ended', async () => {
  const idle = new TestWorker()
  const first = channelTo(idle)
  expect(first.release()).toBe(idle)
  expect(idle.isTerminated).toBe(false)
  await expect(first.ask('more')).rejects.toThrow('closed')

  const busy = new TestWorker()
  const second = channelTo(busy)
  const asked = second.ask('long')
  expect(second.release()).toBeNull()
  expect(busy.isTerminated).toBe(true)
  await expect(asked).rejects.toThrow('closed')
})
