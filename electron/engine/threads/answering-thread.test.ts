import { expect, onTestFinished, test } from 'vitest'
import { AppError } from '../../../shared/contract/errors.ts'
import { quietLog } from '../testing/quiet-log.ts'
import { AnsweringThread } from './answering-thread.ts'
import type { TriedCalls } from './testing/tried-thread.ts'
import { ThreadDeath } from './thread-death.ts'
import { threadMemory } from './thread-memory.ts'

function newThread(gone = () => {}, log = quietLog()): AnsweringThread<TriedCalls> {
  const thread = new AnsweringThread<TriedCalls>({
    name: 'The tried thread',
    source: new URL('./testing/tried-thread.ts', import.meta.url),
    data: { greeting: 'Hello' },
    memory: threadMemory(32),
    log,
    gone,
  })
  onTestFinished(() => thread.close())
  return thread
}

test('answers each question with its own answer, also those that take longer than the next', async () => {
  const thread = newThread()
  const answers = await Promise.all([thread.ask('greet', 'you'), thread.ask('later', 20), thread.ask('greet', 'me')])
  expect(answers).toEqual(['Hello you', 20, 'Hello me'])
})

test('an error keeps its stack, its code and what a person can do about it', async () => {
  const thread = newThread()
  const failed = await thread.ask('fail', 'EPERM').catch((error: unknown) => error)
  expect(failed).toMatchObject({ message: 'It failed', code: 'EPERM', stack: expect.stringContaining('tried-thread') })
  const refused = await thread.ask('refuse').catch((error: unknown) => error)
  expect(refused).toBeInstanceOf(AppError)
  expect(refused).toMatchObject({ kind: 'not-found', message: 'There is none. Look elsewhere.' })
})

test('what it warns of is logged', async () => {
  const log = quietLog()
  const thread = newThread(() => {}, log)
  await thread.ask('complain', 7)
  expect(log.said).toHaveLength(1)
  expect(await thread.ask('greet', 'you')).toBe('Hello you')
})

test.each(['die', 'fillMemory'] as const)(
  'whoever waits when it dies is told, and the next question starts another: %s',
  async (how) => {
    let gone = 0
    const thread = newThread(() => gone++)
    const waiting = thread.ask('never')
    const told = expect(waiting).rejects.toThrow()
    await expect(thread.ask(how)).rejects.toThrow()
    await told
    expect(gone).toBe(1)
    expect(await thread.ask('count')).toBe(1)
  },
)

test.each(['die', 'fillMemory'] as const)('tells what it died of from what only waited: %s', async (how) => {
  const thread = newThread()
  await thread.ask('count')
  const asked = await Promise.allSettled([thread.ask(how), thread.ask('count'), thread.ask('greet', 'you')])
  const reasons = asked.map((settled) => settled.status === 'rejected' && settled.reason)
  expect(reasons).toEqual(Array(3).fill(expect.any(ThreadDeath)))
  expect(reasons.map(({ wasUnderWay }) => wasUnderWay)).toEqual([true, false, false])
})

test('what is asked while it ends is answered by the next, which knows nothing of it', async () => {
  let gone = 0
  const thread = newThread(() => gone++)
  expect(await thread.ask('count')).toBe(1)
  const last = thread.ask('later', 20)
  const ended = thread.end()
  expect(gone).toBe(1)
  expect(await thread.ask('count')).toBe(1)
  expect(await last).toBe(20)
  await ended
})

test('after it was closed it answers no more', async () => {
  const thread = newThread()
  const last = thread.ask('later', 20)
  await thread.close()
  expect(await last).toBe(20)
  await expect(thread.ask('count')).rejects.toThrow('The tried thread has been closed')
})
