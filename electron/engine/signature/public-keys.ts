import { createPublicKey, type JsonWebKey, type KeyObject, X509Certificate } from 'node:crypto'
import type { KeyReading, PublicKey } from '../../../shared/signature/crypto.ts'

/** Reading a PEM costs more than checking a signature, and an endpoint's keys come again and again. */
const known = new Map<string, KeyReading>()
const MOST_KNOWN = 64

/** Keys of one JWKS; a provider has a handful. */
const MOST_KEYS = 32

/** Public keys from whatever a provider shows: PEM, certificate, JWK, JWKS, SPKI as base64, a bare Ed25519 key. */
export function readPublicKeys(text: string): KeyReading {
  const trimmed = text.trim()
  const before = known.get(trimmed)
  if (before !== undefined) return before
  const read = readAny(trimmed)
  if (known.size >= MOST_KNOWN) known.delete(known.keys().next().value as string)
  known.set(trimmed, read)
  return read
}

function readAny(text: string): KeyReading {
  try {
    if (text.startsWith('{')) return readJson(JSON.parse(text))
    if (text.startsWith('-----')) return { kind: 'keys', keys: [fromPem(text)] }
    return readBare(text)
  } catch {
    // What OpenSSL says of it ("asn1 wrong tag") helps nobody; what is accepted does.
    return unusable()
  }
}

function unusable(): KeyReading {
  return {
    kind: 'unusable',
    why: 'It is no public key: a PEM, a certificate, a JWK or JWKS, or a key as base64 or hex.',
  }
}

function fromPem(pem: string): PublicKey {
  const key = pem.startsWith('-----BEGIN CERTIFICATE')
    ? new X509Certificate(pem).publicKey
    : createPublicKey(pem.replaceAll('\\n', '\n'))
  return publicKey(key, null)
}

/** PEM headers are often lost in copying: then base64 of SPKI is left. 32 bytes are an Ed25519 key. */
function readBare(text: string): KeyReading {
  const compact = text.replace(/\s+/g, '')
  const bytes = /^[0-9a-fA-F]{64}$/.test(compact) ? Buffer.from(compact, 'hex') : fromBase64(compact)
  if (bytes === null) return unusable()
  const spki = bytes.length === 32 ? Buffer.concat([ED25519_SPKI, bytes]) : bytes
  return { kind: 'keys', keys: [publicKey(createPublicKey({ key: spki, format: 'der', type: 'spki' }), null)] }
}

/** SubjectPublicKeyInfo of an Ed25519 key, up to its 32 bytes (RFC 8410). */
const ED25519_SPKI = Buffer.from('302a300506032b6570032100', 'hex')

function fromBase64(text: string): Buffer | null {
  return /^[A-Za-z0-9+/_-]+={0,2}$/.test(text) ? Buffer.from(text, 'base64') : null
}

/** A JWK, a set of them, or Google's certificates by their id. */
function readJson(json: unknown): KeyReading {
  if (typeof json !== 'object' || json === null) return unusable()
  const named = Object.entries(json).filter(
    (entry) => typeof entry[1] === 'string' && entry[1].startsWith('-----BEGIN'),
  )
  if (named.length > 0)
    return { kind: 'keys', keys: named.slice(0, MOST_KEYS).map(([id, pem]) => ({ ...fromPem(pem), id })) }
  const list = 'keys' in json && Array.isArray(json.keys) ? json.keys.slice(0, MOST_KEYS) : [json]
  const keys: PublicKey[] = []
  for (const entry of list) {
    const key = fromJsonEntry(entry)
    if (key !== null) keys.push(key)
  }
  return keys.length === 0 ? unusable() : { kind: 'keys', keys }
}

/** Sets may hold keys of kinds that are unknown here; those are passed over. */
function fromJsonEntry(entry: unknown): PublicKey | null {
  if (typeof entry !== 'object' || entry === null) return null
  try {
    const id = 'kid' in entry && typeof entry.kid === 'string' ? entry.kid : null
    return publicKey(createPublicKey({ key: entry as JsonWebKey, format: 'jwk' }), id)
  } catch {
    return null
  }
}

const CURVES: Readonly<Record<string, string>> = { prime256v1: 'P-256', secp384r1: 'P-384', secp521r1: 'P-521' }

function publicKey(key: KeyObject, id: string | null): PublicKey {
  const type = key.asymmetricKeyType
  if (type !== 'ed25519' && type !== 'ec' && type !== 'rsa') throw new Error(`A key for ${type} signs no webhooks`)
  const curve = key.asymmetricKeyDetails?.namedCurve
  return { type, id, curve: curve === undefined ? null : (CURVES[curve] ?? curve), handle: key }
}
