import type { HeaderPairs } from '../../http/header-pairs.ts'
import { checkScheme } from '../check-scheme.ts'
import type { SignatureCrypto } from '../crypto.ts'
import type { Outcome } from '../outcome.ts'
import { readRequest } from '../request-reader.ts'
import type { Scheme } from '../scheme.ts'
import type { SignatureProblem, Working } from '../signature-check.ts'
import type { CheckContext, SignatureKey, SignatureRequest } from '../signature-request.ts'

/** What a request would have been if a guess is right: only what the guess changes. */
export interface Changes {
  readonly body?: Uint8Array
  readonly publicUrl?: string
  readonly method?: string
  readonly headers?: HeaderPairs
  readonly keys?: ReadonlyArray<SignatureKey>
  readonly schemes?: ReadonlyArray<Scheme>
}

export interface Attempt {
  readonly request: SignatureRequest
  readonly keys: ReadonlyArray<SignatureKey>
  readonly schemes: ReadonlyArray<Scheme>
}

export interface Fit {
  readonly working: Working
  /** What is wrong beside: a timestamp, a condition. */
  readonly problem: SignatureProblem | null
  readonly attempt: Attempt
}

export function withChanges(attempt: Attempt, changes: Changes): Attempt {
  const { request } = attempt
  return {
    request: {
      ...request,
      body: changes.body ?? request.body,
      method: changes.method ?? request.method,
      publicUrl: changes.publicUrl ?? request.publicUrl,
      headers: changes.headers ?? request.headers,
    },
    keys: changes.keys ?? attempt.keys,
    schemes: changes.schemes ?? attempt.schemes,
  }
}

/** The first scheme by which the signature fits; with `whole`, only if all that stands beside it holds too. */
export function tryAttempt(
  attempt: Attempt,
  context: CheckContext,
  crypto: SignatureCrypto,
  whole: boolean,
): Fit | null {
  const request = readRequest(attempt.request, crypto)
  for (const [index, scheme] of attempt.schemes.entries()) {
    const outcome = checkScheme(scheme, index, { request, keys: attempt.keys, context, crypto })
    const fit = fitOf(outcome, attempt)
    if (fit !== null && (!whole || fit.working.conditions.every(({ holds }) => holds))) return fit
  }
  return null
}

function fitOf(outcome: Outcome, attempt: Attempt): Fit | null {
  if (outcome.kind === 'valid') return { working: outcome.working, problem: null, attempt }
  if (outcome.kind === 'not-checkable') return null
  const working = outcome.workings.find(({ matches }) => matches)
  return working === undefined ? null : { working, problem: outcome.problem, attempt }
}
