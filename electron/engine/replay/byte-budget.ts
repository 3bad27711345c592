/** Bytes that may be held in memory at once. Whoever wants more waits its turn; one that holds none never waits. */
export class ByteBudget {
  readonly #limit: number
  #held = 0
  readonly #waiting: { size: number; go: () => void }[] = []

  constructor(limit: number) {
    this.#limit = limit
  }

  /** Whether `take` would not have to wait. */
  hasRoom(size: number): boolean {
    return this.#waiting.length === 0 && (this.#held === 0 || this.#held + size <= this.#limit)
  }

  async take(size: number): Promise<void> {
    if (this.hasRoom(size)) {
      this.#held += size
      return
    }
    await new Promise<void>((go) => {
      this.#waiting.push({ size, go })
    })
  }

  /** Holds these bytes in any case: they are there already. */
  add(size: number): void {
    this.#held += size
  }

  giveBack(size: number): void {
    this.#held -= size
    for (let next = this.#waiting[0]; next !== undefined; next = this.#waiting[0]) {
      if (this.#held > 0 && this.#held + next.size > this.#limit) return
      this.#waiting.shift()
      this.#held += next.size
      next.go()
    }
  }
}
