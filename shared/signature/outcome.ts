import type { SignatureCrypto } from './crypto.ts'
import type { RequestReader } from './request-reader.ts'
import type { NotCheckableReason, SignatureProblem, Working } from './signature-check.ts'
import type { CheckContext, SignatureKey } from './signature-request.ts'

/** What every scheme is given. */
export interface CheckInput {
  readonly request: RequestReader
  readonly keys: ReadonlyArray<SignatureKey>
  readonly context: CheckContext
  readonly crypto: SignatureCrypto
}

/** What one scheme found. */
export type Outcome =
  | { readonly kind: 'valid'; readonly working: Working }
  | { readonly kind: 'invalid'; readonly problem: SignatureProblem; readonly workings: ReadonlyArray<Working> }
  | { readonly kind: 'not-checkable'; readonly reason: NotCheckableReason }

export function invalid(problem: SignatureProblem, workings: ReadonlyArray<Working> = []): Outcome {
  return { kind: 'invalid', problem, workings }
}

export function notCheckable(reason: NotCheckableReason): Outcome {
  return { kind: 'not-checkable', reason }
}

/** Of two failures the one that got further: a signature that fits but is old says more than a header that is not there. */
export function moreTelling(left: Outcome, right: Outcome): Outcome {
  return rank(right) > rank(left) ? right : left
}

function rank(outcome: Outcome): number {
  if (outcome.kind === 'valid') return 10
  if (outcome.kind === 'not-checkable') {
    // Nothing else can be said of a request whose signature is there but whose key is not.
    if (outcome.reason.kind === 'no-key') return 9
    return outcome.reason.kind === 'key-unusable' ? SIGNATURE_READ : 2
  }
  if (outcome.workings.some((working) => working.matches)) return 8
  return PROBLEM_RANK[outcome.problem.kind]
}

/** The signature was there in the form that the scheme wants. */
const SIGNATURE_READ = 4

const PROBLEM_RANK: Readonly<Record<SignatureProblem['kind'], number>> = {
  'timestamp-too-old': 7,
  'timestamp-in-future': 7,
  'key-url-untrusted': 7,
  'signatures-contradict': 6,
  'signature-mismatch': 6,
  'no-key-of-that-id': 6,
  'condition-failed': 5,
  'timestamp-missing': SIGNATURE_READ,
  'timestamp-malformed': SIGNATURE_READ,
  'content-missing': SIGNATURE_READ,
  'version-unknown': 3,
  'signature-malformed': 3,
  'signature-missing': 1,
}
