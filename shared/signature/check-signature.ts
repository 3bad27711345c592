import type { HeaderPairs } from '../http/header-pairs.ts'
import { checkScheme } from './check-scheme.ts'
import type { SignatureCrypto } from './crypto.ts'
import { moreTelling, type Outcome } from './outcome.ts'
import type { Provider } from './provider.ts'
import { readRequest } from './request-reader.ts'
import type { Scheme } from './scheme.ts'
import type { SignatureCheck, Working } from './signature-check.ts'
import type { CheckContext, SignatureKey, SignatureRequest } from './signature-request.ts'

/** Who is said to have signed: a provider of the catalogue, or a scheme that the user set up. */
export type Signer = { readonly provider: Provider } | { readonly scheme: Scheme }

/**
 * Judges a request at `context.now`. Its schemes and keys are tried in turn and the first that fits decides; if none does,
 * the most telling failure is the problem. Synchronous: what has to be fetched is named (`key-not-fetched`), for the caller
 * to fetch and ask again.
 */
export function checkSignature(
  request: SignatureRequest,
  signer: Signer | null,
  keys: ReadonlyArray<SignatureKey>,
  context: CheckContext,
  crypto: SignatureCrypto,
): SignatureCheck {
  const judgedAt = context.now
  if (signer === null) return { verdict: 'not-checkable', judgedAt, reason: { kind: 'provider-unknown' } }
  const schemes = 'scheme' in signer ? [signer.scheme] : signer.provider.schemes
  if (schemes.length === 0 && 'provider' in signer) {
    return { verdict: 'not-checkable', judgedAt, reason: uncheckable(signer.provider) }
  }

  const input = { request: readRequest(request, crypto), keys, context, crypto }
  let best: Outcome | null = null
  const workings: Working[] = []
  for (let schemeIndex = 0; schemeIndex < schemes.length; schemeIndex++) {
    const scheme = schemes[schemeIndex] as Scheme
    const outcome = checkScheme(scheme, schemeIndex, input)
    if (outcome.kind === 'valid') return accepted(outcome.working, scheme, request, judgedAt)
    if (outcome.kind === 'invalid') workings.push(...outcome.workings)
    best = best === null ? outcome : moreTelling(best, outcome)
  }
  return conclude(best, workings, judgedAt, context)
}

/** A right signature, unless another one contradicts it: which of them a handler reads depends on what it is written in. */
function accepted(working: Working, scheme: Scheme, { headers }: SignatureRequest, judgedAt: number): SignatureCheck {
  const { signatureFrom } = working
  const places = [...(mayRepeat(scheme) ? [] : [signatureFrom]), working.timestamp?.from ?? '']
  for (const place of places) {
    if (!place.startsWith(IN_HEADER)) continue
    const header = place.slice(IN_HEADER.length)
    const count = differentValues(headers, header)
    if (count === 1) continue
    const problem = { kind: 'signatures-contradict', header, count } as const
    return { verdict: 'invalid', judgedAt, problem, workings: [working] }
  }
  return { verdict: 'valid', judgedAt, working }
}

const IN_HEADER = 'header '

/** `Signature` of RFC 9421 is a dictionary, and one that goes on in a second line is the same dictionary. */
function mayRepeat(scheme: Scheme): boolean {
  if (scheme.kind === 'custom') return scheme.custom === 'http-message-signature'
  return 'signature' in scheme && scheme.signature.repeated === true
}

/** Nearly always one, which is found without making anything. */
function differentValues(headers: HeaderPairs, name: string): number {
  let first: string | undefined
  let others: Set<string> | undefined
  for (const [key, value] of headers) {
    if (key.length !== name.length || (key !== name && key.toLowerCase() !== name.toLowerCase())) continue
    if (first === undefined) first = value.trim()
    else if (value.trim() !== first) others = (others ?? new Set()).add(value.trim())
  }
  return 1 + (others?.size ?? 0)
}

function uncheckable(provider: Provider) {
  return provider.unsigned === undefined
    ? ({ kind: 'scheme-unknown', why: provider.unknown ?? 'Nothing is known about how it signs.' } as const)
    : ({ kind: 'provider-unsigned', why: provider.unsigned } as const)
}

function conclude(
  best: Outcome | null,
  workings: ReadonlyArray<Working>,
  judgedAt: number,
  context: CheckContext,
): SignatureCheck {
  if (best === null || best.kind === 'valid') throw new Error('A check without a scheme ended in a verdict')
  if (best.kind === 'not-checkable') return { verdict: 'not-checkable', judgedAt, reason: best.reason }
  if (best.problem.kind === 'signature-missing' && context.providerIs === 'detected') {
    return { verdict: 'not-checkable', judgedAt, reason: { kind: 'no-signature', where: best.problem.where } }
  }
  const first = best.workings[0]
  const others = workings.filter((working) => working !== first)
  return {
    verdict: 'invalid',
    judgedAt,
    problem: best.problem,
    workings: first === undefined ? others : [first, ...others],
  }
}
