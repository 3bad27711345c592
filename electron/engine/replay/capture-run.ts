import type { ReplayRun, ReplayRunRequest } from '../../../shared/delivery/replay-request.ts'
import { type Coalesced, coalesce } from '../coalesce.ts'
import type { Log } from '../log/log.ts'
import type { DeliveryStore } from '../store/delivery-record.ts'
import { unpackDeliveries } from './packed-deliveries.ts'
import type { RunBatch } from './run-messages.ts'

const PROGRESS_MS = 50

export interface CaptureRunOptions {
  readonly store: DeliveryStore
  readonly log: Log
  readonly onProgress: (run: ReplayRun) => void
}

/** Several captures on their way to one target, as the engine sees it: keeps what their thread hands over, and counts. */
export class CaptureRun {
  readonly id: string
  /** Resolves when nothing of it is sent or written any more. */
  readonly ended: Promise<void>
  readonly #request: ReplayRunRequest
  readonly #options: CaptureRunOptions
  readonly #progress: Coalesced
  readonly #onEnded: () => void
  #keeping: Promise<void> = Promise.resolve()
  #answered = 0
  #failed = 0
  #state: ReplayRun['state'] = 'running'
  #problem: string | null = null

  constructor(id: string, request: ReplayRunRequest, options: CaptureRunOptions) {
    this.id = id
    this.#request = request
    this.#options = options
    this.#progress = coalesce(() => options.onProgress(this.state), PROGRESS_MS)
    const { promise, resolve } = Promise.withResolvers<void>()
    this.ended = promise
    this.#onEnded = resolve
  }

  get state(): ReplayRun {
    return {
      id: this.id,
      url: this.#request.url,
      total: this.#request.captureIds.length,
      answered: this.#answered,
      failed: this.#failed,
      state: this.#state,
      problem: this.#problem,
    }
  }

  /** Batches are kept one after another, in the order in which they were sent. Never rejects. */
  keep(batch: RunBatch): Promise<void> {
    this.#keeping = this.#keeping.then(() => this.#keepNow(batch))
    return this.#keeping
  }

  /** False if it had ended before. What is on its way is still kept, and counted. */
  cancel(): boolean {
    if (this.#state !== 'running') return false
    this.#state = 'cancelled'
    return true
  }

  /** Nothing more will be handed over. `problem`: why it stopped early. */
  end(problem: string | null): void {
    void this.#keeping.then(() => {
      if (this.#state === 'running') {
        this.#state = problem === null ? 'done' : 'failed'
        this.#problem = problem
      }
      this.#progress.flush()
      this.#onEnded()
    })
  }

  async #keepNow({ answered, failed, deliveries }: RunBatch): Promise<void> {
    try {
      await this.#options.store.addDeliveries(unpackDeliveries(deliveries))
    } catch (error) {
      this.#options.log.error('Deliveries could not be kept', error, { run: this.id, deliveries: answered + failed })
    }
    this.#answered += answered
    this.#failed += failed
    this.#progress()
  }
}
