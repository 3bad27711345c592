import { setImmediate as turn } from 'node:timers/promises'
import type { CaptureFilter } from '../../../../shared/capture/capture-filter.ts'
import { compareTexts } from '../../../../shared/search/compare-numbers.ts'
import type { CaptureSearch } from './capture-search.ts'
import { type TallyBy, type TallyKey, tallyKeySql } from './tally-keys.ts'

/** Other questions get their turn after so long. */
const STEP_MS = 100
/** Different values that are told apart; captures of those that come later count in the sum alone. */
const MOST_KEYS = 500_000

export interface TallyOptions {
  /** How long it may take, other questions in between included. */
  readonly budgetMs: number
  /** Enough once so many were counted. */
  readonly most?: number | undefined
  /** So many keys are answered. */
  readonly top: number
}

export interface Tally {
  /** The most frequent first. */
  readonly counts: ReadonlyArray<KeyCount>
  /** Of all keys. */
  readonly count: number
  readonly keys: number
  /** The share of the captures that was looked through; below 1 the time was over, and older ones are not counted. */
  readonly searched: number
}

type KeyCount = readonly [key: TallyKey, count: number]

/** Counts of the captures of a filter. All of it stays in this thread but what is asked for: there may be a million keys. */
export function tallyQueries(search: CaptureSearch, isEnding: () => boolean) {
  return {
    /** In steps, from the newest on. */
    async tally(filter: CaptureFilter, by: TallyBy, options: TallyOptions): Promise<Tally> {
      const { budgetMs, most = Number.POSITIVE_INFINITY, top } = options
      const until = performance.now() + budgetMs
      const counts = new Map<TallyKey, number>()
      let total = 0
      for (let place = Number.MAX_SAFE_INTEGER; ; ) {
        const { next, searched } = search.count(filter, tallyKeySql(by), place, STEP_MS, (key, count) => {
          total += count
          const known = counts.get(key)
          if (known !== undefined || counts.size < MOST_KEYS) counts.set(key, (known ?? 0) + count)
        })
        place = next
        if (place === 0 || total >= most || performance.now() > until || isEnding()) {
          return { counts: mostFrequent(counts, top), count: total, keys: counts.size, searched }
        }
        await turn()
      }
    },

    /** The ids of those among these that match a filter. */
    matching(filter: CaptureFilter, ids: ReadonlyArray<string>): string[] {
      return search.matching(filter, ids)
    },
  }
}

/** In order, without bringing all others into one: that would take a second for a million. */
export function mostFrequent(counts: Iterable<KeyCount>, top: number): KeyCount[] {
  const first: KeyCount[] = []
  for (const entry of counts) {
    const last = first.at(-1)
    if (first.length === top && last !== undefined && compareCounts(last, entry) <= 0) continue
    first.splice(placeOf(first, entry), 0, entry)
    if (first.length > top) first.pop()
  }
  return first
}

/** Behind all that come before it. */
function placeOf(sorted: ReadonlyArray<KeyCount>, entry: KeyCount): number {
  let low = 0
  let high = sorted.length
  while (low < high) {
    const middle = (low + high) >>> 1
    if (compareCounts(sorted[middle] as KeyCount, entry) <= 0) low = middle + 1
    else high = middle
  }
  return low
}

function compareCounts([one, count]: KeyCount, [other, otherCount]: KeyCount): number {
  return otherCount - count || compareTexts(String(one ?? ''), String(other ?? ''))
}
