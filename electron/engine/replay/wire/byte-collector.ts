const NOTHING = Buffer.alloc(0)

/**
 * Gathers the bytes of a body up to a cap. They are copied into one growing buffer: a list of pieces would let a server
 * that sends chunks of one byte cost a hundred bytes of memory for each.
 */
export class ByteCollector {
  readonly #cap: number
  /** Most answers come in one piece. A copy, since the piece is read into a buffer that is used again. */
  #first: Buffer | null = null
  #buffer: Buffer | null = null
  #size = 0
  /** More came than the cap. */
  overflow = false

  constructor(cap: number) {
    this.#cap = cap
  }

  get size(): number {
    return this.#size
  }

  add(piece: Buffer): void {
    const room = this.#cap - this.#size
    if (piece.length > room) {
      this.overflow = true
      piece = piece.subarray(0, room)
    }
    if (piece.length === 0) return
    if (this.#size === 0) {
      this.#first = Buffer.from(piece)
      this.#size = piece.length
      return
    }
    this.#reserve(this.#size + piece.length)
    this.#buffer?.set(piece, this.#size)
    this.#size += piece.length
  }

  bytes(): Buffer {
    return this.#first ?? this.#buffer?.subarray(0, this.#size) ?? NOTHING
  }

  #reserve(size: number): void {
    if (this.#buffer !== null && this.#buffer.length >= size) return
    const larger = Buffer.allocUnsafeSlow(Math.min(this.#cap, Math.max(size * 2, 4096)))
    larger.set(this.bytes())
    this.#buffer = larger
    this.#first = null
  }
}
