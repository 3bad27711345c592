import { Worker } from 'node:worker_threads'
import { threadMemory } from '../thread-memory.ts'
import { workerUrl } from '../worker-url.ts'
import type { Query, ReadQueries } from './read-queries.ts'

export interface ReadQuestion {
  readonly id: number
  readonly query: Query
  readonly args: ReadonlyArray<unknown>
}

export type ReadAnswer =
  | { readonly id: number; readonly ok: true; readonly value: unknown }
  | { readonly id: number; readonly ok: false; readonly message: string; readonly code: string | undefined }

export interface ReaderData {
  readonly dataFolder: string
  /** The receiver goes first. */
  readonly givesWay: boolean
}

/** A page of a list is small; what is large goes out in pieces. */
const READER_LIMITS = threadMemory(1024)

interface Waiting {
  resolve(value: unknown): void
  reject(error: unknown): void
}

/**
 * Asks `readQueries` in a worker thread. A worker that dies is started anew with the next question; the questions it
 * had are rejected.
 */
export class StoreReader {
  private worker: Worker | null = null
  private readonly waiting = new Map<number, Waiting>()
  private nextId = 1
  private closed = false
  private readonly dataFolder: string
  private readonly explain: (error: unknown) => unknown
  private readonly givesWay: boolean

  /** `explain` gets the error of every question that could not be answered, and gives the one that its asker gets. */
  constructor(dataFolder: string, explain: (error: unknown) => unknown, { givesWay = false } = {}) {
    this.givesWay = givesWay
    this.dataFolder = dataFolder
    this.explain = explain
  }

  ask<Name extends Query>(query: Name, ...args: Parameters<ReadQueries[Name]>): Promise<ReturnType<ReadQueries[Name]>> {
    if (this.closed) return Promise.reject(new Error('The store is closed'))
    const worker = this.running()
    const id = this.nextId++
    return new Promise((resolve, reject) => {
      this.waiting.set(id, { resolve: resolve as (value: unknown) => void, reject })
      worker.postMessage({ id, query, args } satisfies ReadQuestion)
    })
  }

  async close(): Promise<void> {
    this.closed = true
    const worker = this.worker
    if (worker === null) return
    const ended = new Promise<void>((resolve) => worker.once('exit', () => resolve()))
    worker.postMessage('close')
    await ended
  }

  private running(): Worker {
    if (this.worker !== null) return this.worker
    const worker = new Worker(workerUrl(new URL('./reader-worker.ts', import.meta.url)), {
      workerData: { dataFolder: this.dataFolder, givesWay: this.givesWay } satisfies ReaderData,
      resourceLimits: READER_LIMITS,
    })
    worker.on('message', (answer: ReadAnswer) => {
      const waiting = this.waiting.get(answer.id)
      this.waiting.delete(answer.id)
      if (answer.ok) {
        waiting?.resolve(answer.value)
      } else {
        // An error's code does not survive the way between threads by itself.
        const error = Object.assign(new Error(answer.message), { code: answer.code })
        waiting?.reject(this.explain(error))
      }
    })
    const gone = (error: unknown) => {
      if (this.worker !== worker) return
      this.worker = null
      for (const { reject } of this.waiting.values()) reject(error)
      this.waiting.clear()
    }
    worker.on('error', gone)
    worker.on('exit', (code) => gone(new Error(`The reader thread ended with code ${code}`)))
    this.worker = worker
    return worker
  }
}
