import type { HeaderPairs } from '../http/header-pairs.ts'

/** A request as a signature sees it: of a capture, or about to be sent. */
export interface SignatureRequest {
  readonly method: string
  /** Raw target as it was spelled, latin1. */
  readonly target: string
  /** Values are latin1, one character a byte. */
  readonly headers: HeaderPairs
  readonly body: Uint8Array
  /** The whole URL of this request as the provider spells it; null where that is not known. */
  readonly publicUrl: string | null
  /** The body is not all that was sent, so nothing that covers it can be checked. */
  readonly bodyIncomplete?: boolean
}

/** One secret (or public key, certificate, token, `user:password`) of an endpoint. */
export interface SignatureKey {
  /** What the user calls it; the only thing of it that results carry. */
  readonly name: string
  readonly value: string
  /** Names the key to the provider, where the scheme wants that: Braintree's public key, LiveKit's API key. */
  readonly id?: string | undefined
  /** The audience that tokens must be for (Google Pub/Sub). */
  readonly audience?: string | undefined
}

export interface CheckContext {
  /** The time judged at, Unix ms. */
  readonly now: number
  /**
   * How the provider is known. A missing signature is `invalid` where the user said who sends here, and `not checkable`
   * where the provider was only guessed from the request.
   */
  readonly providerIs: 'set' | 'detected'
  /** Replaces the scheme's own tolerance for old timestamps, and for future ones where it limits them. */
  readonly toleranceSeconds?: number | undefined
  /** Certificates and key sets that were fetched already, by URL. A check that lacks one says which (`key-not-fetched`). */
  readonly fetched?: ReadonlyMap<string, FetchedKey> | undefined
}

export type FetchedKey =
  | { readonly kind: 'fetched'; readonly text: string }
  | { readonly kind: 'unreachable'; readonly why: string }
