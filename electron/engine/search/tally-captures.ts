import type { CaptureFilter } from '../../../shared/capture/capture-filter.ts'
import type { AskStore } from '../store/read-queries.ts'
import type { TallyBy, TallyKey } from '../store/search/tally-keys.ts'

export interface Tally {
  readonly counts: ReadonlyMap<TallyKey, number>
  /** The share of the captures that was looked through; below 1 the time was over, and older ones are not counted. */
  readonly searched: number
}

export interface TallyOptions {
  readonly budgetMs: number
  /** Enough once so many were counted. */
  readonly most?: number | undefined
}

/** Counts the captures of a filter, step by step so that other questions get their turn. */
export async function tallyCaptures(
  ask: AskStore<'tally'>,
  filter: CaptureFilter,
  by: TallyBy,
  { budgetMs, most = Number.POSITIVE_INFINITY }: TallyOptions,
): Promise<Tally> {
  const until = performance.now() + budgetMs
  const counts = new Map<TallyKey, number>()
  let total = 0
  let place = Number.MAX_SAFE_INTEGER
  for (;;) {
    const step = await ask('tally', filter, by, place)
    for (const [key, count] of step.counts) {
      counts.set(key, (counts.get(key) ?? 0) + count)
      total += count
    }
    place = step.next
    if (place === 0 || total >= most || performance.now() > until) return { counts, searched: step.searched }
  }
}
