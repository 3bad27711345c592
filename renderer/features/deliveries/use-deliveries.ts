import { useQuery } from '@tanstack/react-query'
import { useEffect } from 'react'
import type { DeliveryDetail, DeliverySummary } from '../../../shared/delivery/delivery.ts'
import { queryClient } from '../../app/query-client.ts'
import { askAgain, isAsked } from '../../app/told-queries.ts'
import { call, subscribe } from '../../host.ts'

const keyOf = (captureId: string) => ['deliveries', captureId] as const

/** What was sent from a capture, newest first; kept true while it is shown. */
export function useDeliveries(captureId: string) {
  useEffect(
    () =>
      subscribe((event) => {
        if (event.event !== 'deliveries.added') return
        const added = event.deliveries.filter((delivery) => delivery.captureId === captureId)
        if (added.length > 0) addDeliveries(captureId, added)
      }),
    [captureId],
  )
  return useQuery({
    queryKey: keyOf(captureId),
    queryFn: () => call('deliveries.list', { captureId }),
    // Events are followed only while it is shown, so what was seen before may have aged.
    staleTime: 0,
  })
}

/** A delivery with everything but its bodies. It never changes. */
export function useDelivery(id: string) {
  return useQuery({ queryKey: ['delivery', id], queryFn: () => call('deliveries.get', { id }) })
}

/** Takes in a delivery that has just ended, without waiting to be told of it. */
export function rememberDelivery(delivery: DeliveryDetail): void {
  queryClient.setQueryData(['delivery', delivery.id], delivery)
  addDeliveries(delivery.captureId, [delivery])
}

function addDeliveries(captureId: string, added: readonly DeliverySummary[]): void {
  const queryKey = keyOf(captureId)
  queryClient.setQueryData<DeliverySummary[]>(queryKey, (before) => {
    // Nobody looks: whoever does will ask.
    if (before === undefined) return undefined
    const fresh = added.filter((one) => before.every((known) => known.id !== one.id))
    return [...fresh, ...before].sort((one, other) => other.startedAt - one.startedAt)
  })
  // The answer that is under way may not have them.
  if (isAsked(queryKey)) void askAgain(queryKey)
}
