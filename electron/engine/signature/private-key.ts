import { createPrivateKey, type JsonWebKey, type KeyObject } from 'node:crypto'

export type PrivateKeyReading =
  | { readonly kind: 'key'; readonly key: KeyObject }
  | { readonly kind: 'unusable'; readonly why: string }

/** A private key from a PEM, a JWK, or a bare Ed25519 key as hex or base64. Never cached: it is a secret. */
export function readPrivateKey(text: string): PrivateKeyReading {
  const trimmed = text.trim()
  try {
    return { kind: 'key', key: readAny(trimmed) }
  } catch {
    // What OpenSSL says may quote the key.
    return { kind: 'unusable', why: 'It is no private key: a PEM, a JWK, or an Ed25519 key as base64 or hex.' }
  }
}

function readAny(text: string): KeyObject {
  if (text.startsWith('{')) return createPrivateKey({ key: JSON.parse(text) as JsonWebKey, format: 'jwk' })
  if (text.startsWith('-----')) return createPrivateKey(text.replaceAll('\\n', '\n'))
  const bare = text.replace(/^whsk_/, '').replace(/\s+/g, '')
  const bytes = Buffer.from(bare, /^(?:[0-9a-fA-F]{64}){1,2}$/.test(bare) ? 'hex' : 'base64')
  // A 64 byte key is the seed with the public key behind it.
  if (bytes.length === 32 || bytes.length === 64) {
    return createPrivateKey({
      key: Buffer.concat([ED25519_PKCS8, bytes.subarray(0, 32)]),
      format: 'der',
      type: 'pkcs8',
    })
  }
  return createPrivateKey({ key: bytes, format: 'der', type: 'pkcs8' })
}

/** PKCS #8 of an Ed25519 key, up to its 32 bytes (RFC 8410). */
const ED25519_PKCS8 = Buffer.from('302e020100300506032b657004220420', 'hex')
