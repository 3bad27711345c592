import { useQuery } from '@tanstack/react-query'
import { useMemo } from 'react'
import { GENERIC_PROVIDER } from '../../../shared/endpoint/endpoint-signing.ts'
import type { ProviderSummary } from '../../../shared/signature/provider-summary.ts'
import { call } from '../../host.ts'

const OWN_SCHEME = 'Own scheme'

const NONE: readonly ProviderSummary[] = []

/** The catalogue of providers, by name. It comes with the engine and never changes. */
export function useProviders(): readonly ProviderSummary[] {
  return (
    useQuery({ queryKey: ['providers'], queryFn: () => call('signature.providers', {}), staleTime: Infinity }).data ??
    NONE
  )
}

export function useProvider(id: string | null): ProviderSummary | undefined {
  return useProviders().find((provider) => provider.id === id)
}

/** What providers are called, by id. */
export function useProviderNames(): ReadonlyMap<string, string> {
  const providers = useProviders()
  return useMemo(
    () => new Map([[GENERIC_PROVIDER, OWN_SCHEME], ...providers.map(({ id, name }) => [id, name] as const)]),
    [providers],
  )
}
