import { useQuery } from '@tanstack/react-query'
import { useEffect } from 'react'
import type { CaptureSummary } from '../../../shared/capture/capture.ts'
import { askAgain } from '../../app/told-queries.ts'
import { call, subscribe } from '../../host.ts'
import type { Attempts } from './attempts.ts'

/** The captures that tell of the same event as the one shown; kept true while it is shown. */
export function useAttempts({ id, seq, endpoint }: CaptureSummary): Attempts {
  const { data } = useQuery({
    queryKey: ['attempts', id],
    queryFn: () => call('captures.attempts', { id }),
    // Events are followed only while it is shown, so what was seen before may have aged.
    staleTime: 0,
  })
  useEffect(
    () =>
      subscribe((event) => {
        if (event.event !== 'captures.changed') return
        // What came later repeats it; an earlier one may have been brought back.
        const mayBeOfIt = (one: CaptureSummary) => one.endpoint === endpoint && (one.duplicate || one.seq <= seq)
        if (event.overflow || event.deletedIds.length > 0 || event.captures.some(mayBeOfIt)) {
          void askAgain(['attempts', id])
        }
      }),
    [id, seq, endpoint],
  )
  return data ?? NONE
}

const NONE: Attempts = { captures: [], isWhole: true }
