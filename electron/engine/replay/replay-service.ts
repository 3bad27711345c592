import { AppError } from '../../../shared/contract/errors.ts'
import type { DeliveryDetail } from '../../../shared/delivery/delivery.ts'
import type { ReplayRequest, ReplayRun, ReplayRunRequest } from '../../../shared/delivery/replay-request.ts'
import type { ReplaySigning } from '../../../shared/delivery/replay-signing.ts'
import { LIMITS } from '../../../shared/limits.ts'
import type { Log } from '../log/log.ts'
import { newId } from '../new-id.ts'
import type { DeliveryRecord, DeliveryStore } from '../store/delivery-record.ts'
import type { ByteBudget } from './byte-budget.ts'
import { CaptureRun } from './capture-run.ts'
import { deliveryOfOutcome } from './delivery-of-outcome.ts'
import { editedBodyBytes } from './edited-body.ts'
import { type PublicUrls, prepareRequest } from './prepare-request.ts'
import { replayTarget } from './replay-target.ts'
import { RunThread } from './run-thread.ts'
import type { SigningOrder } from './sign-replay.ts'
import { WireClient } from './wire/wire-client.ts'

/** Runs that have ended and are still listed. */
const ENDED_RUNS = 50

export interface ReplayServiceOptions {
  readonly store: DeliveryStore
  readonly log: Log
  readonly budget: ByteBudget
  /** Where the thread of the runs reads captures. */
  readonly dataFolder: string
  /** What that thread may hold of bodies, apart from `budget`. */
  readonly runBytes: number
  /** Bytes that were uploaded for an edit; null if there are none of that id. */
  readonly readUpload: (uploadId: string) => Promise<Uint8Array | null>
  /** How a target is to be treated, by its URL as the user wrote it. */
  readonly targetSettings: (url: string) => Promise<{ allowSelfSigned: boolean }>
  /** All that is needed to do about signatures what the user chose; undefined to keep them. Throws `AppError`. */
  readonly signing?: (signing: ReplaySigning | undefined) => SigningOrder | undefined
  /** The URLs that providers have, by the slugs of endpoints. */
  readonly publicUrls: () => PublicUrls
  /** The user sent something there. */
  readonly onUsed: (url: string) => void
  /** A run began, went on (at most 20 times a second) or ended. */
  readonly onRun: (run: ReplayRun) => void
  readonly newId?: () => string
  readonly now?: () => number
}

/** Sends captures again, edited or not, and keeps what came of it. */
export class ReplayService {
  readonly #options: ReplayServiceOptions
  readonly #newId: () => string
  readonly #now: () => number
  readonly #client = new WireClient({ keepAlive: false })
  readonly #sending = new Map<string, { controller: AbortController; ended: Promise<void> }>()
  /** Newest last. */
  readonly #runs = new Map<string, CaptureRun>()
  readonly #runThread: RunThread
  #closed = false

  constructor(options: ReplayServiceOptions) {
    this.#options = options
    this.#newId = options.newId ?? newId
    this.#now = options.now ?? Date.now
    const { dataFolder, log, runBytes } = options
    this.#runThread = new RunThread({ dataFolder, log, budgetBytes: runBytes })
  }

  /** Sends one capture and resolves with what came of it. Throws `AppError` for what cannot be sent. */
  async send(request: ReplayRequest): Promise<DeliveryDetail> {
    this.#checkOpen()
    const id = request.deliveryId ?? this.#newId()
    if (this.#sending.has(id)) throw new AppError('conflict', `A delivery with the id ${id} is being sent already.`)
    const controller = new AbortController()
    const sent = this.#exchangeAndKeep(id, request, controller.signal)
    this.#sending.set(id, { controller, ended: sent.then(nothing, nothing) })
    try {
      return await sent
    } finally {
      this.#sending.delete(id)
    }
  }

  /** Starts sending several captures; how it goes comes through `onRun`. */
  async startRun(request: ReplayRunRequest): Promise<ReplayRun> {
    this.#checkOpen()
    const target = replayTarget(request.url)
    const signing = this.#options.signing?.(request.sign)
    const { allowSelfSigned } = await this.#options.targetSettings(request.url)
    this.#checkOpen()
    this.#options.onUsed(request.url)
    const { store, log, onRun } = this.#options
    const run = new CaptureRun(this.#newId(), request, { store, log, onProgress: onRun })
    this.#runs.set(run.id, run)
    this.#runThread.start(
      { id: run.id, request, target, allowSelfSigned, publicUrls: this.#publicUrls(request), signing },
      run,
    )
    this.#forgetOldRuns()
    const { state } = run
    onRun(state)
    return state
  }

  /** Cancels a delivery or a run that is on its way. */
  cancel(id: string): { cancelled: boolean } {
    const controller = this.#sending.get(id)?.controller
    if (controller === undefined) return { cancelled: this.#cancelRun(id) }
    const cancelled = !controller.signal.aborted
    controller.abort()
    return { cancelled }
  }

  /** Runs since the start, newest first. */
  runs(): ReplayRun[] {
    return [...this.#runs.values()].map(({ state }) => state).reverse()
  }

  /** Cancels everything, and resolves once what was sent is kept. */
  async close(): Promise<void> {
    this.#closed = true
    const all = [...this.#sending.values(), ...this.#runs.values()]
    for (const { controller } of this.#sending.values()) controller.abort()
    for (const id of this.#runs.keys()) this.#cancelRun(id)
    await Promise.all(all.map(({ ended }) => ended))
    this.#client.close()
    await this.#runThread.close()
  }

  #cancelRun(id: string): boolean {
    const cancelled = this.#runs.get(id)?.cancel() ?? false
    if (cancelled) this.#runThread.cancel(id)
    return cancelled
  }

  async #exchangeAndKeep(id: string, request: ReplayRequest, signal: AbortSignal): Promise<DeliveryDetail> {
    const { budget } = this.#options
    // The captured body, and one in its place: taken to be the largest there can be until they are here.
    let held = LIMITS.bodyBytes * (request.edit?.body === undefined ? 1 : 2)
    await budget.take(held)
    try {
      const record = await this.#exchange(id, request, signal, (bytes) => {
        budget.giveBack(held - bytes)
        held = bytes
      })
      budget.add(record.responseBody.length)
      held += record.responseBody.length
      return await this.#keep(record)
    } finally {
      budget.giveBack(held)
    }
  }

  async #exchange(
    id: string,
    request: ReplayRequest,
    signal: AbortSignal,
    onRead: (bytes: number) => void,
  ): Promise<DeliveryRecord> {
    const { store, targetSettings, onUsed } = this.#options
    const target = replayTarget(request.url)
    const captured = await store.readRequest(request.captureId)
    if (captured === null) throw new AppError('not-found', 'The capture is gone. Choose another to replay.')
    const { edit } = request
    const body = edit?.body && (await editedBodyBytes(edit.body, this.#options.readUpload))
    onRead(captured.body.length + (body?.length ?? 0))
    const { allowSelfSigned } = await targetSettings(request.url)
    const prepared = prepareRequest({
      captured,
      target,
      keepHost: request.keepHost ?? false,
      publicUrls: this.#publicUrls(request),
      leaveOut: request.leaveOut,
      allowSelfSigned,
      method: edit?.method,
      headers: edit?.headers,
      body,
      signing: this.#options.signing?.(request.sign),
      now: this.#now(),
    })
    onUsed(request.url)
    const startedAt = this.#now()
    const outcome = await this.#client.send(prepared.wire, { signal })
    const facts = { id, captured, kind: 'replay', startedAt, requestBody: prepared.body } as const
    return deliveryOfOutcome(facts, prepared, outcome)
  }

  async #keep(record: DeliveryRecord): Promise<DeliveryDetail> {
    try {
      await this.#options.store.addDelivery(record)
      return detailOf(record)
    } catch (error) {
      const { outcome } = record
      const what = outcome.kind === 'answered' ? `was answered ${outcome.status}` : `failed: ${outcome.message}`
      this.#options.log.error('A delivery could not be kept', error, { delivery: record.id })
      const why = error instanceof AppError ? error.message : 'The log says why.'
      throw new AppError('unavailable', `The request was sent and ${what}, but could not be kept. ${why}`, {
        cause: error,
      })
    }
  }

  #forgetOldRuns(): void {
    const ended = [...this.#runs.values()].filter((run) => run.state.state !== 'running')
    for (const run of ended.slice(0, Math.max(0, ended.length - ENDED_RUNS))) this.#runs.delete(run.id)
  }

  #publicUrls({ asProvider }: Pick<ReplayRequest, 'asProvider'>): PublicUrls | null {
    return asProvider === true ? this.#options.publicUrls() : null
  }

  #checkOpen(): void {
    if (this.#closed) throw new AppError('unavailable', 'Hookbench is closing. Start it again to replay.')
  }
}

/** What screens are shown of it. */
function detailOf({
  captureSeq: _,
  requestBody: _request,
  responseBody: _response,
  ...detail
}: DeliveryRecord): DeliveryDetail {
  return detail
}

/** Whoever sent it hears of its failure; closing only waits for the end. */
function nothing(): void {}
