import type { Worker } from 'node:worker_threads'
import type { Answer, Question } from '../questions.ts'

const NO_QUESTION = -1

/** Instead of asking it one more: as if it had died of that, with all that it was asked before answered. */
export function endInstead(worker: Worker, post: Worker['postMessage']): void {
  worker.on('message', ({ id }: Answer) => {
    if (id === NO_QUESTION) void worker.terminate()
  })
  post.call(worker, { id: NO_QUESTION, name: 'nothing', args: [] } satisfies Question)
}
