import type { ReplayRun, ReplayRunRequest } from '../../../shared/delivery/replay-request.ts'
import type { ParsedTarget } from '../../../shared/delivery/resolve-target.ts'
import { CaptureSender, type CaptureSenderOptions } from './capture-sender.ts'
import { ProgressThrottle } from './progress-throttle.ts'
import { WireClient } from './wire/wire-client.ts'

/** Deliveries of one run that may wait to be written while it goes on sending. */
const KEEPING_AT_ONCE = 256
const PROGRESS_MS = 50

export interface CaptureRunOptions extends Omit<CaptureSenderOptions, 'client'> {
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
  readonly #progress: ProgressThrottle
  #next = 0
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
    this.#sender = new CaptureSender({ ...options, client: this.#client })
    this.#progress = new ProgressThrottle(PROGRESS_MS, () => options.onProgress(this.state))
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
    await Promise.all(Array.from({ length: lanes }, () => this.#lane()))
    while (this.#keeping > 0) await this.#oneKept()
    this.#done = true
    this.#client.close()
    this.#progress.flush()
  }

  /** False if it had ended before. */
  cancel(): boolean {
    if (this.#done || this.#cancelled) return false
    this.#cancelled = true
    this.#client.close()
    return true
  }

  async #lane(): Promise<void> {
    while (!this.#cancelled) {
      const captureId = this.#request.captureIds[this.#next++]
      if (captureId === undefined) return
      const { result, kept } = await this.#sender.send({
        captureId,
        kind: 'replay',
        url: this.#request.url,
        target: this.#target,
        keepHost: this.#request.keepHost ?? false,
        allowSelfSigned: this.#allowSelfSigned,
      })
      this.#keeping++
      void kept.then(() => this.#count(result))
      while (this.#keeping >= KEEPING_AT_ONCE) await this.#oneKept()
    }
  }

  #count(result: 'answered' | 'failed'): void {
    if (result === 'answered') this.#answered++
    else this.#failed++
    this.#keeping--
    this.#progress.touch()
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
