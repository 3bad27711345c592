import type { HeaderPairs } from '../../http/header-pairs.ts'
import type { HandshakeRefusal } from './handshake-refusal.ts'

/** A request that may ask whether this URL is the user's. */
export interface HandshakeRequest {
  readonly method: string
  /** Raw target, latin1. */
  readonly target: string
  readonly headers: HeaderPairs
  readonly body: Uint8Array
}

/** What the receiver answers in the place of the endpoint's own answer. */
export interface HandshakeAnswer {
  readonly status: number
  readonly headers: HeaderPairs
  /** Sent as UTF-8. */
  readonly body: string
}

/** What an answer needs. */
export type HandshakeStep =
  /** Nothing but the request. */
  | { readonly needs: 'nothing'; readonly answer: HandshakeAnswer }
  /** Any answer with a status of 200 to 299 will do: the endpoint's own, if it has one. */
  | { readonly needs: 'success' }
  /** That the token is one that the user saved. */
  | { readonly needs: 'verify-token'; readonly token: string; readonly answer: HandshakeAnswer }
  /** That the request's signature is right; the provider tries whether a wrong one is refused. */
  | { readonly needs: 'signature'; readonly valid: HandshakeAnswer; readonly invalid: HandshakeAnswer }
  /** A secret, which the answer is computed with: a stranger must not learn to sign by it. */
  | { readonly needs: 'secret'; readonly compute: ComputedAnswer; readonly token: string }
  /** That the user, or a setting, confirms it. */
  | { readonly needs: 'confirmation' }
  /** What it asks for is never given. */
  | { readonly needs: 'refusal'; readonly why: HandshakeRefusal }

export type ComputedAnswer = 'x-crc' | 'zoom-validation' | 'braintree-challenge' | 'ebay-challenge'

export interface Handshake {
  /** Name of the kind, as captures are marked with it. */
  readonly kind: HandshakeKind
  readonly step: HandshakeStep
  /** Of the catalogue. Those of `guessed` may have asked, and nothing else says so: they are answered where one is set. */
  readonly asker: { readonly known: 'set' | 'told' | 'guessed'; readonly provider: string }
}

/** That a capture is a handshake. */
export interface HandshakeMark {
  /** Mostly a `HandshakeKind`. */
  readonly kind: string
  /** Why it was not answered as the provider wants it; null: it was, or the endpoint's own answer would do. */
  readonly refusal: HandshakeRefusal | null
}

export type HandshakeKind =
  | 'adobe-sign'
  | 'asana'
  | 'aws-sns'
  | 'azure-event-grid'
  | 'braintree'
  | 'challenge'
  | 'discord'
  | 'ebay'
  | 'front'
  | 'lark'
  | 'meta'
  | 'microsoft-graph'
  | 'monday'
  | 'notion'
  | 'okta'
  | 'ping'
  | 'slack'
  | 'twitch'
  | 'websub'
  | 'worldline'
  | 'x'
  | 'xero'
  | 'zoom'
