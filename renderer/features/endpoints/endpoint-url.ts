import { DEFAULT_ENDPOINT } from '../../../shared/endpoint/endpoint.ts'
import type { EngineState } from '../../../shared/engine/engine-state.ts'
import { publicUrlOf } from '../../../shared/tunnel/tunnel-state.ts'

/** The URL to give to a provider, by which way; null where there is no public one. `default` takes every path. */
export function endpointUrl(engine: EngineState, slug: string, way: 'local'): string
export function endpointUrl(engine: EngineState, slug: string, way: 'public'): string | null
export function endpointUrl(engine: EngineState, slug: string, way: 'local' | 'public'): string | null {
  const base = way === 'local' ? localUrl(engine) : publicUrlOf(engine.tunnel)
  if (base === null) return null
  return `${base.replace(/\/$/, '')}/${slug === DEFAULT_ENDPOINT ? '' : slug}`
}

/** The public URL if there is one, else the local one. */
export function bestEndpointUrl(engine: EngineState, slug: string): string {
  return endpointUrl(engine, slug, 'public') ?? endpointUrl(engine, slug, 'local')
}

/** Where the receiver listens on this machine. */
export function localUrl(engine: EngineState): string {
  return engine.receiver.urls[0] ?? `http://127.0.0.1:${engine.receiver.port}`
}
