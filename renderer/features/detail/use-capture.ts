import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { useEffect } from 'react'
import { askAgain } from '../../app/told-queries.ts'
import { call, subscribe } from '../../host.ts'

/** A capture whole, but for its body; kept true while it is shown. The one before stays until it is there. */
export function useCapture(id: string) {
  useEffect(
    () =>
      subscribe((event) => {
        if (event.event !== 'captures.changed') return
        const isTouched =
          event.overflow || event.deletedIds.includes(id) || event.captures.some((capture) => capture.id === id)
        if (isTouched) void askAgain(['capture', id])
      }),
    [id],
  )
  return useQuery({
    queryKey: ['capture', id],
    queryFn: () => call('captures.get', { id }),
    placeholderData: keepPreviousData,
    // Events are followed only while it is shown, so what was seen before may have aged.
    staleTime: 0,
  })
}
