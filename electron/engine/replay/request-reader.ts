import { LIMITS } from '../../../shared/limits.ts'
import type { DeliveryStore, StoredRequest } from '../store/delivery-record.ts'
import type { ByteBudget } from './byte-budget.ts'

/** Captures that are asked for at once, and the bytes of bodies after which a question ends. */
const READ_AT_ONCE = 512
const READ_BYTES = 4 * 1024 * 1024
/** Asked for anew when fewer than this wait, so that sending does not stop to read. */
const LOW = 256

export interface ReadCapture {
  readonly captureId: string
  /** Null: it is gone, or could not be read. */
  readonly captured: StoredRequest | null
  /** Taken of the budget for its body. */
  readonly held: number
}

/** Reads the captures of a run in their order, somewhat ahead of those that send them, and never all at once. */
export class RequestReader {
  readonly #store: DeliveryStore
  readonly #budget: ByteBudget
  readonly #ids: ReadonlyArray<string>
  readonly #onError: (error: unknown) => void
  #asked = 0
  /** Those that were read; taken from the front. */
  #ready: ReadCapture[] = []
  #taken = 0
  #reading: Promise<void> | null = null

  constructor(ids: ReadonlyArray<string>, store: DeliveryStore, budget: ByteBudget, onError: (error: unknown) => void) {
    this.#ids = ids
    this.#store = store
    this.#budget = budget
    this.#onError = onError
  }

  /** The next capture; undefined after the last. */
  async next(): Promise<ReadCapture | undefined> {
    for (;;) {
      const waiting = this.#ready.length - this.#taken
      if (waiting < LOW && this.#asked < this.#ids.length) this.#reading ??= this.#read()
      if (waiting > 0) {
        const next = this.#ready[this.#taken++]
        return next
      }
      if (this.#reading === null) return undefined
      await this.#reading
    }
  }

  /** Lets go of what was read and will not be sent. */
  async close(): Promise<void> {
    this.#asked = this.#ids.length
    await this.#reading
    for (const { held } of this.#ready.slice(this.#taken)) this.#budget.giveBack(held)
    this.#ready = []
    this.#taken = 0
  }

  async #read(): Promise<void> {
    // The last one that is read may be as large as a body can be.
    const reserved = READ_BYTES + LIMITS.bodyBytes
    await this.#budget.take(reserved)
    const ids = this.#ids.slice(this.#asked, this.#asked + READ_AT_ONCE)
    let held = 0
    try {
      const read = (await this.#requestsOf(ids)).map((captured, index): ReadCapture => {
        const size = captured?.body.length ?? 0
        held += size
        return { captureId: ids[index] as string, captured, held: size }
      })
      this.#ready = [...this.#ready.slice(this.#taken), ...read]
      this.#taken = 0
      this.#asked += read.length
    } finally {
      this.#budget.giveBack(reserved - held)
      this.#reading = null
    }
  }

  async #requestsOf(ids: string[]): Promise<(StoredRequest | null)[]> {
    if (ids.length === 0) return []
    try {
      return await this.#store.readRequests(ids, READ_BYTES)
    } catch (error) {
      this.#onError(error)
      return ids.map(() => null)
    }
  }
}
