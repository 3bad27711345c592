import type { EndpointProvider } from '../../../shared/endpoint/endpoint-signing.ts'
import type { GivenUrl } from '../../../shared/endpoint/request-url.ts'
import type { FetchedKey } from '../../../shared/signature/signature-request.ts'
import type { OpenSecret } from './endpoint-secrets.ts'

/** Everything about an endpoint that decides a verdict. Holds secrets: it stays inside the engine's process. */
export interface SigningSetup {
  readonly provider: EndpointProvider
  readonly secrets: ReadonlyArray<OpenSecret>
  readonly url: GivenUrl
}

/** By slug. An endpoint that is not in it was forgotten, and has nothing set up. */
export type SigningSetups = ReadonlyMap<string, SigningSetup>

export type FetchedKeys = ReadonlyMap<string, FetchedKey>

export const NO_SETUP: SigningSetup = {
  provider: { kind: 'detect' },
  secrets: [],
  url: { set: null, path: '/', tunnel: null },
}
