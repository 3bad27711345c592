/** Pieces shorter than this are put together; longer ones are kept as they came. */
const SMALL_BYTES = 16 * 1024
const PAGE_BYTES = 64 * 1024

/**
 * The bytes of a body in the order they came. A sender may cut a body into chunks of one byte, and a buffer for each
 * would take some 500 times their size.
 */
export class BodyPieces {
  size = 0
  private pieces: Buffer[] = []
  private page: Buffer | null = null
  private used = 0

  add(chunk: Buffer): void {
    this.size += chunk.length
    // Most bodies are one chunk.
    if (this.pieces.length === 0 || chunk.length >= SMALL_BYTES) {
      this.closePage()
      this.pieces.push(chunk)
      return
    }
    let rest = chunk
    while (rest.length > 0) {
      this.page ??= Buffer.allocUnsafeSlow(PAGE_BYTES)
      const copied = rest.copy(this.page, this.used)
      this.used += copied
      rest = rest.subarray(copied)
      if (this.used === PAGE_BYTES) this.closePage()
    }
  }

  /** All of it; nothing is left behind. */
  take(): Buffer[] {
    this.closePage()
    const { pieces } = this
    this.pieces = []
    this.size = 0
    return pieces
  }

  private closePage(): void {
    if (this.page !== null && this.used > 0) this.pieces.push(this.page.subarray(0, this.used))
    this.page = null
    this.used = 0
  }
}
