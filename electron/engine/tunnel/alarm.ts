/** A pause that can be ended early. One waits, anybody rings; a ring while nobody waits ends the next pause at once. */
export class Alarm {
  private rung = false
  private end: (() => void) | null = null

  ring(): void {
    this.rung = true
    this.end?.()
  }

  /** True if it was rung, false if the time passed. */
  async wait(ms: number): Promise<boolean> {
    if (!this.rung) {
      await new Promise<void>((resolve) => {
        const timer = setTimeout(resolve, ms)
        timer.unref()
        this.end = () => {
          clearTimeout(timer)
          resolve()
        }
      })
    }
    this.end = null
    const { rung } = this
    this.rung = false
    return rung
  }
}
