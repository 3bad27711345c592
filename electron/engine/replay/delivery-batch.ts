import type { DeliveryRecord, DeliveryStore } from '../store/delivery-record.ts'

/** A commit costs much and a row little, so deliveries of a run wait this long for company. */
const WAIT_MS = 20
const MOST = 512
const MOST_BYTES = 4 * 1024 * 1024

interface Batch {
  readonly records: DeliveryRecord[]
  bytes: number
  readonly kept: Promise<unknown>
  readonly write: () => void
}

/** Keeps deliveries many at a time. */
export class DeliveryBatch {
  readonly #store: DeliveryStore
  #open: Batch | null = null
  #timer: NodeJS.Timeout | null = null

  constructor(store: DeliveryStore) {
    this.#store = store
  }

  /** Resolves once the delivery, and those that were kept with it, are on disk. */
  keep(record: DeliveryRecord): Promise<unknown> {
    this.#open ??= this.#begin()
    const batch = this.#open
    batch.records.push(record)
    batch.bytes += record.responseBody.length
    if (batch.records.length >= MOST || batch.bytes >= MOST_BYTES) this.flush()
    return batch.kept
  }

  /** Writes what waits. */
  flush(): void {
    if (this.#timer !== null) clearTimeout(this.#timer)
    this.#timer = null
    this.#open?.write()
    this.#open = null
  }

  #begin(): Batch {
    const records: DeliveryRecord[] = []
    const { promise, resolve, reject } = Promise.withResolvers<unknown>()
    this.#timer = setTimeout(() => this.flush(), WAIT_MS)
    const write = () => {
      this.#store.addDeliveries(records).then(resolve, reject)
    }
    return { records, bytes: 0, kept: promise, write }
  }
}
