import { parseJson } from '../parse-json.ts'
import type { Content, HmacHash, SignatureAlgorithm, SignatureCrypto } from './crypto.ts'
import { decodeSecret } from './decode-secret.ts'
import { jsonAt } from './json-at.ts'
import { readKeys } from './key-reading.ts'
import { type CheckInput, invalid, type Outcome } from './outcome.ts'
import { readPublicKeys } from './public-keys.ts'
import type { JwtAlgorithm, SecretDecoding } from './scheme.ts'
import type { SignatureKey } from './signature-request.ts'

/** A JWT (JWS compact serialisation), taken apart and not verified yet. */
export interface JwtParts {
  readonly algorithm: string
  readonly keyId: string | null
  readonly header: unknown
  readonly claims: unknown
  /** What the signature is over. */
  readonly signedText: string
  /** base64url. */
  readonly signature: string
}

/** Null if it is not a JWT at all. */
export function parseJwt(token: string, crypto: SignatureCrypto): JwtParts | null {
  const parts = token.split('.', 4)
  if (parts.length !== 3) return null
  const [head = '', body = '', signature = ''] = parts
  const header = jsonFromBase64url(head, crypto)
  const claims = jsonFromBase64url(body, crypto)
  const algorithm = jsonAt(header, '/alg')
  if (typeof algorithm !== 'string' || typeof claims !== 'object' || claims === null) return null
  const keyId = jsonAt(header, '/kid')
  return {
    algorithm,
    keyId: typeof keyId === 'string' ? keyId : null,
    header,
    claims,
    signedText: `${head}.${body}`,
    signature,
  }
}

export function jsonFromBase64url(text: string, crypto: SignatureCrypto): unknown {
  const bytes = text === '' ? null : crypto.decode(text, 'base64url')
  return bytes === null ? undefined : parseJson(crypto.text(bytes))
}

/** How one key compares with a JWS signature. */
export interface ComparedKey {
  readonly key: { readonly name: string; readonly id?: string | undefined; readonly audience?: string | undefined }
  /** Null for public keys. */
  readonly computed: string | null
  readonly matches: boolean
}

/** Where the keys of a JWS come from and which algorithms it may use. */
export interface JwsRules {
  readonly algorithms: ReadonlyArray<JwtAlgorithm>
  readonly secret?: SecretDecoding | undefined
  readonly jwksUrl?: string | undefined
  readonly publishedKey?: string | undefined
}

type Compared = { readonly kind: 'compared'; readonly compared: ReadonlyArray<ComparedKey> } | Outcome

/** Compares the signature with every key. The token's `alg` only chooses among those that the provider uses. */
export function verifyJwt(rules: JwsRules, parts: JwtParts, input: CheckInput): Compared {
  return verifyJws(rules, { ...parts, content: [parts.signedText] }, input)
}

function verifyJws(
  rules: JwsRules,
  jws: {
    readonly algorithm: string
    readonly keyId: string | null
    readonly signature: string
    readonly content: Content
  },
  input: CheckInput,
): Compared {
  const algorithm = rules.algorithms.find((candidate) => candidate === jws.algorithm)
  if (algorithm === undefined) {
    const condition = {
      what: 'alg of the token',
      expected: rules.algorithms.join(' or '),
      received: jws.algorithm,
      holds: false,
    }
    return invalid({ kind: 'condition-failed', condition })
  }
  return algorithm.startsWith('HS')
    ? compareSecrets(jwsHash(algorithm), rules, jws, input)
    : comparePublicKeys(algorithm, rules, jws, input)
}

function compareSecrets(
  hash: HmacHash,
  rules: JwsRules,
  jws: { readonly signature: string; readonly content: Content },
  { keys, crypto }: CheckInput,
): Compared {
  const read = readKeys(keys, (key) => {
    if (looksPublic(key.value)) return { kind: 'unusable', why: 'It is a public key, and whoever has it could sign.' }
    const decoded = decodeSecret(key.value, rules.secret ?? { decode: 'text' }, crypto)
    return decoded.kind === 'unusable' ? decoded : { key, secret: decoded.key }
  })
  if (read.kind !== 'keys') return read
  return {
    kind: 'compared',
    compared: read.keys.map(({ key, secret }) => {
      const computed = crypto.hmac(hash, secret, jws.content, 'base64url')
      return { key, computed, matches: crypto.equal(computed, jws.signature) }
    }),
  }
}

/** PEM, or a JWK that is no shared secret: pasted as a secret, it would let a token name HS256 and be signed by anybody. */
function looksPublic(text: string): boolean {
  return /-----BEGIN [A-Z0-9 ]*(PUBLIC KEY|CERTIFICATE)-----/.test(text) || /"kty"\s*:\s*"(RSA|EC|OKP)"/.test(text)
}

function comparePublicKeys(
  algorithm: JwtAlgorithm,
  rules: JwsRules,
  jws: { readonly keyId: string | null; readonly signature: string; readonly content: Content },
  input: CheckInput,
): Compared {
  const read = readPublicKeys(rules, [], input)
  if (read.kind !== 'keys') return read
  const signature = input.crypto.decode(jws.signature, 'base64url')
  const compared: ComparedKey[] = []
  for (const { name, keys } of read.keys) {
    // A set names its keys; a single key without a name is meant by whoever pasted it.
    const fitting = keys.filter((key) => jws.keyId === null || key.id === null || key.id === jws.keyId)
    if (fitting.length === 0) continue
    const matches =
      signature !== null &&
      fitting.some((key) => input.crypto.verify(key, jwsAlgorithm(algorithm), jws.content, signature))
    compared.push({ key: keyNamed(name, input.keys), computed: null, matches })
  }
  if (compared.length === 0) return invalid({ kind: 'no-key-of-that-id', id: jws.keyId ?? '' })
  return { kind: 'compared', compared }
}

function keyNamed(name: string, keys: ReadonlyArray<SignatureKey>): ComparedKey['key'] {
  return keys.find((key) => key.name === name) ?? { name }
}

/** The hash of a JWS algorithm. */
export function jwsHash(algorithm: JwtAlgorithm): HmacHash {
  return algorithm.endsWith('512') ? 'sha512' : algorithm.endsWith('384') ? 'sha384' : 'sha256'
}

/** What a `alg` of RFC 7518 means for a public key. */
export function jwsAlgorithm(algorithm: JwtAlgorithm): SignatureAlgorithm {
  if (algorithm === 'EdDSA') return { kind: 'ed25519' }
  const hash = jwsHash(algorithm)
  if (algorithm.startsWith('ES')) return { kind: 'ecdsa', hash, format: 'p1363' }
  return { kind: 'rsa', hash, padding: algorithm.startsWith('PS') ? 'pss' : 'pkcs1' }
}
