import type { Content } from './crypto.ts'

/** What a check found. Holds the expected signature: it goes to the user's own screen and nowhere else. */
export type SignatureCheck =
  | { readonly verdict: 'valid'; readonly judgedAt: number; readonly working: Working }
  | {
      readonly verdict: 'invalid'
      readonly judgedAt: number
      readonly problem: SignatureProblem
      /** Every scheme and key that was tried, the most telling first; empty where nothing could be compared. */
      readonly workings: ReadonlyArray<Working>
    }
  | { readonly verdict: 'not-checkable'; readonly judgedAt: number; readonly reason: NotCheckableReason }

/** How one scheme with one key came to its result. */
export interface Working {
  /** Position among the provider's schemes. */
  readonly schemeIndex: number
  /** Of the variant, as `v3`; null if the provider has only one scheme. */
  readonly schemeName: string | null
  /** `HMAC-SHA256`, `Ed25519`, … */
  readonly algorithm: string
  /** Where the signature was: `header Stripe-Signature`, `JSON field /signature/signature`. */
  readonly signatureFrom: string
  /** The value that held it, whole, as received. */
  readonly signatureValue: string
  /** Name of the key. */
  readonly keyName: string
  /** Exactly what was signed, in pieces. */
  readonly signedContent: Content
  /** Null where only a private key could compute it. */
  readonly computed: string | null
  /** The signature compared with, as text. */
  readonly received: string
  readonly matches: boolean
  readonly timestamp: TimestampCheck | null
  /** Claims of a token, or fields beside the signature, that had to be right. */
  readonly conditions: ReadonlyArray<ConditionCheck>
}

export interface TimestampCheck {
  /** `header X-Slack-Request-Timestamp`, `t of header Stripe-Signature`. */
  readonly from: string
  readonly text: string
  /** Unix ms. */
  readonly at: number
  /** At the time judged at; negative in the future. */
  readonly ageSeconds: number
  /** Null: the provider limits no age. */
  readonly maxAgeSeconds: number | null
  /** Null: the provider accepts any future timestamp. */
  readonly maxFutureSeconds: number | null
  readonly state: 'fresh' | 'too-old' | 'in-future' | 'not-limited'
  /** Unix ms from which it counts as too old: with it a screen says "valid then, stale now". */
  readonly staleAt: number | null
}

export interface ConditionCheck {
  /** `claim iss`, `header BOX-SIGNATURE-VERSION`. */
  readonly what: string
  readonly expected: string
  readonly received: string | null
  readonly holds: boolean
}

export type SignatureProblem =
  | { readonly kind: 'signature-missing'; readonly where: string }
  | { readonly kind: 'signature-malformed'; readonly where: string; readonly value: string; readonly why: string }
  | { readonly kind: 'version-unknown'; readonly where: string; readonly value: string; readonly expected: string }
  | { readonly kind: 'timestamp-missing'; readonly where: string }
  | { readonly kind: 'timestamp-malformed'; readonly where: string; readonly value: string; readonly unit: string }
  | { readonly kind: 'timestamp-too-old'; readonly ageSeconds: number; readonly maxAgeSeconds: number }
  | { readonly kind: 'timestamp-in-future'; readonly aheadSeconds: number; readonly maxFutureSeconds: number }
  /** Something else that is part of the signed content: the message id, a header, a field of the body. */
  | { readonly kind: 'content-missing'; readonly what: string }
  | { readonly kind: 'condition-failed'; readonly condition: ConditionCheck }
  | { readonly kind: 'key-url-untrusted'; readonly url: string; readonly trusted: string }
  | { readonly kind: 'no-key-of-that-id'; readonly id: string }
  /** The header stands there several times with different values, of which one is right: who reads which is not known. */
  | { readonly kind: 'signatures-contradict'; readonly header: string; readonly count: number }
  | { readonly kind: 'signature-mismatch' }

export type NotCheckableReason =
  | { readonly kind: 'provider-unknown' }
  /** The provider signs nothing; `why` says what it offers instead. */
  | { readonly kind: 'provider-unsigned'; readonly why: string }
  | { readonly kind: 'scheme-unknown'; readonly why: string }
  | { readonly kind: 'no-key' }
  | { readonly kind: 'key-unusable'; readonly keyName: string; readonly why: string }
  | { readonly kind: 'no-signature'; readonly where: string }
  /** Fetch it from this trusted URL and check again with it in `fetched`. */
  | { readonly kind: 'key-not-fetched'; readonly url: string }
  | { readonly kind: 'key-unreachable'; readonly url: string; readonly why: string }
  | { readonly kind: 'public-url-unknown' }
  | { readonly kind: 'body-incomplete' }
  /** The signature stands in the body, or needs it taken apart, and it is too long for that. */
  | { readonly kind: 'body-too-long'; readonly limit: number }
