import { changesWithTime } from '../../../shared/search/passed-times.ts'
import type { SavedFilter } from '../../../shared/search/saved-filter.ts'

export interface FilterCount {
  readonly count: number
  /** There may be more: older captures were not counted. */
  readonly isLeast: boolean
}

interface CounterHost {
  count(filter: SavedFilter): Promise<FilterCount>
  /** In ms, monotonic. */
  now(): number
  wait(ms: number): Promise<void>
  changed(counts: ReadonlyMap<string, FilterCount>): void
}

/** Counts are asked for at most this often, */
const REST_MS = 2_000
/** and take at most this part of the time, however long one takes. */
const BUSY_SHARE = 0.1

/**
 * Keeps the counts of saved filters true without asking much: one after the other, those that were never counted at once,
 * the others some time after captures changed.
 */
export class FilterCounter {
  readonly #host: CounterHost
  #filters: readonly SavedFilter[] = []
  /** By id. */
  #counts = new Map<string, FilterCount>()
  readonly #stale = new Set<string>()
  #isCounting = false
  /** Ends the rest between two counts. */
  #wake = (): void => {}
  #isClosed = false

  constructor(host: CounterHost) {
    this.#host = host
  }

  setFilters(filters: readonly SavedFilter[]): void {
    const known = new Map(this.#filters.map((filter) => [filter.id, filter]))
    const isSame = ({ id, text, endpoint }: SavedFilter) =>
      known.get(id)?.text === text && known.get(id)?.endpoint === endpoint
    this.#counts = new Map(filters.filter(isSame).flatMap(({ id }) => this.#entry(id)))
    this.#filters = filters
    this.#host.changed(this.#counts)
    if (filters.some(({ id }) => !this.#counts.has(id))) this.#wake()
    void this.#work()
  }

  /** Captures came, changed or went. */
  capturesChanged(): void {
    for (const { id } of this.#filters) this.#stale.add(id)
    void this.#work()
  }

  /** Some time later, filters such as `after:10m` match other captures. */
  timePassed(): void {
    for (const { id, text } of this.#filters) if (changesWithTime(text)) this.#stale.add(id)
    void this.#work()
  }

  close(): void {
    this.#isClosed = true
  }

  #entry(id: string): Array<[string, FilterCount]> {
    const count = this.#counts.get(id)
    return count === undefined ? [] : [[id, count]]
  }

  #next(): SavedFilter | undefined {
    return this.#filters.find(({ id }) => !this.#counts.has(id)) ?? this.#filters.find(({ id }) => this.#stale.has(id))
  }

  async #work(): Promise<void> {
    if (this.#isCounting) return
    this.#isCounting = true
    try {
      for (let filter = this.#next(); filter !== undefined && !this.#isClosed; filter = this.#next()) {
        const took = await this.#count(filter)
        const rest = this.#rest(took)
        if (rest > 0) await Promise.race([this.#host.wait(rest), this.#woken()])
      }
    } finally {
      this.#isCounting = false
    }
  }

  #woken(): Promise<void> {
    return new Promise((resolve) => {
      this.#wake = resolve
    })
  }

  /** What was never counted is waited for by somebody. */
  #rest(took: number): number {
    const next = this.#next()
    if (next === undefined || !this.#counts.has(next.id)) return 0
    return Math.max(REST_MS / Math.max(1, this.#filters.length), took * (1 / BUSY_SHARE - 1))
  }

  async #count(filter: SavedFilter): Promise<number> {
    const started = this.#host.now()
    this.#stale.delete(filter.id)
    try {
      const count = await this.#host.count(filter)
      if (this.#filters.includes(filter)) this.#counts = new Map(this.#counts).set(filter.id, count)
    } catch {
      // Why the engine does not answer is said elsewhere; it is asked again with the next change.
      if (!this.#counts.has(filter.id)) this.#counts = new Map(this.#counts).set(filter.id, { count: 0, isLeast: true })
    }
    this.#host.changed(this.#counts)
    return this.#host.now() - started
  }
}
