/** Tells of progress at most every `everyMs`, and always of the end. */
export class ProgressThrottle {
  readonly #everyMs: number
  readonly #tell: () => void
  #timer: NodeJS.Timeout | null = null
  #told = Number.NEGATIVE_INFINITY

  constructor(everyMs: number, tell: () => void) {
    this.#everyMs = everyMs
    this.#tell = tell
  }

  /** Something changed. */
  touch(): void {
    if (this.#timer !== null) return
    const wait = this.#told + this.#everyMs - performance.now()
    if (wait <= 0) this.flush()
    else this.#timer = setTimeout(() => this.flush(), wait)
  }

  /** Tells now. */
  flush(): void {
    this.stop()
    this.#told = performance.now()
    this.#tell()
  }

  stop(): void {
    if (this.#timer !== null) clearTimeout(this.#timer)
    this.#timer = null
  }
}
