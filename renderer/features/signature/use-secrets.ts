import { useQuery } from '@tanstack/react-query'
import { useEffect } from 'react'
import { askAgain } from '../../app/told-queries.ts'
import { call, subscribe } from '../../host.ts'

/** The secrets of an endpoint, without their values, kept true while they are shown. */
export function useSecrets(endpoint: string) {
  useEffect(
    () =>
      subscribe((event) => {
        if (event.event === 'secrets.changed' && event.endpoint === endpoint) void askAgain(['secrets', endpoint])
      }),
    [endpoint],
  )
  return useQuery({
    queryKey: ['secrets', endpoint],
    queryFn: () => call('secrets.list', { endpoint }),
    // Events are followed only while they are shown.
    staleTime: 0,
  })
}
