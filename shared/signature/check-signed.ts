import type { SchemePlace } from './check-scheme.ts'
import { compileScheme } from './compile-scheme.ts'
import type { Content, ContentPart, MacKey, PublicKey, SignatureAlgorithm, TextEncoding } from './crypto.ts'
import { decodeSecret } from './decode-secret.ts'
import { readKeys } from './key-reading.ts'
import { type CheckInput, invalid, notCheckable, type Outcome } from './outcome.ts'
import { type NamedPublicKeys, readPublicKeys } from './public-keys.ts'
import { renderContent, SECRET_HOLE } from './render-content.ts'
import type { HashScheme, HmacScheme, PublicKeyScheme, SignatureEncoding, SignedScheme } from './scheme.ts'
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

type Compared = Pick<Working, 'keyName' | 'signedContent' | 'computed' | 'received' | 'matches'>

/** The keys of a scheme, ready to be compared with. */
interface Comparer {
  readonly count: number
  /** With one key: the signature that fits, else the first. */
  compare(key: number, parts: ContentPart[], usesSecret: boolean, signatures: ReadonlyArray<string>): Compared
}

function comparerFor(scheme: SignedScheme, input: CheckInput): Comparer | Extract<Outcome, { kind: 'not-checkable' }> {
  return scheme.kind === 'hmac' || scheme.kind === 'hash' ? secretComparer(scheme, input) : keyComparer(scheme, input)
}

function secretComparer(
  scheme: HmacScheme | HashScheme,
  { keys, crypto }: CheckInput,
): Comparer | Extract<Outcome, { kind: 'not-checkable' }> {
  const read = readKeys(keys, (key) => {
    const decoded = decodeSecret(key.value, scheme.secret, crypto)
    return decoded.kind === 'unusable' ? decoded : { name: key.name, secret: decoded.key }
  })
  if (read.kind !== 'keys') return read
  const { encoding } = scheme.signature
  const made: { parts: ContentPart[]; signedContent: Content; computed: string }[] = []
  const compute = (index: number, secret: MacKey, parts: ContentPart[], usesSecret: boolean) => {
    const before = made[index]
    if (before?.parts === parts) return before
    const signedContent = usesSecret ? fillSecret(parts, secret, crypto) : parts
    const now = { parts, signedContent, computed: encodedHash(scheme, secret, signedContent, encoding, crypto) }
    made[index] = now
    return now
  }
  return {
    count: read.keys.length,
    compare(index, parts, usesSecret, signatures) {
      const { name, secret } = read.keys[index] as { name: string; secret: MacKey }
      const { signedContent, computed } = compute(index, secret, parts, usesSecret)
      const fits = signatures.find((signature) => crypto.equal(computed, comparable(signature, encoding)))
      return {
        keyName: name,
        signedContent,
        computed,
        received: fits ?? signatures[0] ?? '',
        matches: fits !== undefined,
      }
    },
  }
}

/** HMAC or hash of signed content, in the encoding that the provider writes. */
export function encodedHash(
  scheme: HmacScheme | HashScheme,
  key: MacKey,
  content: Content,
  encoding: SignatureEncoding,
  crypto: CheckInput['crypto'],
): string {
  const as = plainEncoding(encoding)
  const text =
    scheme.kind === 'hmac' ? crypto.hmac(scheme.hash, key, content, as) : crypto.hash(scheme.hash, content, as)
  return encoding === 'base64-unpadded' ? text.replace(/=+$/, '') : text
}

export function plainEncoding(encoding: SignatureEncoding): TextEncoding {
  if (encoding === 'hex-any-case') return 'hex'
  return encoding === 'base64-unpadded' ? 'base64' : encoding
}

function comparable(signature: string, encoding: SignatureEncoding): string {
  return encoding === 'hex-any-case' ? signature.toLowerCase() : signature
}

export function fillSecret(
  parts: ReadonlyArray<ContentPart>,
  key: MacKey,
  crypto: CheckInput['crypto'],
): ContentPart[] {
  const secret = typeof key === 'string' ? crypto.utf8(key) : key
  return parts.map((part) => (part === SECRET_HOLE ? { secret } : part))
}

function keyComparer(
  scheme: PublicKeyScheme,
  input: CheckInput,
): Comparer | Extract<Outcome, { kind: 'not-checkable' }> {
  const read = readPublicKeys(scheme, secretPrefixes(scheme), input)
  if (read.kind !== 'keys') return read
  const { crypto } = input
  const algorithm = signatureAlgorithm(scheme)
  const verifies = (keys: ReadonlyArray<PublicKey>, content: Content, signature: string) => {
    const parts = hashedContent(scheme, content, crypto)
    const bytes = decodeSignature(signature, scheme.signature.encoding, crypto)
    return bytes !== null && keys.some((key) => crypto.verify(key, algorithm, parts, bytes))
  }
  return {
    count: read.keys.length,
    compare(index, parts, _usesSecret, signatures) {
      const { name, keys } = read.keys[index] as NamedPublicKeys
      const fits = signatures.find((signature) => verifies(keys, parts, signature))
      return {
        keyName: name,
        signedContent: parts,
        computed: null,
        received: fits ?? signatures[0] ?? '',
        matches: fits !== undefined,
      }
    },
  }
}

/** Base64 is strict here: who sends it padded does not leave the padding out. */
function decodeSignature(
  signature: string,
  encoding: SignatureEncoding,
  crypto: CheckInput['crypto'],
): Uint8Array | null {
  if (encoding === 'base64' && signature.length % 4 !== 0) return null
  return crypto.decode(signature, plainEncoding(encoding))
}

/** What is signed of the content: itself, or its hash. */
export function hashedContent(scheme: PublicKeyScheme, content: Content, crypto: CheckInput['crypto']): Content {
  if (scheme.kind !== 'rsa' || scheme.contentHash === undefined) return content
  const hash = crypto.decode(crypto.hash(scheme.contentHash, content, 'hex'), 'hex')
  return hash === null ? content : [hash]
}

export function secretPrefixes(scheme: PublicKeyScheme): ReadonlyArray<string> {
  return scheme.kind === 'ed25519' ? (scheme.secret?.prefixes ?? []) : []
}

export function signatureAlgorithm(scheme: PublicKeyScheme): SignatureAlgorithm {
  switch (scheme.kind) {
    case 'ed25519':
      return { kind: 'ed25519' }
    case 'ecdsa':
      return { kind: 'ecdsa', hash: scheme.hash, format: scheme.format }
    case 'rsa':
      return { kind: 'rsa', hash: scheme.hash, padding: scheme.padding }
  }
}
