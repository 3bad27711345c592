import { LIMITS } from '../../../shared/limits.ts'
import type { StoredRequest } from '../store/delivery-record.ts'
import type { ByteBudget } from './byte-budget.ts'

/** Captures that are read at once, and the bytes of bodies after which that ends. */
const READ_AT_ONCE = 64
const READ_BYTES = 4 * 1024 * 1024

/** The first of these captures, at least one, until their bodies have `maxBytes`. Null: there is no such capture. */
export type ReadRequests = (ids: ReadonlyArray<string>, maxBytes: number) => (StoredRequest | null)[]

export interface ReadCapture {
  readonly captureId: string
  /** Null: it is gone, or could not be read. */
  readonly captured: StoredRequest | null
  /** Taken of the budget for its body. */
  readonly held: number
}

/** Reads the captures of a run in their order, some ahead of those that send them, and never all at once. */
export class RunReader {
  readonly #ids: ReadonlyArray<string>
  readonly #read: ReadRequests
  readonly #budget: ByteBudget
  readonly #onError: (error: unknown) => void
  #asked = 0
  /** Those that were read; taken from the front. */
  #ready: ReadCapture[] = []
  #taken = 0
  #reading: Promise<void> | null = null

  constructor(ids: ReadonlyArray<string>, read: ReadRequests, budget: ByteBudget, onError: (error: unknown) => void) {
    this.#ids = ids
    this.#read = read
    this.#budget = budget
    this.#onError = onError
  }

  /** The next capture; undefined after the last. */
  async next(): Promise<ReadCapture | undefined> {
    while (this.#taken === this.#ready.length) {
      if (this.#reading === null && this.#asked === this.#ids.length) return undefined
      this.#reading ??= this.#readMore()
      await this.#reading
    }
    return this.#ready[this.#taken++]
  }

  /** Lets go of what was read and will not be sent. */
  async close(): Promise<void> {
    this.#asked = this.#ids.length
    await this.#reading
    for (const { held } of this.#ready.slice(this.#taken)) this.#budget.giveBack(held)
    this.#ready = []
    this.#taken = 0
  }

  async #readMore(): Promise<void> {
    // The last one that is read may be as large as a body can be.
    const reserved = READ_BYTES + LIMITS.bodyBytes
    await this.#budget.take(reserved)
    const ids = this.#ids.slice(this.#asked, this.#asked + READ_AT_ONCE)
    let held = 0
    try {
      this.#ready = this.#requestsOf(ids).map((captured, index) => {
        const size = captured?.body.length ?? 0
        held += size
        return { captureId: ids[index] as string, captured, held: size }
      })
      this.#taken = 0
      this.#asked += this.#ready.length
    } finally {
      this.#budget.giveBack(reserved - held)
      this.#reading = null
    }
  }

  #requestsOf(ids: ReadonlyArray<string>): (StoredRequest | null)[] {
    if (ids.length === 0) return []
    try {
      return this.#read(ids, READ_BYTES)
    } catch (error) {
      this.#onError(error)
      return ids.map(() => null)
    }
  }
}
