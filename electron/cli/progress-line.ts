import type { Output } from './output.ts'

const REDRAWN_MS = 100

/** One line of a terminal that says how far something is, and is gone once it has ended. Nothing for pipes and files. */
export class ProgressLine {
  readonly #out: Output
  #drawnAt = 0
  #isShown = false

  constructor(out: Output) {
    this.#out = out
  }

  async show(text: string): Promise<void> {
    const now = performance.now()
    if (!this.#out.isTerminal || now - this.#drawnAt < REDRAWN_MS) return
    this.#drawnAt = now
    this.#isShown = true
    await this.#out.write(`\r\u001b[K${text}`)
  }

  async end(): Promise<void> {
    if (!this.#isShown) return
    this.#isShown = false
    await this.#out.write('\r\u001b[K')
  }
}
