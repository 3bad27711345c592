import { AppError } from '../../../shared/contract/errors.ts'
import type { ParsedTarget } from '../../../shared/delivery/resolve-target.ts'
import type { Log } from '../log/log.ts'
import type { DeliveryRecord, StoredRequest } from '../store/delivery-record.ts'
import type { ByteBudget } from './byte-budget.ts'
import { type DeliveryFacts, deliveryNotSent, deliveryOfOutcome } from './delivery-of-outcome.ts'
import { type PreparedRequest, prepareRequest } from './prepare-request.ts'
import type { WireClient } from './wire/wire-client.ts'

export interface CaptureSenderOptions {
  readonly client: WireClient
  /** Shared by all that send, so that bodies in memory stay bounded together. */
  readonly budget: ByteBudget
  readonly log: Log
  readonly newId: () => string
  readonly now: () => number
  /** Resolves once the delivery is on disk. */
  readonly keep: (record: DeliveryRecord) => Promise<unknown>
}

export interface SendJob {
  readonly captureId: string
  readonly kind: 'replay' | 'forward'
  /** As the user wrote it; an `AppError` says why it cannot be used. */
  readonly url: string
  readonly target: ParsedTarget | AppError
  readonly keepHost: boolean
  readonly allowSelfSigned: boolean
}

/** `kept` resolves once the delivery is on disk, so that the next may be sent while it is being written. */
export interface SentCapture {
  readonly result: 'answered' | 'failed'
  readonly kept: Promise<void>
}

/**
 * Sends unedited captures, for runs and forwards, and lets go of their bodies once the delivery is kept. What cannot be
 * sent is kept as a failed delivery that says why. Never rejects.
 */
export class CaptureSender {
  readonly #options: CaptureSenderOptions

  constructor(options: CaptureSenderOptions) {
    this.#options = options
  }

  /** `held`: taken of the budget for the capture's body; it is given back here. */
  async send(job: SendJob, captured: StoredRequest | null, held: number): Promise<SentCapture> {
    const { budget, log } = this.#options
    if (captured === null) {
      log.warn('A capture that was to be sent is gone', { capture: job.captureId })
      budget.giveBack(held)
      return NOT_SENT
    }
    try {
      const record = await this.#exchange(job, captured)
      const { length } = record.responseBody
      budget.add(length)
      return { result: record.outcome.kind, kept: this.#keep(record, held + length) }
    } catch (error) {
      log.error('A capture could not be sent', error, { capture: job.captureId })
      budget.giveBack(held)
      return NOT_SENT
    }
  }

  async #exchange(job: SendJob, captured: StoredRequest): Promise<DeliveryRecord> {
    const { client, newId, now } = this.#options
    const facts: DeliveryFacts = {
      id: newId(),
      captureId: job.captureId,
      kind: job.kind,
      startedAt: now(),
      requestBody: null,
    }
    let request: PreparedRequest
    try {
      if (job.target instanceof AppError) throw job.target
      const { target, keepHost, allowSelfSigned } = job
      request = prepareRequest({ captured, target, keepHost, allowSelfSigned })
    } catch (error) {
      if (!(error instanceof AppError)) throw error
      return deliveryNotSent(facts, job.url, captured.method ?? '', captured.headers, error.message)
    }
    return deliveryOfOutcome(facts, request, await client.send(request.wire))
  }

  async #keep(record: DeliveryRecord, held: number): Promise<void> {
    try {
      await this.#options.keep(record)
    } catch (error) {
      this.#options.log.error('A delivery could not be kept', error, {
        delivery: record.id,
        capture: record.captureId,
      })
    } finally {
      this.#options.budget.giveBack(held)
    }
  }
}

const NOT_SENT: SentCapture = { result: 'failed', kept: Promise.resolve() }
