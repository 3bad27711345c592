import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { TestWorker } from '../../testing/test-worker.ts'
import { JsonPathSearch } from './json-path-search.ts'
import type { OpenBody } from './open-body.ts'

const BODY = {
  info: { size: 2, charset: 'utf-8' },
  ask: async () => new Uint8Array([0x7b, 0x7d]),
} as unknown as OpenBody

let workers: TestWorker[] = []
let search: JsonPathSearch

beforeEach(() => {
  vi.useFakeTimers()
  workers = []
  search = new JsonPathSearch(BODY, () => {
    const worker = new TestWorker()
    workers.push(worker)
    return worker
  })
})

afterEach(() => {
  search.close()
  vi.useRealTimers()
})

/** The newest worker, once it was asked what is next. */
async function asked(count: number, of: number): Promise<TestWorker> {
  await vi.waitFor(() => {
    expect(workers).toHaveLength(of)
    expect(workers.at(-1)?.sent).toHaveLength(count)
  })
  return workers.at(-1) as TestWorker
}

const OPEN = { kind: 'open', bytes: new Uint8Array([0x7b, 0x7d]), charset: 'utf-8' }
const path = (text: string) => ({ kind: 'query', path: text })

test('a large body may take longer to open than a path to be searched', async () => {
  const found = search.query('$.a')
  const worker = await asked(1, 1)
  await vi.advanceTimersByTimeAsync(20_000)
  worker.answer(OPEN, undefined)
  await asked(2, 1)
  await vi.advanceTimersByTimeAsync(4_000)
  worker.answer(path('$.a'), 'found')
  await expect(found).resolves.toBe('found')
})

test('a path that takes too long is ended alone: the newest after it has a worker and time of its own', async () => {
  const slow = search.query('$..a')
  const worker = await asked(1, 1)
  worker.answer(OPEN, undefined)
  await asked(2, 1)
  const slowEnd = expect(slow).rejects.toThrow('longer than 5 s')
  const passedOver = expect(search.query('$.b')).rejects.toThrow('Another path')
  await vi.advanceTimersByTimeAsync(4_000)
  const newest = search.query('$.c')
  await vi.advanceTimersByTimeAsync(1_000)
  await Promise.all([slowEnd, passedOver])
  expect(worker.isTerminated).toBe(true)
  const next = await asked(1, 2)
  next.answer(OPEN, undefined)
  await asked(2, 2)
  await vi.advanceTimersByTimeAsync(4_000)
  next.answer(path('$.c'), 'found')
  await expect(newest).resolves.toBe('found')
  expect(next.sent).toEqual([OPEN, path('$.c')])
})

test('a worker that could not start is not asked again', async () => {
  const first = search.query('$.a')
  const failed = expect(first).rejects.toThrow('could not start')
  ;(await asked(1, 1)).fail()
  await failed
  const second = search.query('$.a')
  const worker = await asked(1, 2)
  worker.answer(OPEN, undefined)
  await asked(2, 2)
  worker.answer(path('$.a'), 'found')
  await expect(second).resolves.toBe('found')
})
