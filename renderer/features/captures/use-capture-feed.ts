import { useEffect, useMemo, useSyncExternalStore } from 'react'
import { call, currentConnection, subscribe, subscribeConnection } from '../../host.ts'
import { CaptureFeedSource, type FeedState } from './capture-feed-source.ts'
import { asCaptureFilter, useFilter } from './filter-store.ts'
import { TIME_STEP_MS } from './time-step.ts'

/** What the list shows. */
export const captureFeed = new CaptureFeedSource({ call, subscribe })

/** The captures that the filter shows, live. */
export function useCaptureFeed(): FeedState & { readonly source: CaptureFeedSource } {
  const filterState = useFilter()
  const filter = useMemo(() => asCaptureFilter(filterState), [filterState])
  useEffect(() => captureFeed.start(), [])
  useEffect(() => captureFeed.setFilter(filter), [filter])
  useEffect(() => {
    const timer = setInterval(captureFeed.timePassed, TIME_STEP_MS)
    return () => clearInterval(timer)
  }, [])
  // Whatever happened while the engine was away was missed.
  useEffect(() => subscribeConnection(() => currentConnection() === 'up' && captureFeed.refresh()), [])
  return { ...useSyncExternalStore(captureFeed.subscribe, captureFeed.state), source: captureFeed }
}
