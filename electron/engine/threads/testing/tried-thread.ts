import { setTimeout } from 'node:timers/promises'
import { workerData } from 'node:worker_threads'
import { AppError } from '../../../../shared/contract/errors.ts'
import { answerQuestions, warn } from '../answer-questions.ts'

const { greeting } = workerData as { greeting: string }
let counted = 0

const calls = {
  greet: (name: string): string => `${greeting} ${name}`,
  later: async (ms: number): Promise<number> => {
    await setTimeout(ms)
    return ms
  },
  never: (): Promise<void> => new Promise(() => {}),
  count: (): number => ++counted,
  fail: (code: string): void => {
    throw Object.assign(new Error('It failed'), { code })
  },
  refuse: (): void => {
    throw new AppError('not-found', 'There is none. Look elsewhere.')
  },
  complain: (about: number): void => warn('It is odd', { about }),
  die: (): void => process.exit(3),
  fillMemory: (): number => {
    const kept: number[][] = []
    for (;;) kept.push(new Array(10_000).fill(kept.length))
  },
}

export type TriedCalls = typeof calls

answerQuestions(calls)
