import { AnsweringThread } from '../threads/answering-thread.ts'
import { threadMemory } from '../threads/thread-memory.ts'
import type { LearnerCalls } from './learner-worker.ts'

export type LearnerThread = AnsweringThread<LearnerCalls>

/** The thread that learns shapes, and has them in memory. */
export function learnerThread(dataFolder: string): LearnerThread {
  return new AnsweringThread({
    name: 'The thread that learns shapes',
    source: new URL('./learner-worker.ts', import.meta.url),
    data: { dataFolder },
    memory: threadMemory(512),
  })
}
