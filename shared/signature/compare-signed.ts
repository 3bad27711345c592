import type { Content, ContentPart, MacKey, PublicKey, SignatureAlgorithm, TextEncoding } from './crypto.ts'
import { decodeSecret } from './decode-secret.ts'
import { readKeys } from './key-reading.ts'
import type { CheckInput, Outcome } from './outcome.ts'
import { type NamedPublicKeys, readPublicKeys } from './public-keys.ts'
import { SECRET_HOLE } from './render-content.ts'
import type { HashScheme, HmacScheme, PublicKeyScheme, SignatureEncoding, SignedScheme } from './scheme.ts'
import type { Working } from './signature-check.ts'

type Compared = Pick<Working, 'keyName' | 'signedContent' | 'computed' | 'received' | 'matches'>

/** The keys of a scheme, ready to be compared with. */
export interface Comparer {
  readonly count: number
  /** With one key: the signature that fits, else the first. */
  compare(key: number, parts: ContentPart[], usesSecret: boolean, signatures: ReadonlyArray<string>): Compared
}

export function comparerFor(
  scheme: SignedScheme,
  input: CheckInput,
): Comparer | Extract<Outcome, { kind: 'not-checkable' }> {
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
