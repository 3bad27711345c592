import type { Handshake } from './handshake.ts'
import { recognisers } from './handshake-recognisers.ts'
import type { HandshakeViews } from './handshake-views.ts'

/** Who may ask at an endpoint: the provider that is set, or those that a request looks like (looked for when that counts). */
export type PossibleAskers = { readonly set: string } | { readonly detected: () => ReadonlyArray<string> }

/** What a request asks, if it is a handshake. */
export function recogniseHandshake(request: HandshakeViews, askers: PossibleAskers): Handshake | null {
  return 'set' in askers ? askedBy(askers.set, request) : askedByAnyone(request, askers.detected)
}

function askedBy(provider: string, request: HandshakeViews): Handshake | null {
  for (const { kind, providers, step } of recognisers) {
    if (!providers.includes(provider)) continue
    const found = step(request)
    if (found !== null) return { kind, step: found, asker: { known: 'set', provider } }
  }
  return null
}

function askedByAnyone(request: HandshakeViews, detected: () => ReadonlyArray<string>): Handshake | null {
  let guess: Handshake | null = null
  for (const { kind, providers, tells, step } of recognisers) {
    const found = tells === 'nothing' ? null : step(request)
    if (found === null) continue
    const told = detected().find((id) => providers.includes(id)) ?? (tells === 'who' ? providers[0] : undefined)
    if (told !== undefined) return { kind, step: found, asker: { known: 'told', provider: told } }
    const [first] = providers
    // What another provider sent is no question of this one's.
    if (guess === null && tells === 'perhaps' && first !== undefined && detected().length === 0) {
      guess = { kind, step: found, asker: { known: 'guessed', provider: first } }
    }
  }
  return guess
}
