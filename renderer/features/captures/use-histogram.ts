import { useEffect, useState } from 'react'
import type { CallOutput } from '../../../shared/contract/contract.ts'
import { call, currentConnection, subscribe, subscribeConnection } from '../../host.ts'
import { asCaptureFilter } from './filter-store.ts'
import { type HistogramWindow, histogramWindow } from './histogram-window.ts'

const REFRESH_MS = 2_000

export interface Histogram extends CallOutput<'captures.histogram'> {
  readonly window: HistogramWindow
}

/** Counts of the last 15 minutes for an endpoint and text; asked for at most every 2 s, and only when something came. */
export function useHistogram(endpoint: string | null, text: string): Histogram | null {
  const [histogram, setHistogram] = useState<Histogram | null>(null)

  useEffect(() => {
    let timer: ReturnType<typeof setTimeout> | undefined
    let stale = false
    let ended = false

    async function refresh(): Promise<void> {
      stale = false
      const window = histogramWindow(Date.now())
      try {
        const counts = await call('captures.histogram', {
          ...asCaptureFilter({ endpoint, text }),
          ...window,
        })
        if (!ended) setHistogram({ window, ...counts })
      } catch {
        // The old bars stay until the next try; why the engine is away is said elsewhere.
      }
      if (ended) return
      timer = setTimeout(() => {
        timer = undefined
        if (stale) void refresh()
      }, REFRESH_MS)
    }
    const refreshSoon = () => {
      stale = true
      if (timer === undefined) {
        // Taken at once, so that events of the same moment do not ask twice.
        timer = setTimeout(() => void refresh(), 0)
      }
    }

    refreshSoon()
    const stop = subscribe((event) => event.event === 'captures.changed' && refreshSoon())
    // Nothing was told of what came while the engine was away.
    const stopConnection = subscribeConnection(() => currentConnection() === 'up' && refreshSoon())
    const slide = setInterval(refreshSoon, 15_000)
    return () => {
      ended = true
      stop()
      stopConnection()
      clearTimeout(timer)
      clearInterval(slide)
    }
  }, [endpoint, text])

  return histogram
}
