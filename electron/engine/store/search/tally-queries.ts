import type { CaptureFilter } from '../../../../shared/capture/capture-filter.ts'
import type { CaptureSearch } from './capture-search.ts'
import { type TallyBy, type TallyKey, tallyKeySql } from './tally-keys.ts'

/** Other questions get their turn after so long. */
const BUDGET_MS = 100
/** Different values that one answer carries; a value of its own for each capture tells nobody anything. */
const MOST_KEYS = 20_000

export interface TallyStep {
  readonly counts: ReadonlyArray<readonly [key: TallyKey, count: number]>
  /** Where to go on from; 0: all has been counted. */
  readonly next: number
  readonly searched: number
}

/** Counts of the captures of a filter, in steps: from the newest on, below `before`. */
export function tallyQueries(search: CaptureSearch) {
  return {
    tally(filter: CaptureFilter, by: TallyBy, before: number): TallyStep {
      const counts = new Map<TallyKey, number>()
      const step = search.count(filter, tallyKeySql(by), before, BUDGET_MS, (key, count) => {
        const known = counts.get(key)
        if (known !== undefined || counts.size < MOST_KEYS) counts.set(key, (known ?? 0) + count)
      })
      return { counts: [...counts], ...step }
    },

    /** The ids of those among these that match a filter. */
    matching(filter: CaptureFilter, ids: ReadonlyArray<string>): string[] {
      return search.matching(filter, ids)
    },
  }
}
