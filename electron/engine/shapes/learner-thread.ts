import { Worker } from 'node:worker_threads'
import { threadMemory } from '../thread-memory.ts'
import { workerUrl } from '../worker-url.ts'
import type { LearnerAnswer, LearnerCall, LearnerCalls, LearnerQuestion } from './learner-messages.ts'

interface Waiting {
  resolve(value: unknown): void
  reject(error: unknown): void
}

/** A thread and what was asked of it: one that ends must not take the questions of its successor with it. */
interface Thread {
  readonly worker: Worker
  readonly waiting: Map<number, Waiting>
}

/** The thread that learns shapes: started with the first question, and anew after it died or was ended. */
export class LearnerThread {
  private thread: Thread | null = null
  private nextId = 1
  private closed = false
  private readonly dataFolder: string

  constructor(dataFolder: string) {
    this.dataFolder = dataFolder
  }

  ask<Call extends LearnerCall>(
    call: Call,
    question: LearnerCalls[Call]['question'],
  ): Promise<LearnerCalls[Call]['answer']> {
    if (this.closed) return Promise.reject(new Error('The learner is closed'))
    this.thread ??= this.start()
    const { worker, waiting } = this.thread
    const id = this.nextId++
    return new Promise((resolve, reject) => {
      waiting.set(id, { resolve: resolve as (value: unknown) => void, reject })
      worker.postMessage({ id, call, question } satisfies LearnerQuestion)
    })
  }

  /** Ends the thread, once it has answered, and with it what it has in memory. The next question starts another. */
  async end(): Promise<void> {
    const { thread } = this
    if (thread === null) return
    // First: whoever asks while it ends needs another.
    this.thread = null
    const ended = new Promise<void>((resolve) => thread.worker.once('exit', () => resolve()))
    thread.worker.postMessage('close')
    await ended
  }

  async close(): Promise<void> {
    this.closed = true
    await this.end()
  }

  private start(): Thread {
    const worker = new Worker(workerUrl(new URL('./learner-worker.ts', import.meta.url)), {
      workerData: { dataFolder: this.dataFolder },
      resourceLimits: threadMemory(512),
    })
    const waiting = new Map<number, Waiting>()
    const thread: Thread = { worker, waiting }
    worker.on('message', (answer: LearnerAnswer) => {
      const asked = waiting.get(answer.id)
      waiting.delete(answer.id)
      if (answer.ok) asked?.resolve(answer.answer)
      else asked?.reject(new Error(answer.message))
    })
    const gone = (error: unknown) => {
      if (this.thread === thread) this.thread = null
      for (const { reject } of waiting.values()) reject(error)
      waiting.clear()
    }
    worker.on('error', gone)
    worker.on('exit', (code) => gone(new Error(`The thread that learns shapes ended with code ${code}`)))
    return thread
  }
}
