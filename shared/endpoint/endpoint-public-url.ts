import type { TunnelKindId } from '../tunnel/tunnel-kind.ts'
import type { TunnelState } from '../tunnel/tunnel-state.ts'
import { DEFAULT_ENDPOINT, type Endpoint } from './endpoint.ts'

type Addressed = Pick<Endpoint, 'slug' | 'access' | 'publicUrl'>

/** What a provider is given; or why there is nothing to give. */
export type EndpointPublicUrl =
  | {
      readonly kind: 'url'
      readonly url: string
      /** `set`: the user said that it is the one that the provider has. */
      readonly from: 'set' | 'tunnel'
    }
  | { readonly kind: 'none'; readonly why: string }

/**
 * The URL at which a provider reaches an endpoint: the one that the user named, else the tunnel's with the slug and the
 * path token behind it.
 */
export function endpointPublicUrl(endpoint: Addressed, tunnel: TunnelState): EndpointPublicUrl {
  if (endpoint.publicUrl !== null) return { kind: 'url', url: endpoint.publicUrl, from: 'set' }
  if (tunnel.kind !== 'open' && tunnel.kind !== 'degraded') return { kind: 'none', why: 'No tunnel is open.' }
  return tunnelUrl(endpoint, tunnel.via, tunnel.url)
}

/** Those of many, by their slugs. */
export function publicUrlsOf(endpoints: ReadonlyArray<Addressed>, tunnel: TunnelState): Map<string, string> {
  const urls = new Map<string, string>()
  for (const endpoint of endpoints) {
    const found = endpointPublicUrl(endpoint, tunnel)
    if (found.kind === 'url') urls.set(endpoint.slug, found.url)
  }
  return urls
}

function tunnelUrl(endpoint: Addressed, via: TunnelKindId, base: string): EndpointPublicUrl {
  if (via !== 'smee') return { kind: 'url', url: joined(base, endpointPath(endpoint)), from: 'tunnel' }
  if (endpoint.slug !== DEFAULT_ENDPOINT) {
    return { kind: 'none', why: 'smee passes no paths on, so everything that is posted there comes to default.' }
  }
  if (endpoint.access.pathToken !== null) {
    return { kind: 'none', why: 'smee passes no paths on, so the path token of default can never arrive.' }
  }
  return { kind: 'url', url: base, from: 'tunnel' }
}

/** The path of an endpoint, on whatever host: `/stripe`, `/stripe/token`, `/token`, or `/`. */
export function endpointPath({ slug, access }: Pick<Endpoint, 'slug' | 'access'>): string {
  const segments = [
    ...(slug === DEFAULT_ENDPOINT ? [] : [slug]),
    ...(access.pathToken === null ? [] : [access.pathToken]),
  ]
  return `/${segments.join('/')}`
}

/** The base may have a path of its own, where a proxy leads only that to Hookbench. */
function joined(base: string, path: string): string {
  return `${base.replace(/\/+$/, '')}${path}`
}
