import type { Log } from '../log/log.ts'
import type { Store } from '../store/store.ts'

/** Whoever tries tokens by the thousand must not cause as many commits. */
const WRITE_MS = 1000

/** How many requests the access rules of each endpoint refused: counted in memory, and written now and then. */
export class RefusalCounts {
  private readonly store: Pick<Store, 'endpoints' | 'queue'>
  private readonly log: Log
  private readonly counts = new Map<string, number>()
  private unwritten = new Map<string, number>()
  private timer: NodeJS.Timeout | null = null

  constructor(store: Pick<Store, 'endpoints' | 'queue'>, log: Log) {
    this.store = store
    this.log = log
    for (const { slug, refused } of store.endpoints.all()) this.counts.set(slug, refused)
  }

  of(slug: string): number {
    return this.counts.get(slug) ?? 0
  }

  add(slug: string): void {
    this.counts.set(slug, this.of(slug) + 1)
    this.unwritten.set(slug, (this.unwritten.get(slug) ?? 0) + 1)
    this.timer ??= setTimeout(() => void this.write(), WRITE_MS).unref()
  }

  /** Writes what is left. Never rejects. */
  async write(): Promise<void> {
    if (this.timer !== null) clearTimeout(this.timer)
    this.timer = null
    if (this.unwritten.size === 0) return
    const counts = this.unwritten
    this.unwritten = new Map()
    try {
      await this.store.queue.write(() => {
        for (const [slug, count] of counts) this.store.endpoints.addRefused(slug, count)
      })
    } catch (error) {
      // A count is not worth trying again: the store says itself that it fails.
      this.log.warn('Refused requests could not be counted', { error: String(error) })
    }
  }
}
