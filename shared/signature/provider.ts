import type { Scheme } from './scheme.ts'
import type { ValueSource } from './value-source.ts'

/** A known sender of webhooks. Everything here is data: one entry in `catalogue/` adds a provider. */
export interface Provider {
  readonly id: string
  readonly name: string
  readonly category: string
  readonly docsUrl: string
  readonly detect: Detection
  /** Tried in turn; empty where nothing can be checked, and then `unsigned` or `unknown` says why. */
  readonly schemes: ReadonlyArray<Scheme>
  /** It signs nothing: what it offers instead. */
  readonly unsigned?: string
  /** It signs, and how is not known: what is missing. */
  readonly unknown?: string
  /** What its secret looks like, for the field in which one is pasted. */
  readonly secret: SecretHelp
  readonly handshake: HandshakeFact | null
  /** Of the event, not of what it is about: attempts of one event share it, and no other has it. The first that is there counts. */
  readonly eventId: ReadonlyArray<ValueSource>
  readonly eventType: ReadonlyArray<ValueSource>
  /** Says more of the type: `pull_request`, and then `opened`. */
  readonly eventAction?: ValueSource
  /** Counts the attempts of a delivery. */
  readonly attempt: ReadonlyArray<ValueSource>
  readonly ackTimeoutSeconds: number | null
  readonly retryPolicy: string | null
  /** What surprises in its scheme. */
  readonly notes: string | null
  readonly confidence: Confidence
  /** Where the facts come from. */
  readonly sources: ReadonlyArray<string>
}

/** How its requests are recognised. Names are in lower case. */
export interface Detection {
  readonly headers: ReadonlyArray<string>
  /** Beginning of its User-Agent. */
  readonly userAgent?: string
  /** Headers whose value begins so. */
  readonly values?: ReadonlyArray<{ readonly header: string; readonly startsWith: string }>
  /** Fields of the body that only it has: all of them must be there. */
  readonly body?: ReadonlyArray<ValueSource>
  /** Others use its headers too: it is chosen where nothing speaks for one of them. */
  readonly generic?: boolean
}

export interface SecretHelp {
  /** What it is and how it is used. */
  readonly format: string
  /** What it begins with. */
  readonly prefix?: string
}

export interface HandshakeFact {
  readonly method: string
  /** What in the request asks for it. */
  readonly when: string
  readonly answer: string
}

/**
 * `sdk-verified` was run through the provider's own SDK, `sdk-read` was read in its source, `documented` in the provider's
 * docs; `secondhand` and `general-knowledge` come from elsewhere.
 */
export type Certainty = 'sdk-verified' | 'sdk-read' | 'documented' | 'secondhand' | 'general-knowledge'

export interface Confidence {
  readonly scheme: Certainty
  readonly events: Certainty | null
  readonly handshake: Certainty | null
  readonly delivery: Certainty | null
}
