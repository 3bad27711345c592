import { Worker } from 'node:worker_threads'
import type { SearchIndexState } from '../../../shared/engine/engine-state.ts'
import { CarefulWay } from '../background/careful-way.ts'
import type { Log } from '../log/log.ts'
import { threadMemory } from '../threads/thread-memory.ts'
import { workerUrl } from '../threads/worker-url.ts'
import type { IndexerOptions } from './capture-indexer.ts'
import type { IndexMessage, IndexReport, IndexWorkerData } from './index-messages.ts'

/** New captures are gathered for so long: one message for many. */
const GATHER_MS = 50
/** A thread that ended is started again after so long. */
const RESTART_MS = 1000
/** More than a batch has. */
const INDEXED_SINGLY = 600
/** For texts of large bodies, of which a thread holds a few at a time. */
const THREAD_LIMITS = threadMemory(768)

export interface SearchIndexOptions {
  readonly dataFolder: string
  /** The newest capture there is. */
  readonly newest: number
  readonly log: Log
  /** How far it lags, or whether it can be written, is different. */
  readonly changed: () => void
}

/** The search index, kept behind the receiver by a thread of its own. Searching never waits for it. */
export class SearchIndex {
  private readonly options: SearchIndexOptions
  private worker: Worker | null = null
  private newest: number
  private report: IndexReport = { through: 0, waitingSince: null, failure: null }
  private reported = false
  /** What was told of last. */
  private told = ''
  private indexer: IndexerOptions = { singlyThrough: 0, passOverAfter: null }
  private readonly way = new CarefulWay(INDEXED_SINGLY)
  private gathering: NodeJS.Timeout | null = null
  private restart: NodeJS.Timeout | null = null
  private closed = false

  constructor(options: SearchIndexOptions) {
    this.options = options
    this.newest = options.newest
  }

  /** Takes up what the last engine left. */
  start(): void {
    this.worker = this.begin()
  }

  /** Null until the thread has looked. */
  get state(): SearchIndexState | null {
    if (!this.reported) return null
    const { through, waitingSince, failure } = this.report
    const behind = Math.max(0, this.newest - through)
    const seconds = behind === 0 || waitingSince === null ? 0 : Math.max(0, (Date.now() - waitingSince) / 1000)
    return { behind, seconds: Math.round(seconds * 10) / 10, failure }
  }

  /** A capture is on disk. Costs next to nothing. */
  received(seq: number): void {
    if (seq > this.newest) this.newest = seq
    this.gather()
  }

  /** Captures were deleted. */
  deleted(): void {
    this.gather()
  }

  async close(): Promise<void> {
    this.closed = true
    if (this.gathering !== null) clearTimeout(this.gathering)
    if (this.restart !== null) clearTimeout(this.restart)
    const { worker } = this
    if (worker === null) return
    const ended = new Promise<void>((resolve) => worker.once('exit', () => resolve()))
    this.tell('close')
    await ended
  }

  private gather(): void {
    if (this.gathering !== null || this.closed) return
    this.gathering = setTimeout(() => {
      this.gathering = null
      this.tell('news')
    }, GATHER_MS)
  }

  private tell(message: IndexMessage): void {
    this.worker?.postMessage(message)
  }

  private begin(): Worker {
    const worker = new Worker(workerUrl(new URL('./index-worker.ts', import.meta.url)), {
      workerData: { dataFolder: this.options.dataFolder, options: this.indexer } satisfies IndexWorkerData,
      resourceLimits: THREAD_LIMITS,
    })
    worker.on('message', (report: IndexReport) => this.take(report))
    const gone = (error: unknown) => {
      if (this.worker !== worker) return
      this.worker = null
      if (this.closed) return
      this.options.log.error('The thread that indexes captures ended; it is started again', error, {
        after: this.report.through,
      })
      // Before anything was reported it was not a capture that ended it.
      if (this.reported) {
        const { through } = this.report
        this.indexer = { singlyThrough: through + INDEXED_SINGLY, passOverAfter: this.way.ended() ? through : null }
      }
      this.restart = setTimeout(() => {
        this.worker = this.begin()
      }, RESTART_MS)
    }
    worker.on('error', gone)
    worker.on('exit', (code) => gone(new Error(`It ended with code ${code}`)))
    return worker
  }

  private take(report: IndexReport): void {
    const { failure } = report
    if (failure !== null && failure !== this.report.failure)
      this.options.log.warn('The search index cannot be written', { failure })
    // Less where the index was begun anew.
    if (this.reported) this.way.passed(Math.max(0, report.through - this.report.through))
    this.report = report
    this.reported = true
    const shown = this.shown()
    if (shown === this.told) return
    this.told = shown
    this.options.changed()
  }

  /** What of the state a person would see change: reports come several times a second. */
  private shown(): string {
    const { behind = 0, seconds = 0, failure = null } = this.state ?? {}
    return seconds < 1 ? String(failure) : `${failure} ${Math.round(seconds)} ${Math.round(behind / 1000)}`
  }
}
