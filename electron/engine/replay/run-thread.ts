import { Worker } from 'node:worker_threads'
import type { Log } from '../log/log.ts'
import { writeLog } from '../log/port-log.ts'
import { workerUrl } from '../threads/worker-url.ts'
import type { CaptureRun } from './capture-run.ts'
import type { FromRunThread, RunOrder, ToRunThread } from './run-messages.ts'

/** For a debugger, and for whoever counts threads. */
export const RUN_THREAD_NAME = 'runs'
const IDLE_MS = 10_000
/** Rows live as long as their batch: in a smaller young generation most would be copied twice, which takes a quarter more. */
const LIMITS_OF_THREAD = { maxYoungGenerationSizeMb: 24 }

export interface RunThreadOptions {
  readonly dataFolder: string
  readonly log: Log
  /** Of captured bodies and responses that runs may hold in memory at once. */
  readonly budgetBytes: number
  readonly idleMs?: number | undefined
}

/** A worker and its runs: one that ends must not take those of its successor with it. */
interface Thread {
  readonly worker: Worker
  readonly runs: Map<string, CaptureRun>
}

/** The thread that sends the captures of runs. It is started when one begins, and ended a while after the last. */
export class RunThread {
  readonly #options: RunThreadOptions
  #thread: Thread | null = null
  #idle: NodeJS.Timeout | null = null
  #ended: Promise<unknown> = Promise.resolve()

  constructor(options: RunThreadOptions) {
    this.#options = options
  }

  start(order: RunOrder, run: CaptureRun): void {
    if (this.#idle !== null) clearTimeout(this.#idle)
    this.#thread ??= this.#begin()
    this.#thread.runs.set(order.id, run)
    tell(this.#thread.worker, { kind: 'start', order })
  }

  cancel(runId: string): void {
    if (this.#thread !== null) tell(this.#thread.worker, { kind: 'cancel', runId })
  }

  /** Once every run has ended. */
  async close(): Promise<void> {
    this.#end()
    await this.#ended
  }

  #begin(): Thread {
    const { dataFolder, budgetBytes, log } = this.#options
    const worker = new Worker(workerUrl(new URL('./capture-run-worker.ts', import.meta.url)), {
      name: RUN_THREAD_NAME,
      workerData: { dataFolder, budgetBytes },
      resourceLimits: LIMITS_OF_THREAD,
    })
    const thread: Thread = { worker, runs: new Map() }
    let why = 'it ended by itself'
    worker.on('message', (message: FromRunThread) => this.#take(thread, message))
    worker.on('error', (error) => {
      why = error.message
      log.error('The thread of the runs failed', error)
    })
    const exited = new Promise<void>((resolve) => {
      worker.once('exit', () => {
        if (this.#thread === thread) this.#thread = null
        for (const run of thread.runs.values())
          run.end(`The thread that sends it failed: ${why}. Replay the rest again.`)
        resolve()
      })
    })
    this.#ended = Promise.all([this.#ended, exited])
    return thread
  }

  #take({ worker, runs }: Thread, message: FromRunThread): void {
    if (message.kind === 'log') {
      writeLog(this.#options.log, message.line)
      return
    }
    const { runId } = message
    const run = runs.get(runId)
    if (message.kind === 'batch') {
      void run?.keep(message.batch).then(() => tell(worker, { kind: 'written', runId }))
      return
    }
    runs.delete(runId)
    run?.end(message.problem)
    if (runs.size === 0) this.#endWhenIdle()
  }

  #endWhenIdle(): void {
    if (this.#idle !== null) clearTimeout(this.#idle)
    this.#idle = setTimeout(() => this.#end(), this.#options.idleMs ?? IDLE_MS)
    this.#idle.unref()
  }

  #end(): void {
    if (this.#idle !== null) clearTimeout(this.#idle)
    const thread = this.#thread
    // First: a run that begins while it ends needs another.
    this.#thread = null
    if (thread !== null) tell(thread.worker, { kind: 'close' })
  }
}

function tell(worker: Worker, message: ToRunThread): void {
  worker.postMessage(message)
}
