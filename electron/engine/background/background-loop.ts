import type { Log } from '../log/log.ts'

/** What a loop does. */
export interface BackgroundWork {
  /** Does what there is to do. Ends early once the loop is closed. */
  work(): Promise<void>
  /** In how many milliseconds there is more to do; null: once somebody says so. */
  next(): number | null
  /** `work` has thrown; it is done again after a while. */
  failed(error: unknown): void | Promise<void>
}

const RETRY_MS = 1000

/** Work behind the receiver: one piece at a time, with all that came in the meantime, and again after it failed. */
export class BackgroundLoop {
  private readonly background: BackgroundWork
  private readonly log: Log
  private timer: NodeJS.Timeout | null = null
  private running: Promise<void> | null = null
  private closed = false

  constructor(background: BackgroundWork, log: Log) {
    this.background = background
    this.log = log
  }

  get isClosed(): boolean {
    return this.closed
  }

  get isRunning(): boolean {
    return this.running !== null
  }

  /** There is something to do. What comes in until then is done with it. */
  wake(afterMs: number): void {
    if (this.timer !== null || this.running !== null || this.closed) return
    this.timer = setTimeout(() => {
      this.timer = null
      this.running = this.run()
    }, afterMs)
  }

  /** Resolves once the piece under way has ended. */
  async close(): Promise<void> {
    this.closed = true
    if (this.timer !== null) clearTimeout(this.timer)
    await this.running
  }

  /** Never rejects: what is thrown here would end the engine, which has to receive. */
  private async run(): Promise<void> {
    const failed = await this.tryWork()
    this.running = null
    const next = this.nextAfter(failed)
    if (next !== null) this.wake(next)
  }

  private async tryWork(): Promise<boolean> {
    try {
      await this.background.work()
      return false
    } catch (error) {
      // What is broken off by an end is no failure.
      if (!this.closed) await this.tellOf(error)
      return true
    }
  }

  private async tellOf(error: unknown): Promise<void> {
    try {
      await this.background.failed(error)
    } catch (another) {
      this.log.error('Work behind the receiver failed, and going on from there failed too', another)
    }
  }

  private nextAfter(failed: boolean): number | null {
    try {
      const next = this.background.next()
      return next !== null && failed ? Math.max(next, RETRY_MS) : next
    } catch (error) {
      this.log.error('What is next behind the receiver could not be told; it is asked again', error)
      return RETRY_MS
    }
  }
}
