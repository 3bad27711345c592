import { checkScheme } from '../check-scheme.ts'
import { checkSignature } from '../check-signature.ts'
import type { SignatureCrypto } from '../crypto.ts'
import type { Outcome } from '../outcome.ts'
import { readRequest } from '../request-reader.ts'
import type { Scheme } from '../scheme.ts'
import type { SignatureCheck, Working } from '../signature-check.ts'
import type { SignatureKey, SignatureRequest } from '../signature-request.ts'
import { timestampProblem } from '../timestamp.ts'
import type { Cause } from './cause.ts'
import { coverageOf } from './coverage.ts'
import type { DiagnosisContext } from './diagnosis-context.ts'
import { misshapenCause } from './misshapen-signature.ts'
import { nothingFits } from './nothing-fits.ts'
import { PARSED_BYTES, type Probe } from './probe.ts'
import { lookAlike, type Renaming, renamedCause, renamings } from './probes/header-renamed.ts'
import { probes } from './probes/probes.ts'
import { signatureAlgorithm } from './probes/signature-algorithm.ts'
import { problemCause, reasonCause } from './read-problem.ts'
import { timestampCause } from './read-timestamp.ts'
import { type GuessBudget, openBudget, type ProbeResult, runProbes } from './run-probes.ts'
import { cutOffCause } from './signature-cut-off.ts'
import type { Subject } from './subject.ts'

/**
 * Why a check failed, the decisive cause first; empty for a valid one. Guesses are tried in turn, and one is named only if
 * it gives the received signature.
 */
export function diagnose(
  request: SignatureRequest,
  check: SignatureCheck,
  keys: ReadonlyArray<SignatureKey>,
  context: DiagnosisContext,
  crypto: SignatureCrypto,
): ReadonlyArray<Cause> {
  if (check.verdict === 'valid') return []
  const subject = subjectOf(request, check, keys, context, crypto)
  const working = check.verdict === 'invalid' ? (check.workings[0] ?? null) : null
  const read =
    check.verdict === 'invalid' ? problemCause(check.problem, working, subject) : reasonCause(check.reason, subject)
  if (!worthTrying(check)) return read === null ? [] : [read]

  const cutOff = cutOffCause(subject)
  if (cutOff !== null) return [cutOff]
  const budget = openBudget(subject)
  const older = isMissing(check) ? olderHeaderCauses(subject, budget) : null
  if (older !== null) return older
  const result = runProbes(probes, subject, working?.matches === true, budget)
  if (result.kind === 'proven') return provenCauses(result, working, subject)
  if (isMissing(check)) return [...missingCauses(read, subject, budget), ...staleToo(working, subject)]
  return [read ?? misshapenCause(subject) ?? nothingFits(result, subject), ...staleToo(working, subject)]
}

function isMissing(check: Exclude<SignatureCheck, { verdict: 'valid' }>): boolean {
  return check.verdict === 'invalid' ? check.problem.kind === 'signature-missing' : check.reason.kind === 'no-signature'
}

/** Another header may hold the signature, and something else may be wrong with it as well. */
function missingCauses(read: Cause | null, subject: Subject, budget: GuessBudget): Cause[] {
  const missing = read === null ? [] : [read]
  if (subject.keys.length === 0) return missing
  let nearest: Renaming | null = null
  for (const renaming of renamings(subject)) {
    nearest ??= renaming
    const causes = renamedCauses(probes, renaming, subject, budget)
    if (causes !== null) return causes
  }
  return nearest === null ? missing : [...missing, lookAlike(nearest, subject)]
}

/**
 * Only the header of an older version came, with its hash, as GitHub's `X-Hub-Signature`. Asked first: by the letter it may be
 * another provider's signature.
 */
function olderHeaderCauses(subject: Subject, budget: GuessBudget): Cause[] | null {
  for (const renaming of renamings(subject)) {
    const isOlder = renaming.headers.every(({ found, wanted }) =>
      wanted.toLowerCase().startsWith(`${found.toLowerCase()}-`),
    )
    const causes = isOlder ? renamedCauses([signatureAlgorithm], renaming, subject, budget) : null
    if (causes !== null) return causes
  }
  return null
}

/** Null if nothing else explains the signature once the header has its name. */
function renamedCauses(
  tried: ReadonlyArray<Probe>,
  { headers, request }: Renaming,
  { context, keys, crypto }: Subject,
  budget: GuessBudget,
): Cause[] | null {
  const check = checkSignature(request, context.signer, keys, context.check, crypto)
  if (check.verdict === 'valid') return null
  const renamed = subjectOf(request, check, keys, context, crypto)
  const result = runProbes(tried, renamed, false, budget)
  return result.kind === 'proven' ? [renamedCause(headers), ...provenCauses(result, null, renamed)] : null
}

function subjectOf(
  request: SignatureRequest,
  check: SignatureCheck,
  keys: ReadonlyArray<SignatureKey>,
  context: DiagnosisContext,
  crypto: SignatureCrypto,
): Subject {
  const { signer } = context
  const all = signer === null ? [] : 'scheme' in signer ? [signer.scheme] : signer.provider.schemes
  const schemes = present(all, request, check, keys, context, crypto)
  return {
    request,
    check,
    keys,
    context,
    crypto,
    provider: signer !== null && 'provider' in signer ? signer.provider : null,
    schemes,
    workings: check.verdict === 'invalid' ? check.workings : [],
    covers: coverageOf(schemes),
  }
}

/** Schemes whose signature is in the request: guesses about the others would cost time and tell nothing. */
function present(
  schemes: ReadonlyArray<Scheme>,
  request: SignatureRequest,
  check: SignatureCheck,
  keys: ReadonlyArray<SignatureKey>,
  context: DiagnosisContext,
  crypto: SignatureCrypto,
): ReadonlyArray<Scheme> {
  if (schemes.length < 2) return schemes
  // Checked once already, and a long body takes its time; what is lost are schemes that have no usable key.
  if (request.body.length > PARSED_BYTES && check.verdict === 'invalid' && check.workings.length > 0) {
    const compared = new Set(check.workings.map(({ schemeIndex }) => schemeIndex))
    return schemes.filter((_, index) => compared.has(index))
  }
  const reader = readRequest(request, crypto)
  const found = schemes.filter((scheme, index) => {
    const outcome: Outcome = checkScheme(scheme, index, { request: reader, keys, context: context.check, crypto })
    return outcome.kind !== 'invalid' || outcome.problem.kind !== 'signature-missing'
  })
  return found.length === 0 ? schemes : found
}

/** A stale timestamp under a right signature needs no guesses, nor does a forged address of a key. */
function worthTrying(check: Exclude<SignatureCheck, { verdict: 'valid' }>): boolean {
  if (check.verdict === 'not-checkable') {
    return ['no-signature', 'no-key', 'key-unusable', 'public-url-unknown'].includes(check.reason.kind)
  }
  const { kind } = check.problem
  if (kind === 'key-url-untrusted' || kind === 'no-key-of-that-id' || kind === 'signatures-contradict') return false
  return kind === 'condition-failed' || !check.workings.some(({ matches }) => matches)
}

function provenCauses(
  result: Extract<ProbeResult, { kind: 'proven' }>,
  working: Working | null,
  subject: Subject,
): Cause[] {
  const { hypothesis, fit } = result
  const causes = hypothesis.causes.map((make) => make(fit))
  if (hypothesis.guessesTime === true) return [...causes, ...staleToo(working, subject)]
  const beside = fit.problem === null ? null : problemCause(fit.problem, fit.working, subject)
  return beside === null ? causes : [...causes, beside]
}

/** Said beside another cause: with it mended, the request would still be refused. */
function staleToo(working: Working | null, { context }: Subject): Cause[] {
  const problem = timestampProblem(working?.timestamp ?? null)
  if (problem?.kind !== 'timestamp-too-old' && problem?.kind !== 'timestamp-in-future') return []
  return [timestampCause(problem, working?.timestamp ?? null, context.check.now, false)]
}
