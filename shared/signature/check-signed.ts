import type { SchemePlace } from './check-scheme.ts'
import { comparerFor } from './compare-signed.ts'
import { compileScheme } from './compile-scheme.ts'
import type { ContentPart } from './crypto.ts'
import { type CheckInput, invalid, notCheckable, type Outcome } from './outcome.ts'
import { renderContent } from './render-content.ts'
import type { SignedScheme } from './scheme.ts'
import type { SignatureProblem, TimestampCheck, Working } from './signature-check.ts'
import { parseSignature } from './signature-layout.ts'
import { judgeTimestamp, readTimestamp, timestampProblem } from './timestamp.ts'
import { describeSource, type ValueSource } from './value-source.ts'

/** Judges a request by a scheme that signs a text: HMAC, plain hash, Ed25519, ECDSA, RSA. */
export function checkSigned(scheme: SignedScheme, place: SchemePlace, input: CheckInput): Outcome {
  const found = findSignatures(scheme, input)
  if (found.kind === 'outcome') return found.outcome
  const comparer = comparerFor(scheme, input)
  if ('reason' in comparer) return comparer

  const workings: Working[] = []
  let problem: SignatureProblem | null = null
  let shared: Prepared | null = null
  for (const signature of found.signatures) {
    // Values without fields of their own sign the same content: a header that is repeated costs one hash.
    const prepared: Prepared = (signature.fields.size === 0 ? shared : null) ?? prepare(scheme, signature, input)
    if (signature.fields.size === 0) shared = prepared
    if (prepared.kind === 'outcome') {
      if (prepared.outcome.kind !== 'invalid') return prepared.outcome
      problem ??= prepared.outcome.problem
      continue
    }
    for (let key = 0; key < comparer.count; key++) {
      const compared = comparer.compare(key, prepared.parts, prepared.usesSecret, signature.signatures)
      const working: Working = {
        schemeIndex: place.schemeIndex,
        schemeName: place.schemeName,
        algorithm: compileScheme(scheme).algorithm,
        signatureFrom: signature.from,
        signatureValue: signature.value,
        keyName: compared.keyName,
        signedContent: compared.signedContent,
        computed: compared.computed,
        received: compared.received,
        matches: compared.matches,
        timestamp: prepared.timestamp,
        conditions: [],
      }
      if (!working.matches) {
        workings.push(working)
        continue
      }
      const stale = prepared.malformed ?? timestampProblem(prepared.timestamp)
      return stale === null ? { kind: 'valid', working } : invalid(stale, [working])
    }
    problem ??= prepared.malformed
  }
  return invalid(problem ?? { kind: 'signature-mismatch' }, workings)
}

interface FoundSignature {
  readonly from: string
  readonly value: string
  readonly signatures: ReadonlyArray<string>
  readonly fields: ReadonlyMap<string, string>
}

type Found =
  | { readonly kind: 'found'; readonly signatures: ReadonlyArray<FoundSignature> }
  | { readonly kind: 'outcome'; readonly outcome: Outcome }

function findSignatures(scheme: SignedScheme, input: CheckInput): Found {
  const found: FoundSignature[] = []
  let problem: SignatureProblem | null = null
  for (const { source, from } of compileScheme(scheme).places) {
    for (const value of input.request.valuesAt(source)) {
      const parsed = parseSignature(value, scheme.signature.layout)
      if (parsed.kind === 'parsed') found.push({ from, value, signatures: parsed.signatures, fields: parsed.fields })
      else if (parsed.kind === 'malformed')
        problem ??= { kind: 'signature-malformed', where: from, value, why: parsed.why }
      else problem ??= { kind: 'version-unknown', where: from, value, expected: parsed.expected }
    }
  }
  if (found.length > 0) return { kind: 'found', signatures: found }
  const where = scheme.signature.from.map(describeSource).join(' or ')
  return { kind: 'outcome', outcome: invalid(problem ?? { kind: 'signature-missing', where }) }
}

type Prepared =
  | {
      readonly kind: 'prepared'
      readonly parts: ContentPart[]
      readonly usesSecret: boolean
      readonly timestamp: TimestampCheck | null
      /** A limited timestamp that cannot be read; told only after the signature was compared. */
      readonly malformed: SignatureProblem | null
    }
  | { readonly kind: 'outcome'; readonly outcome: Outcome }

function prepare(scheme: SignedScheme, signature: FoundSignature, input: CheckInput): Prepared {
  const rule = scheme.timestamp
  const compiled = compileScheme(scheme)
  const text = rule === undefined ? null : firstValue(rule.from, signature, input)
  const limited =
    rule !== undefined && (rule.maxAgeSeconds !== null || rule.maxFutureSeconds !== null || rule.earliest !== undefined)
  if (rule !== undefined && text === null && (limited || compiled.signsTimestamp)) {
    return outcome(invalid({ kind: 'timestamp-missing', where: rule.from.map(describeSource).join(' or ') }))
  }
  const id = scheme.id === undefined ? null : (firstValue([scheme.id], signature, input)?.text ?? null)
  const values = { timestamp: text?.text ?? null, id, fields: signature.fields }
  const rendered = renderContent(compiled.pieces, input.request, values, input.crypto)
  if (rendered.kind === 'missing') return outcome(missingContent(rendered, scheme))

  const at = rule === undefined || text === null ? null : readTimestamp(text.text, rule)
  const timestamp =
    rule === undefined || text === null || at === null ? null : judgeTimestamp({ ...text, at }, rule, input.context)
  const malformed: SignatureProblem | null =
    limited && text !== null && at === null
      ? { kind: 'timestamp-malformed', where: text.from, value: text.text, unit: rule.unit }
      : null
  return { kind: 'prepared', parts: rendered.parts, usesSecret: rendered.usesSecret, timestamp, malformed }
}

function outcome(result: Outcome): Prepared {
  return { kind: 'outcome', outcome: result }
}

function firstValue(
  sources: ReadonlyArray<ValueSource>,
  signature: FoundSignature,
  input: CheckInput,
): { from: string; text: string } | null {
  for (const source of sources) {
    const text = source.in === 'signature' ? signature.fields.get(source.key) : input.request.valuesAt(source)[0]
    if (text === undefined || text === '') continue
    return { from: source.in === 'signature' ? `${source.key} of ${signature.from}` : describeSource(source), text }
  }
  return null
}

function missingContent(
  missing: Extract<ReturnType<typeof renderContent>, { kind: 'missing' }>,
  scheme: SignedScheme,
): Outcome {
  switch (missing.what) {
    case 'public-url':
      return notCheckable({ kind: 'public-url-unknown' })
    case 'body':
      return notCheckable({ kind: 'body-incomplete' })
    case 'value':
      return invalid({ kind: 'content-missing', what: missing.name })
    case 'timestamp':
      return invalid({
        kind: 'timestamp-missing',
        where: (scheme.timestamp?.from ?? []).map(describeSource).join(' or '),
      })
    case 'id':
      return invalid({ kind: 'content-missing', what: scheme.id === undefined ? 'id' : describeSource(scheme.id) })
  }
}
