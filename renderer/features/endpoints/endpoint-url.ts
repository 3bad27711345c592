import { type AccessRules, NO_ACCESS_RULES } from '../../../shared/endpoint/access-rules.ts'
import { DEFAULT_ENDPOINT, type Endpoint } from '../../../shared/endpoint/endpoint.ts'
import { type EndpointPublicUrl, endpointPublicUrl } from '../../../shared/endpoint/endpoint-public-url.ts'
import type { EngineState } from '../../../shared/engine/engine-state.ts'

/** What of an endpoint its URLs depend on. */
export type Addressed = Pick<Endpoint, 'slug' | 'access' | 'publicUrl'>

/** An endpoint that is not there yet, or not known yet. */
export function plainEndpoint(slug: string, access: AccessRules = NO_ACCESS_RULES): Addressed {
  return { slug, access, publicUrl: null }
}

/** Where programs on this machine send to. `default` takes every path; here no path token is asked for. */
export function localEndpointUrl(engine: EngineState, { slug }: Pick<Endpoint, 'slug'>): string {
  return `${localUrl(engine)}/${slug === DEFAULT_ENDPOINT ? '' : slug}`
}

/** What a provider is given, or why there is nothing to give. */
export function publicEndpointUrl(engine: EngineState, endpoint: Addressed): EndpointPublicUrl {
  return endpointPublicUrl(endpoint, engine.tunnel)
}

/** The public URL if there is one, else the local one. */
export function bestEndpointUrl(engine: EngineState, endpoint: Addressed): string {
  const found = publicEndpointUrl(engine, endpoint)
  return found.kind === 'url' ? found.url : localEndpointUrl(engine, endpoint)
}

/** Where the receiver listens on this machine. */
export function localUrl(engine: EngineState): string {
  return engine.receiver.urls[0] ?? `http://127.0.0.1:${engine.receiver.port}`
}
