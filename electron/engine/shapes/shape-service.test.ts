import { Worker } from 'node:worker_threads'
import { expect, onTestFinished, test, vi } from 'vitest'
import { openWritingDatabase } from '../store/open-database.ts'
import { keepMany, openTempStore } from '../store/testing/temp-store.ts'
import { quietLog } from '../testing/quiet-log.ts'
import { startTestEngine, type TestEngine, temporaryFolder, until } from '../testing/test-engine.ts'
import type { Question } from '../threads/questions.ts'
import { endInstead } from '../threads/testing/end-thread.ts'
import { ShapeService } from './shape-service.ts'

test('types follow the captures, over a restart as well, and count each once', { timeout: 60_000 }, async () => {
  const dataFolder = temporaryFolder()
  const first = await started(dataFolder)
  for (let n = 0; n < 30; n++) await post(first, { type: 'order.paid', n })
  await learned(first)
  expect((await typesOf(first)).captures).toBe(30)
  await first.close()

  const second = await started(dataFolder)
  await post(second, { type: 'order.paid', n: 1.5, note: null })
  await learned(second)
  const { text, captures } = await typesOf(second)
  expect(captures).toBe(31)
  expect(text).toContain('n: number')
  expect(text).toContain('/** In 1 of 31. */\n  note?: null')
})

test('what an engine that was killed had not kept is learned again, and counts once', { timeout: 60_000 }, async () => {
  const dataFolder = temporaryFolder()
  const engine = await started(dataFolder)
  await post(engine, { type: 'a', n: 1 })
  await learned(engine)
  await engine.close()
  // As if the common place had not been written: the shapes know better.
  const { db } = openWritingDatabase(dataFolder, quietLog())
  db.exec('UPDATE shape_progress SET through = 0')
  db.close()
  const again = await started(dataFolder)
  await post(again, { type: 'a', n: 2 })
  await learned(again)
  const { types } = await again.handlers['types.list']({})
  expect(types).toMatchObject([{ eventType: 'a', captures: 2, leftOut: 0 }])
})

test('what is learned anew knows only the captures that are kept', { timeout: 60_000 }, async () => {
  const engine = await started()
  for (let n = 0; n < 5; n++) await post(engine, { type: 'order.paid', n })
  await post(engine, { type: 'order.paid', junk: true })
  await post(engine, { type: 'junk' })
  await learned(engine)
  const { captures } = await engine.handlers['captures.list']({ limit: 2 })
  await engine.handlers['captures.delete']({ ids: captures.map(({ id }) => id) })
  expect((await typesOf(engine)).captures).toBe(6)

  await engine.handlers['types.relearn']({ endpoint: 'default' })
  await until(async () => ((await typesOf(engine)).captures === 5 ? true : null))
  const { text } = await typesOf(engine)
  expect(text).not.toContain('junk')
  await post(engine, { type: 'order.paid', n: 'x' })
  await until(async () => ((await typesOf(engine)).text.includes('n: string | number') ? true : null))
  const { types, relearning } = await engine.handlers['types.list']({})
  expect({ relearning, types: types.map(({ eventType, captures }) => [eventType, captures]) }).toEqual({
    relearning: [],
    types: [['order.paid', 6]],
  })
})

test('a capture that ends the thread is found and left out, and no other', { timeout: 60_000 }, async () => {
  const dataFolder = temporaryFolder()
  const first = await started(dataFolder)
  endThreadsAt(4)
  for (let n = 0; n < 7; n++) await post(first, { type: 'order.paid', n })
  await learned(first)
  expect((await typesOf(first)).captures).toBe(6)
  await first.close()
  // It is not met again.
  const second = await started(dataFolder)
  await learned(second)
  expect((await typesOf(second)).captures).toBe(6)
})

test('clearing all captures clears what they taught', { timeout: 60_000 }, async () => {
  const engine = await started()
  for (let n = 0; n < 3; n++) await post(engine, { type: 'order.paid', n })
  await learned(engine)
  await engine.handlers['captures.clear']({ includePinned: true })
  await until(async () => ((await engine.handlers['types.list']({})).types.length === 0 ? true : null))
})

test('whoever makes up event types fills a bounded place', { timeout: 90_000 }, async () => {
  const engine = await started()
  for (let n = 0; n < 5; n++) await post(engine, { type: 'order.paid' })
  await learned(engine)
  for (let n = 0; n < 700; n += 50) {
    await Promise.all(Array.from({ length: 50 }, (_, m) => post(engine, { type: `junk${String(n + m)}x` })))
  }
  await learned(engine)
  const { types } = await engine.handlers['types.list']({})
  expect(types.length).toBeLessThanOrEqual(370)
  expect(types.find(({ eventType }) => eventType === 'order.paid')?.captures).toBe(5)
})

test('bodies that have no value count as left out, and are no reason to stop', { timeout: 60_000 }, async () => {
  const engine = await started()
  for (const body of ['{"a":', 'plain', '<a/>', '{"a":1}']) await postText(engine, body)
  await postText(engine, JSON.stringify({ a: 'x'.repeat(5 * 1024 * 1024) }))
  await learned(engine)
  expect((await engine.handlers['types.list']({})).types).toMatchObject([{ eventType: '', captures: 1, leftOut: 4 }])
  await expect(async () => engine.handlers['types.get']({ eventType: 'none', language: 'ts' })).rejects.toThrow(
    'There are no captures of "none"',
  )
})

async function started(dataFolder?: string): Promise<TestEngine> {
  const engine = await startTestEngine(dataFolder === undefined ? {} : { dataFolder })
  onTestFinished(() => engine.close())
  return engine
}

async function post(engine: TestEngine, event: unknown): Promise<void> {
  await postText(engine, JSON.stringify(event))
}

async function postText(engine: TestEngine, body: string): Promise<void> {
  const answer = await fetch(`http://127.0.0.1:${engine.port}/hook`, { method: 'POST', body })
  await answer.arrayBuffer()
}

test('a disk that cannot be read when a thread has ended is asked again', { timeout: 60_000 }, async () => {
  const { store, folder } = openTempStore()
  const log = quietLog()
  const service = new ShapeService({
    store,
    dataFolder: folder,
    log,
    identifiedThrough: () => store.order.newest(),
    changed: () => {},
    learned: () => {},
  })
  onTestFinished(() => service.close())
  await keepMany(store, 3)
  const through = vi.spyOn(store.shapes, 'through')
  for (let failures = 0; failures < 2; failures++) {
    through.mockImplementationOnce(() => {
      throw Object.assign(new Error('disk I/O error'), { code: 'SQLITE_IOERR_READ' })
    })
  }
  endThreadsAt(2)
  service.identified()
  await until(() => (store.db.prepare('SELECT through FROM shape_progress').pluck().get() === 3 ? true : null), 60_000)
  expect(log.said.length).toBeGreaterThan(2)
})

/** Once every capture was learned from. */
async function learned(engine: TestEngine): Promise<void> {
  // A thread that ends takes what it is asked with it.
  const list = async () => await Promise.resolve(engine.handlers['types.list']({})).catch(() => null)
  await until(async () => ((await list())?.behind === 0 ? true : null), 60_000)
}

function typesOf(engine: TestEngine) {
  return engine.handlers['types.get']({ eventType: 'order.paid', language: 'ts' })
}

/** As if learning from this capture took more memory than the thread may have. */
function endThreadsAt(seq: number): void {
  const post = Worker.prototype.postMessage
  const spy = vi.spyOn(Worker.prototype, 'postMessage').mockImplementation(function (this: Worker, message: unknown) {
    const { name, args = [] } = message as Partial<Question>
    // The checker's slices are asked for otherwise.
    const [after, upTo, most = Number.POSITIVE_INFINITY] = args as [unknown, number, number?]
    const looksAt = typeof after === 'number' && after < seq && Math.min(upTo, after + most) >= seq
    if (name === 'slice' && looksAt) endInstead(this, post)
    else post.call(this, message)
  })
  onTestFinished(() => spy.mockRestore())
}
