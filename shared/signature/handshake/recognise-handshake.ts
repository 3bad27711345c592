import type { Handshake } from './handshake.ts'
import { recognisers } from './handshake-recognisers.ts'
import type { HandshakeViews } from './handshake-views.ts'

/**
 * What a request asks, if it is a handshake. `provider`: the one that is set; null where it is told from each request, and
 * then only what needs no secret is a handshake.
 */
export function recogniseHandshake(request: HandshakeViews, provider: string | null): Handshake | null {
  for (const { kind, providers, detectable, step } of recognisers) {
    if (provider === null ? !detectable : !providers.includes(provider)) continue
    const found = step(request)
    if (found !== null) return { kind, step: found }
  }
  return null
}
