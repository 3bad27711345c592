import { useQuery } from '@tanstack/react-query'
import { useEffect } from 'react'
import { setTold } from '../../app/told-queries.ts'
import { call, subscribe } from '../../host.ts'

const CHECK = ['tunnel-check'] as const

/** The check of a tunnel that runs, and the newest that ended. */
export function useTunnelCheck() {
  useEffect(() => subscribe((event) => event.event === 'tunnel.check' && setTold(CHECK, event.state)), [])
  return useQuery({ queryKey: CHECK, queryFn: () => call('tunnel.lastCheck', {}), staleTime: 0 })
}
