import { useEffect, useState } from 'react'
import type { SavedFilter } from '../../../shared/search/saved-filter.ts'
import { call, currentConnection, subscribe, subscribeConnection } from '../../host.ts'
import { formatCount } from '../../ui/format-count.ts'
import { asCaptureFilter } from '../captures/filter-store.ts'
import { TIME_STEP_MS } from '../captures/time-step.ts'
import { type FilterCount, FilterCounter } from './filter-counter.ts'

/** How many captures match each filter, by its id, as text; what has not been counted yet is left out. */
export function useFilterCounts(filters: readonly SavedFilter[]): ReadonlyMap<string, string> {
  const [counts, setCounts] = useState<ReadonlyMap<string, FilterCount>>(new Map())
  const [counter, setCounter] = useState<FilterCounter | null>(null)

  useEffect(() => {
    const started = new FilterCounter({
      count: countMatching,
      now: () => performance.now(),
      wait: (ms) => new Promise((resolve) => setTimeout(resolve, ms)),
      changed: setCounts,
    })
    setCounter(started)
    const timer = setInterval(() => started.timePassed(), TIME_STEP_MS)
    const stopEvents = subscribe((event) => event.event === 'captures.changed' && started.capturesChanged())
    const stopConnection = subscribeConnection(() => currentConnection() === 'up' && started.capturesChanged())
    return () => {
      clearInterval(timer)
      stopEvents()
      stopConnection()
      started.close()
    }
  }, [])
  useEffect(() => counter?.setFilters(filters), [counter, filters])

  return new Map([...counts].map(([id, { count, isLeast }]) => [id, `${formatCount(count)}${isLeast ? '+' : ''}`]))
}

async function countMatching({ text, endpoint }: SavedFilter): Promise<FilterCount> {
  const filter = asCaptureFilter({ endpoint, text })
  const { count, searched } = await call('search.count', { filter })
  return { count, isLeast: searched < 1 }
}
