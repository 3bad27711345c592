import { parentPort } from 'node:worker_threads'
import { AppError } from '../../../shared/contract/errors.ts'
import type { LogFields } from '../log/log.ts'
import { type Answer, type Answers, CLOSE, type Failure, type Question, type Warning } from './questions.ts'

export interface AnswerQuestionsOptions<Value> {
  /** As soon as it was told to end: what is under way may be cut short. */
  ending?(): void
  /** After the last answer. */
  close?(): void
  /** What of an answer is handed over instead of copied. */
  transfer?(value: Value): ArrayBuffer[]
}

/** Answers, in a worker, what its `AnsweringThread` asks, until it is told to end. */
export function answerQuestions<Calls extends Answers<Calls>>(
  calls: Calls,
  { ending, close, transfer }: AnswerQuestionsOptions<Awaited<ReturnType<Calls[keyof Calls]>>> = {},
): void {
  const port = parentPort
  if (port === null) throw new Error('This file is a worker thread; start it as one')
  // Typed on the side that asks.
  const named = calls as unknown as Readonly<Record<string, (...args: ReadonlyArray<unknown>) => unknown>>
  let underWay = 0
  let closing = false

  const endIfDone = (): void => {
    if (!closing || underWay > 0) return
    close?.()
    port.close()
  }
  const reply = async ({ id, name, args }: Question): Promise<void> => {
    underWay++
    try {
      const value = (await named[name]?.(...args)) as Awaited<ReturnType<Calls[keyof Calls]>>
      port.postMessage({ id, ok: true, value } satisfies Answer, transfer?.(value) ?? [])
    } catch (error) {
      port.postMessage({ id, ok: false, failure: failureOf(error) } satisfies Answer)
    }
    underWay--
    endIfDone()
  }
  port.on('message', (message: Question | typeof CLOSE) => {
    if (message === CLOSE) {
      closing = true
      ending?.()
      endIfDone()
    } else {
      void reply(message)
    }
  })
}

/** Says something, in a worker, to the log of its `AnsweringThread`. */
export function warn(warning: string, fields: LogFields): void {
  parentPort?.postMessage({ warning, fields } satisfies Warning)
}

function failureOf(error: unknown): Failure {
  if (!(error instanceof Error)) return { message: String(error), stack: undefined, code: undefined, kind: null }
  const { message, stack } = error
  const { code } = error as { code?: string }
  return { message, stack, code, kind: error instanceof AppError ? error.kind : null }
}
