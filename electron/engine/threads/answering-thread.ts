import { type ResourceLimits, Worker } from 'node:worker_threads'
import { AppError } from '../../../shared/contract/errors.ts'
import type { Log } from '../log/log.ts'
import { type Answer, type Answers, CLOSE, type Failure, type Question, type Warning } from './questions.ts'
import { ThreadDeath } from './thread-death.ts'
import { workerUrl } from './worker-url.ts'

export interface AnsweringThreadOptions {
  /** As an error names it: "The thread that decodes". */
  readonly name: string
  /** The source of the worker, which calls `answerQuestions`. */
  readonly source: URL
  readonly data?: unknown
  readonly memory: ResourceLimits
  /** Takes what the thread warns of. */
  readonly log?: Pick<Log, 'warn'>
  /** Ends when it was asked nothing for so long; left out: when it is told to. */
  readonly idleMs?: number
  /** The next question starts another, which has nothing of what this one had in memory. */
  readonly gone?: () => void
}

interface Waiting {
  resolve(value: unknown): void
  reject(error: unknown): void
}

/** A worker and what was asked of it: one that ends must not take the questions of its successor with it. */
interface Running {
  readonly worker: Worker
  readonly waiting: Map<number, Waiting>
}

/**
 * A thread that answers questions. It is started with the first, and anew with the first after it died or was ended; those that
 * it had when it died are rejected with a `ThreadDeath`.
 */
export class AnsweringThread<Calls extends Answers<Calls>> {
  private readonly options: AnsweringThreadOptions
  private running: Running | null = null
  private nextId = 1
  private idle: NodeJS.Timeout | null = null
  private closed = false

  constructor(options: AnsweringThreadOptions) {
    this.options = options
  }

  ask<Name extends keyof Calls & string>(
    name: Name,
    ...args: Parameters<Calls[Name]>
  ): Promise<Awaited<ReturnType<Calls[Name]>>> {
    if (this.closed) return Promise.reject(new Error(`${this.options.name} has been closed`))
    this.stopIdling()
    this.running ??= this.start()
    const { worker, waiting } = this.running
    const id = this.nextId++
    return new Promise((resolve, reject) => {
      waiting.set(id, { resolve: resolve as (value: unknown) => void, reject })
      worker.postMessage({ id, name, args } satisfies Question)
    })
  }

  /** Ends it, once it has answered, and with it what it has in memory. The next question starts another. */
  async end(): Promise<void> {
    const running = this.leave()
    if (running === null) return
    const ended = exitOf(running.worker)
    running.worker.postMessage(CLOSE)
    await ended
  }

  /** Ends it for good, once it has answered. */
  async close(): Promise<void> {
    this.closed = true
    await this.end()
  }

  /** Ends it for good, whatever it is at. */
  async terminate(): Promise<void> {
    this.closed = true
    await this.leave()?.worker.terminate()
  }

  /** Whoever asks while it ends needs another. */
  private leave(): Running | null {
    this.stopIdling()
    const { running } = this
    if (running !== null) this.forget(running)
    return running
  }

  private forget(running: Running): void {
    if (this.running !== running) return
    this.running = null
    this.options.gone?.()
  }

  private start(): Running {
    const { name, source, data, memory } = this.options
    const worker = new Worker(workerUrl(source), { workerData: data, resourceLimits: memory })
    const waiting = new Map<number, Waiting>()
    const running: Running = { worker, waiting }
    worker.on('message', (answer: Answer | Warning) => {
      if ('warning' in answer) {
        this.options.log?.warn(answer.warning, answer.fields)
        return
      }
      const asked = waiting.get(answer.id)
      waiting.delete(answer.id)
      if (answer.ok) asked?.resolve(answer.value)
      else asked?.reject(errorOf(answer.failure))
      if (waiting.size === 0 && this.running === running) this.endWhenIdle()
    })
    const end = (error: unknown) => {
      this.forget(running)
      const [underWay] = waiting.keys()
      for (const [id, { reject }] of waiting) reject(new ThreadDeath(error, id === underWay))
      waiting.clear()
    }
    worker.on('error', end)
    worker.on('exit', (code) => end(new Error(`${name} ended with code ${code}`)))
    return running
  }

  private endWhenIdle(): void {
    const { idleMs } = this.options
    if (idleMs === undefined) return
    this.stopIdling()
    this.idle = setTimeout(() => void this.end(), idleMs)
    this.idle.unref()
  }

  private stopIdling(): void {
    if (this.idle !== null) clearTimeout(this.idle)
    this.idle = null
  }
}

function exitOf(worker: Worker): Promise<void> {
  return new Promise((resolve) => worker.once('exit', () => resolve()))
}

function errorOf({ kind, message, stack, code }: Failure): Error {
  const error = kind === null ? new Error(message) : new AppError(kind, message)
  return Object.assign(error, stack === undefined ? {} : { stack }, code === undefined ? {} : { code })
}
