import type { IndexerOptions } from './capture-indexer.ts'

export interface IndexWorkerData {
  readonly dataFolder: string
  readonly options: IndexerOptions
}

/** To the thread. `news`: there may be captures or deletions that it does not know. */
export type IndexMessage = 'news' | 'close'

/** From the thread, after each piece of work and when it has nothing left to do. */
export interface IndexReport {
  readonly through: number
  /** When the first capture that is not indexed was received (unix ms); null: all are. */
  readonly waitingSince: number | null
  /** Why it cannot go on for now; null while it can. */
  readonly failure: string | null
}
