import { Worker } from 'node:worker_threads'
import type { SnippetLanguage } from '../../../shared/signature/snippets/snippet.ts'
import type { CheckScan } from '../store/checked-queries.ts'
import { threadMemory } from '../thread-memory.ts'
import { workerUrl } from '../worker-url.ts'
import type {
  CheckedAs,
  CheckedSlice,
  CheckerAnswer,
  CheckerMessage,
  ReportAnswer,
  SnippetAnswer,
} from './checker-messages.ts'
import type { FetchedKeys, SigningSetups } from './signing-setup.ts'

interface Waiting {
  resolve(value: unknown): void
  reject(error: unknown): void
}

type Question<Kind extends CheckerMessage['kind']> = Omit<Extract<CheckerMessage, { kind: Kind }>, 'id'>

/** The thread that checks signatures: started with the first question, and anew after it died. */
export class CheckerThread {
  private worker: Worker | null = null
  private readonly waiting = new Map<number, Waiting>()
  private nextId = 1
  private closed = false
  private setupsSent = false
  private readonly dataFolder: string
  private readonly setups: () => SigningSetups

  /** `setups` is asked again after `setupsChanged`. */
  constructor(dataFolder: string, setups: () => SigningSetups) {
    this.dataFolder = dataFolder
    this.setups = setups
  }

  setupsChanged(): void {
    this.setupsSent = false
  }

  slice(scan: CheckScan, fetched: FetchedKeys): Promise<CheckedSlice> {
    return this.ask<CheckedSlice>({ kind: 'scan', scan, fetched } satisfies Question<'scan'>)
  }

  report(captureId: string, as: CheckedAs, fetched: FetchedKeys): Promise<ReportAnswer> {
    return this.ask<ReportAnswer>({ kind: 'report', captureId, as, fetched } satisfies Question<'report'>)
  }

  snippet(captureId: string, as: CheckedAs, language: SnippetLanguage, fetched: FetchedKeys): Promise<SnippetAnswer> {
    const question: Question<'snippet'> = { kind: 'snippet', captureId, as, language, fetched }
    return this.ask<SnippetAnswer>(question)
  }

  async close(): Promise<void> {
    this.closed = true
    const { worker } = this
    if (worker === null) return
    const ended = new Promise<void>((resolve) => worker.once('exit', () => resolve()))
    worker.postMessage('close')
    await ended
  }

  private ask<Value>(question: Question<'scan'> | Question<'report'> | Question<'snippet'>): Promise<Value> {
    if (this.closed) return Promise.reject(new Error('The checker is closed'))
    const worker = this.running()
    if (!this.setupsSent) {
      worker.postMessage({ kind: 'setups', setups: this.setups() } satisfies CheckerMessage)
      this.setupsSent = true
    }
    const id = this.nextId++
    return new Promise<Value>((resolve, reject) => {
      this.waiting.set(id, { resolve: resolve as (value: unknown) => void, reject })
      worker.postMessage({ ...question, id })
    })
  }

  private running(): Worker {
    if (this.worker !== null) return this.worker
    const worker = new Worker(workerUrl(new URL('./checker-worker.ts', import.meta.url)), {
      workerData: { dataFolder: this.dataFolder },
      resourceLimits: threadMemory(512),
    })
    worker.on('message', (answer: CheckerAnswer) => {
      const waiting = this.waiting.get(answer.id)
      this.waiting.delete(answer.id)
      if (answer.ok) waiting?.resolve(answer.value)
      else waiting?.reject(new Error(answer.message))
    })
    const gone = (error: unknown) => {
      if (this.worker !== worker) return
      this.worker = null
      this.setupsSent = false
      for (const { reject } of this.waiting.values()) reject(error)
      this.waiting.clear()
    }
    worker.on('error', gone)
    worker.on('exit', (code) => gone(new Error(`The checker thread ended with code ${code}`)))
    this.worker = worker
    return worker
  }
}
