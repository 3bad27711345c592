import type { ReplayRun, ReplayRunRequest } from '../../../shared/delivery/replay-request.ts'
import type { ParsedTarget } from '../../../shared/delivery/resolve-target.ts'
import { type Coalesced, coalesce } from '../coalesce.ts'
import type { DeliveryStore } from '../store/delivery-record.ts'
import { CaptureSender, type CaptureSenderOptions } from './capture-sender.ts'
import { DeliveryBatch } from './delivery-batch.ts'
import { RequestReader } from './request-reader.ts'
import { WireClient } from './wire/wire-client.ts'

/** Deliveries of one run that may wait to be written while it goes on sending. */
const KEEPING_AT_ONCE = 1024
const PROGRESS_MS = 50

export interface CaptureRunOptions extends Omit<CaptureSenderOptions, 'client' | 'keep'> {
  readonly store: DeliveryStore
  readonly onProgress: (run: ReplayRun) => void
}

/** Several captures on their way to one target, in order or some at once, over connections that are kept. */
export class CaptureRun {
  readonly id: string
  readonly #request: ReplayRunRequest
  readonly #target: ParsedTarget
  readonly #allowSelfSigned: boolean
  readonly #client = new WireClient({ keepAlive: true })
  readonly #sender: CaptureSender
  readonly #batch: DeliveryBatch
  readonly #reader: RequestReader
  readonly #progress: Coalesced
  #answered = 0
  #failed = 0
  #cancelled = false
  #done = false
  #keeping = 0
  #onKept: (() => void)[] = []

  constructor(
    id: string,
    request: ReplayRunRequest,
    target: ParsedTarget,
    allowSelfSigned: boolean,
    options: CaptureRunOptions,
  ) {
    this.id = id
    this.#request = request
    this.#target = target
    this.#allowSelfSigned = allowSelfSigned
    const { store, budget, log } = options
    this.#batch = new DeliveryBatch(store)
    this.#sender = new CaptureSender({
      ...options,
      client: this.#client,
      keep: (record) => this.#batch.keep(record),
    })
    this.#reader = new RequestReader(request.captureIds, store, budget, (error) =>
      log.error('Captures could not be read to be sent', error, { run: id }),
    )
    this.#progress = coalesce(() => options.onProgress(this.state), PROGRESS_MS)
  }

  get state(): ReplayRun {
    return {
      id: this.id,
      url: this.#request.url,
      total: this.#request.captureIds.length,
      answered: this.#answered,
      failed: this.#failed,
      state: this.#cancelled ? 'cancelled' : this.#done ? 'done' : 'running',
    }
  }

  /** Resolves once every delivery is kept, or the run was cancelled and what ran is kept. */
  async run(): Promise<void> {
    const lanes = Math.min(this.#request.atOnce, this.#request.captureIds.length)
    try {
      await Promise.all(Array.from({ length: lanes }, () => this.#lane()))
      await this.#reader.close()
      this.#batch.flush()
      while (this.#keeping > 0) await this.#oneKept()
    } catch (error) {
      // A bug. What was not sent will not be, and no run may be shown as going on for ever.
      this.#cancelled = true
      throw error
    } finally {
      this.#done = true
      this.#client.close()
      this.#progress.flush()
    }
  }

  /** False if it had ended before. */
  cancel(): boolean {
    if (this.#done || this.#cancelled) return false
    this.#cancelled = true
    this.#client.close()
    return true
  }

  async #lane(): Promise<void> {
    const { url, keepHost = false } = this.#request
    while (!this.#cancelled) {
      const next = await this.#reader.next()
      if (next === undefined) return
      const { captureId, captured, held } = next
      const { result, kept } = await this.#sender.send(
        { captureId, kind: 'replay', url, target: this.#target, keepHost, allowSelfSigned: this.#allowSelfSigned },
        captured,
        held,
      )
      this.#keeping++
      void kept.then(() => this.#count(result))
      while (this.#keeping >= KEEPING_AT_ONCE) await this.#oneKept()
    }
  }

  #count(result: 'answered' | 'failed'): void {
    if (result === 'answered') this.#answered++
    else this.#failed++
    this.#keeping--
    this.#progress()
    const waiting = this.#onKept
    this.#onKept = []
    for (const go of waiting) go()
  }

  #oneKept(): Promise<void> {
    return new Promise((go) => {
      this.#onKept.push(go)
    })
  }
}
