import type { IdentifyScan } from '../store/checked-queries.ts'
import type { EventJob } from '../store/event-store.ts'
import type { Store } from '../store/store.ts'

/**
 * Captures that are to be identified again, or for the first time because they came before there were events. Oldest
 * first, since each is linked to those before it; what came in meanwhile is passed at the end and linked anew.
 */
export class EventJobs {
  private jobs: EventJob[]
  private readonly store: Pick<Store, 'queue' | 'events'>

  constructor(store: Pick<Store, 'queue' | 'events'>) {
    this.store = store
    this.jobs = store.events.jobs()
  }

  get hasWork(): boolean {
    return this.jobs.length > 0
  }

  /** Up to here all captures have been identified once; those that came after there were events always are. */
  get identifiedThrough(): number {
    return this.jobs.find(({ endpoint }) => endpoint === null)?.through ?? Number.POSITIVE_INFINITY
  }

  /** Those of an endpoint, from its first capture on. */
  async begin(endpoint: string): Promise<void> {
    const job: EventJob = { endpoint, through: 0 }
    await this.store.queue.write(() => this.store.events.saveJob(job))
    this.jobs = [...this.jobs.filter((other) => other.endpoint !== endpoint), job]
  }

  scan(): IdentifyScan {
    const { endpoint, through } = this.jobs[0] as EventJob
    return { kind: 'identify', endpoint, after: through }
  }

  /** Inside a transaction. */
  savePlace(scan: IdentifyScan, through: number): void {
    // Begun anew meanwhile: then it is that one's place which counts.
    if (this.indexOf(scan) >= 0) this.store.events.saveJob({ endpoint: scan.endpoint, through })
  }

  /** `last`: the place of the last that was identified; null at the end. */
  async passed(scan: IdentifyScan, last: number | null): Promise<void> {
    if (last === null) {
      await this.store.queue.write(() => {
        if (this.indexOf(scan) >= 0) this.store.events.endJob(scan.endpoint)
      })
    }
    const index = this.indexOf(scan)
    if (index < 0) return
    if (last === null) this.jobs.splice(index, 1)
    else this.jobs[index] = { endpoint: scan.endpoint, through: last }
  }

  /** Leaves out the one that comes next: it ends the thread. */
  passOver(scan: IdentifyScan): void {
    const index = this.indexOf(scan)
    if (index < 0) return
    const culprit = this.store.events.nextOf(scan.endpoint, scan.after)
    this.jobs[index] = { endpoint: scan.endpoint, through: culprit }
  }

  private indexOf({ endpoint, after }: IdentifyScan): number {
    return this.jobs.findIndex((job) => job.endpoint === endpoint && job.through === after)
  }
}
