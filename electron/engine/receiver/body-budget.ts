import { LIMITS } from '../../../shared/limits.ts'

/** What all bodies that are being received share, so that many large ones at once cannot fill the memory. */
export class BodyBudget {
  private used = 0
  private readonly waiting = new Set<() => void>()
  private readonly limit: number

  constructor(limit: number = LIMITS.bodiesInFlightBytes) {
    this.limit = limit
  }

  get isFull(): boolean {
    return this.used >= this.limit
  }

  take(bytes: number): void {
    this.used += bytes
  }

  giveBack(bytes: number): void {
    if (bytes === 0) return
    this.used -= bytes
    if (this.waiting.size === 0 || this.isFull) return
    const woken = [...this.waiting]
    this.waiting.clear()
    for (const wake of woken) wake()
  }

  /** Calls back once there is room; the returned function stops waiting. */
  whenRoom(wake: () => void): () => void {
    this.waiting.add(wake)
    return () => this.waiting.delete(wake)
  }
}
