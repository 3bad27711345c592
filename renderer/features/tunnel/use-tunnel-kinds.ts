import { useQuery } from '@tanstack/react-query'
import { askAgain } from '../../app/told-queries.ts'
import { call } from '../../host.ts'

const KINDS = ['tunnel-kinds'] as const

/** Which kinds can be used here. Programs come and go, so it is looked up each time that somebody wants to see it. */
export function useTunnelKinds() {
  return useQuery({ queryKey: KINDS, queryFn: () => call('tunnel.kinds', {}), staleTime: 0 })
}

/** Looks again: a program's place or a secret was set. */
export function refreshTunnelKinds(): void {
  void askAgain(KINDS)
}
