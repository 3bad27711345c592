import { floodPauseMs } from '../threads/flood-pause.ts'

/** Captures a second up to which the index keeps up, whatever that costs the processor. */
const FLOOD_A_SECOND = 2000
/** While captures come at all, what is gathered for so long is indexed at once: each transaction has a cost of its own. */
const GATHER_MS = 200
/** Time over which the rate is measured. */
const RATE_MS = 500

/** When the thread that indexes rests: the processor belongs to what is being received. */
export class IndexPace {
  private begunAt = 0
  private measuredAt = performance.now()
  private measuredNewest: number | null = null
  private perSecond = 0
  private wake: (() => void) | null = null
  private stopped = false

  begin(): void {
    this.begunAt = performance.now()
  }

  /** After a piece of work. */
  async pause(newest: number, through: number): Promise<void> {
    const workedMs = performance.now() - this.begunAt
    this.measure(newest)
    if (this.perSecond > FLOOD_A_SECOND) await this.sleep(floodPauseMs(workedMs, { nobodyWaits: true }))
    else if (this.perSecond > 0 && newest - through < this.perSecond) await this.sleep(GATHER_MS)
    // Messages want to be heard in between.
    else await this.sleep(0)
  }

  /** Ends early when stopped. */
  sleep(ms: number): Promise<void> {
    if (this.stopped) return Promise.resolve()
    return new Promise((resolve) => {
      const timer = setTimeout(done, ms)
      const wake = done
      this.wake = wake
      function done(): void {
        clearTimeout(timer)
        resolve()
      }
    })
  }

  stop(): void {
    this.stopped = true
    this.wake?.()
  }

  private measure(newest: number): void {
    const now = performance.now()
    const elapsed = now - this.measuredAt
    if (this.measuredNewest !== null && elapsed < RATE_MS) return
    // What was there before the first look says nothing of a rate.
    this.perSecond = this.measuredNewest === null ? 0 : ((newest - this.measuredNewest) / elapsed) * 1000
    this.measuredNewest = newest
    this.measuredAt = now
  }
}
