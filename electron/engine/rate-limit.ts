/** So many in any window of time, for each name. */
export class RateLimit {
  private readonly most: number
  private readonly windowMs: number
  private readonly now: () => number
  private readonly taken = new Map<string, number[]>()

  constructor(most: number, windowMs: number, now: () => number) {
    this.most = most
    this.windowMs = windowMs
    this.now = now
  }

  /** Whether there was one left. */
  take(name: string): boolean {
    const now = this.now()
    const recent = (this.taken.get(name) ?? []).filter((at) => now - at < this.windowMs)
    const isLeft = recent.length < this.most
    if (isLeft) recent.push(now)
    this.taken.set(name, recent)
    return isLeft
  }
}
