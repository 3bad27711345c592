import { Worker } from 'node:worker_threads'
import { workerUrl } from '../worker-url.ts'
import type { LearnerAnswer, LearnerCall, LearnerCalls, LearnerQuestion } from './learner-messages.ts'

interface Waiting {
  resolve(value: unknown): void
  reject(error: unknown): void
}

/** The thread that learns shapes: started with the first question, and anew after it died. */
export class LearnerThread {
  private worker: Worker | null = null
  private readonly waiting = new Map<number, Waiting>()
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
    const worker = this.running()
    const id = this.nextId++
    return new Promise((resolve, reject) => {
      this.waiting.set(id, { resolve: resolve as (value: unknown) => void, reject })
      worker.postMessage({ id, call, question } satisfies LearnerQuestion)
    })
  }

  /** Forgets what is in its memory: what it has learned is on disk, or is learned again. */
  async restart(): Promise<void> {
    const { worker } = this
    if (worker === null) return
    const ended = new Promise<void>((resolve) => worker.once('exit', () => resolve()))
    worker.postMessage('close')
    await ended
  }

  async close(): Promise<void> {
    this.closed = true
    await this.restart()
  }

  private running(): Worker {
    if (this.worker !== null) return this.worker
    const worker = new Worker(workerUrl(new URL('./learner-worker.ts', import.meta.url)), {
      workerData: { dataFolder: this.dataFolder },
      resourceLimits: { maxYoungGenerationSizeMb: 8, maxOldGenerationSizeMb: 512 },
    })
    worker.on('message', (answer: LearnerAnswer) => {
      const waiting = this.waiting.get(answer.id)
      this.waiting.delete(answer.id)
      if (answer.ok) waiting?.resolve(answer.answer)
      else waiting?.reject(new Error(answer.message))
    })
    const gone = (error: unknown) => {
      if (this.worker !== worker) return
      this.worker = null
      for (const { reject } of this.waiting.values()) reject(error)
      this.waiting.clear()
    }
    worker.on('error', gone)
    worker.on('exit', (code) => gone(new Error(`The thread that learns shapes ended with code ${code}`)))
    this.worker = worker
    return worker
  }
}
