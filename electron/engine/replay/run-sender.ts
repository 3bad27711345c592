import type { Log } from '../log/log.ts'
import type { DeliveryRecord } from '../store/delivery-record.ts'
import { type DeliveryRow, rowOf } from '../store/delivery-row.ts'
import type { ByteBudget } from './byte-budget.ts'
import { keptBytes, packDeliveries } from './packed-deliveries.ts'
import type { RunBatch, RunOrder } from './run-messages.ts'
import { type ReadCapture, type ReadRequests, RunReader } from './run-reader.ts'
import { type Sending, type SendOrder, sendCapture } from './send-capture.ts'
import { WireClient } from './wire/wire-client.ts'

/** A commit costs much and a row little, so deliveries wait this long for company. */
const BATCH_MS = 20
const BATCH_ROWS = 256
const BATCH_BYTES = 4 * 1024 * 1024
/** Deliveries that may wait to be written while the run goes on sending. */
const UNWRITTEN = 512

export interface RunSenderOptions {
  readonly read: ReadRequests
  /** Shared by all runs, so that bodies in memory stay bounded together. */
  readonly budget: ByteBudget
  readonly log: Log
  readonly newId: () => string
  readonly now: () => number
  /** Hands a batch over to be written; `written` is to be called for each, in turn. */
  readonly handOver: (batch: RunBatch) => void
}

/**
 * Sends the captures of a run, in order or some at once, over connections that are kept. Lives in the runs' thread: what
 * comes of it goes to the engine's thread in batches, ready to be written.
 */
export class RunSender {
  readonly #order: RunOrder
  readonly #options: RunSenderOptions
  readonly #sendOrder: SendOrder
  readonly #client = new WireClient({ keepAlive: true })
  readonly #sending: Sending
  readonly #reader: RunReader
  #batch = new Batch()
  #batchTimer: NodeJS.Timeout | null = null
  /** Batches under way to the disk, oldest first. */
  readonly #underWay: Batch[] = []
  #unwritten = 0
  #onWritten: (() => void)[] = []
  #cancelled = false

  constructor(order: RunOrder, options: RunSenderOptions) {
    const { request, target, allowSelfSigned, publicUrls, signing } = order
    this.#order = order
    this.#options = options
    this.#sendOrder = {
      kind: 'replay',
      url: request.url,
      target,
      keepHost: request.keepHost ?? false,
      allowSelfSigned,
      publicUrls,
      leaveOut: request.leaveOut,
      signing,
    }
    this.#sending = { client: this.#client, newId: options.newId, now: options.now }
    this.#reader = new RunReader(request.captureIds, options.read, options.budget, (error) =>
      options.log.error('Captures could not be read to be sent', error, { run: order.id }),
    )
  }

  /** Resolves once every delivery is written, or the run was cancelled and what ran is written. */
  async run(): Promise<void> {
    const { atOnce, captureIds } = this.#order.request
    const lanes = Array.from({ length: Math.min(atOnce, captureIds.length) }, () => this.#lane())
    const ends = await Promise.allSettled(lanes)
    await this.#reader.close()
    this.#handOver()
    while (this.#underWay.length > 0) await this.#oneWritten()
    this.#client.close()
    for (const end of ends) if (end.status === 'rejected') throw end.reason
  }

  cancel(): void {
    this.#cancelled = true
    this.#client.close()
  }

  /** The oldest batch under way is on disk, or never will be. */
  written(): void {
    const batch = this.#underWay.shift()
    if (batch === undefined) return
    this.#unwritten -= batch.size
    this.#options.budget.giveBack(batch.bytes)
    for (const go of this.#onWritten.splice(0)) go()
  }

  async #lane(): Promise<void> {
    try {
      while (!this.#cancelled) {
        const next = await this.#reader.next()
        if (next === undefined) return
        await this.#send(next)
        while (this.#unwritten >= UNWRITTEN) await this.#oneWritten()
      }
    } catch (error) {
      // A bug. The others shall not go on as if nothing were.
      this.cancel()
      throw error
    }
  }

  async #send({ captureId, captured, held }: ReadCapture): Promise<void> {
    const { budget, log } = this.#options
    let record: DeliveryRecord | null = null
    try {
      if (captured !== null) record = await sendCapture(this.#sending, this.#sendOrder, captured)
      else log.warn('A capture that was to be sent is gone', { capture: captureId })
    } catch (error) {
      log.error('A capture could not be sent', error, { capture: captureId })
    }
    budget.giveBack(held)
    if (record !== null) budget.add(keptBytes(record))
    this.#batch.add(record)
    if (this.#batch.isFull) this.#handOver()
    else this.#batchTimer ??= setTimeout(() => this.#handOver(), BATCH_MS)
  }

  #handOver(): void {
    if (this.#batchTimer !== null) clearTimeout(this.#batchTimer)
    this.#batchTimer = null
    const batch = this.#batch
    if (batch.size === 0) return
    this.#batch = new Batch()
    this.#underWay.push(batch)
    this.#unwritten += batch.size
    this.#options.handOver(batch.pack())
  }

  #oneWritten(): Promise<void> {
    return new Promise((go) => {
      this.#onWritten.push(go)
    })
  }
}

/** What came of some captures. */
class Batch {
  #rows: DeliveryRow[] = []
  #answered = 0
  #failed = 0
  /** Of bodies. */
  bytes = 0

  get size(): number {
    return this.#answered + this.#failed
  }

  get isFull(): boolean {
    return this.size >= BATCH_ROWS || this.bytes >= BATCH_BYTES
  }

  /** Null: it could not even be tried. */
  add(record: DeliveryRecord | null): void {
    if (record?.outcome.kind === 'answered') this.#answered++
    else this.#failed++
    if (record === null) return
    this.#rows.push(rowOf(record))
    this.bytes += keptBytes(record)
  }

  /** Once: the rows are let go of. */
  pack(): RunBatch {
    const deliveries = packDeliveries(this.#rows)
    this.#rows = []
    return { answered: this.#answered, failed: this.#failed, deliveries }
  }
}
