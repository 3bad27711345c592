import { useQuery } from '@tanstack/react-query'
import { useEffect } from 'react'
import { askAgain } from '../../app/told-queries.ts'
import { call, subscribe } from '../../host.ts'

const COUNT = ['captures', 'count'] as const
const REFRESH_MS = 1_000

/** How many captures there are, of any endpoint, and their bytes; asked again at most once a second. */
export function useCaptureCount() {
  return useQuery({ queryKey: COUNT, queryFn: () => call('captures.count', {}) })
}

/** Keeps the count true; used once, by the app. */
export function useFollowCaptureCount(): void {
  useEffect(() => {
    let timer: ReturnType<typeof setTimeout> | undefined
    let isOld = false
    const ask = () => {
      isOld = false
      void askAgain(COUNT)
      timer = setTimeout(() => {
        timer = undefined
        if (isOld) ask()
      }, REFRESH_MS)
    }
    const stop = subscribe((event) => {
      if (event.event !== 'captures.changed') return
      if (timer === undefined) ask()
      else isOld = true
    })
    return () => {
      stop()
      clearTimeout(timer)
    }
  }, [])
}
