import type { ComputedAnswer, HandshakeAnswer, HandshakeKind, HandshakeStep } from './handshake.ts'
import type { HandshakeViews } from './handshake-views.ts'

/** How one kind of handshake is told, and answered. */
export interface Recogniser {
  readonly kind: HandshakeKind
  /** Ids of the catalogue that ask so. */
  readonly providers: ReadonlyArray<string>
  /**
   * What the question by itself says of who asks, at an endpoint that tells its provider from each request. `who`: only
   * they ask so. `perhaps`: it looks like theirs. `little`: it is theirs where something else in the request says so.
   * `nothing`: it is a question only where they are set.
   */
  readonly tells: 'who' | 'perhaps' | 'little' | 'nothing'
  step(request: HandshakeViews): HandshakeStep | null
}

/** Any answer of success will do. */
export const SUCCESS: HandshakeStep = { needs: 'success' }

/** What is sent back as it came; null: it is not there, so that nothing is asked. */
export function echoed(
  value: string | null,
  answerWith: (value: string) => HandshakeAnswer | null,
): HandshakeStep | null {
  if (value === null) return null
  const answer = answerWith(value)
  return answer === null ? { needs: 'refusal', why: 'value-not-echoed' } : { needs: 'nothing', answer }
}

/** Whoever computes with a secret does it only for tokens that can be no signed content of anybody's. */
const COMPUTED_TOKEN = /^[A-Za-z0-9_-]{1,128}$/

export function computed(compute: ComputedAnswer, token: string | null, form = COMPUTED_TOKEN): HandshakeStep | null {
  if (token === null) return null
  if (!COMPUTED_TOKEN.test(token) || !form.test(token)) return { needs: 'refusal', why: 'token-not-plain' }
  return { needs: 'secret', compute, token }
}

export function hasOnly(json: unknown, key: string): boolean {
  if (typeof json !== 'object' || json === null || Array.isArray(json)) return false
  const keys = Object.keys(json)
  return keys.length === 1 && keys[0] === key
}
