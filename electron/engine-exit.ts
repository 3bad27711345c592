/** How the engine's process ended, once; told to all who ask, also to those who ask afterwards. */
export class EngineExit {
  #how: string | null = null
  readonly #listeners: ((how: string) => void)[] = []

  get hasHappened(): boolean {
    return this.#how !== null
  }

  happened(how: string): void {
    if (this.#how !== null) return
    this.#how = how
    for (const listener of this.#listeners) listener(how)
  }

  tell(listener: (how: string) => void): void {
    if (this.#how === null) this.#listeners.push(listener)
    else listener(this.#how)
  }
}
