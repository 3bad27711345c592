import type { StoredWalk, WalkStore } from '../store/walk-store.ts'
import type { WriteQueue } from '../store/write-queue.ts'

/** Captures of an endpoint, or of all, that are gone through once more. */
export interface Walk<Endpoint extends string | null> extends StoredWalk<Endpoint> {
  /** So many were passed since this engine began to, of so many. */
  readonly done: number
  readonly total: number
}

/** Walks that are under way, one after the other. One that is begun anew while a slice of it is looked at goes on from its beginning. */
export class Walks<Endpoint extends string | null> {
  private walks: Walk<Endpoint>[]
  /** Walks begin anew here: what is in `walks` is about to be replaced, and must not overwrite the place that was saved. */
  private readonly beginning = new Set<Endpoint>()
  private readonly queue: WriteQueue
  private readonly kept: WalkStore<Endpoint>
  private readonly sizeOf: (endpoint: Endpoint) => number

  /** `sizeOf` must not count: that of a large endpoint would hold up the loop. */
  constructor(queue: WriteQueue, kept: WalkStore<Endpoint>, sizeOf: (endpoint: Endpoint) => number) {
    this.queue = queue
    this.kept = kept
    this.sizeOf = sizeOf
    this.walks = kept.all().map((walk) => this.entered(walk))
  }

  get all(): ReadonlyArray<Walk<Endpoint>> {
    return this.walks
  }

  get first(): Walk<Endpoint> | null {
    return this.walks[0] ?? null
  }

  /** `from` is asked once the queue comes to it. */
  async begin(endpoint: Endpoint, from: () => number): Promise<void> {
    try {
      const place = await this.queue.write(() => {
        const place = from()
        this.kept.save({ endpoint, place })
        this.beginning.add(endpoint)
        return place
      })
      this.walks = [...this.walks.filter((walk) => walk.endpoint !== endpoint), this.entered({ endpoint, place })]
    } finally {
      this.beginning.delete(endpoint)
    }
  }

  /** Inside a transaction. */
  savePlace(walk: Walk<Endpoint>, place: number): void {
    if (this.isCurrent(walk)) this.kept.save({ endpoint: walk.endpoint, place })
  }

  /** `last`: the last of them that was passed; null at the end. */
  async passed(walk: Walk<Endpoint>, { last, passed }: { last: number | null; passed: number }): Promise<void> {
    if (last !== null) {
      this.replace(walk, { ...walk, place: last, done: walk.done + passed })
      return
    }
    await this.queue.write(() => {
      if (this.isCurrent(walk)) this.kept.end(walk.endpoint)
    })
    this.walks = this.walks.filter((other) => other !== walk)
  }

  /** Leaves out the one that comes next. */
  stepOver(walk: Walk<Endpoint>): void {
    this.replace(walk, { ...walk, place: this.kept.next(walk), done: walk.done + 1 })
  }

  private isCurrent(walk: Walk<Endpoint>): boolean {
    return this.walks.includes(walk) && !this.beginning.has(walk.endpoint)
  }

  private entered(walk: StoredWalk<Endpoint>): Walk<Endpoint> {
    return { ...walk, done: 0, total: this.sizeOf(walk.endpoint) }
  }

  private replace(walk: Walk<Endpoint>, next: Walk<Endpoint>): void {
    this.walks = this.walks.map((other) => (other === walk ? next : other))
  }
}
