/** Of one value, and of all: looking for them takes memory. */
const LONGEST = 4096
const ROOM = 200_000

/** Values that were known by their names, in what goes out together; they may stand elsewhere without one. */
export class LearnedValues {
  readonly #values = new Set<string>()
  #room = ROOM
  /** Whether there were more than are remembered. */
  isFull = false

  get values(): ReadonlySet<string> {
    return this.#values
  }

  add(value: string): void {
    if (this.#values.has(value)) return
    if (value.length > LONGEST || value.length > this.#room) this.isFull = true
    else {
      this.#values.add(value)
      this.#room -= value.length
    }
  }
}
