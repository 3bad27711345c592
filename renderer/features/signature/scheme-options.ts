import type { DraftKind } from './scheme-draft.ts'

/** What can be chosen of a scheme, in words. */

export const KINDS: ReadonlyArray<{ readonly value: DraftKind; readonly label: string }> = [
  { value: 'hmac', label: 'HMAC' },
  { value: 'hash', label: 'Plain hash' },
  { value: 'token', label: 'Token' },
  { value: 'basic', label: 'Basic authentication' },
  { value: 'jwt', label: 'JWT' },
  { value: 'ed25519', label: 'Ed25519' },
  { value: 'ecdsa', label: 'ECDSA' },
  { value: 'rsa', label: 'RSA' },
]

export const HASHES = (['sha256', 'sha1', 'sha512', 'sha384', 'sha224', 'md5'] as const).map((value) => ({
  value,
  label: value.toUpperCase().replace('SHA', 'SHA-'),
}))

export const ENCODINGS = [
  { value: 'hex', label: 'Hex' },
  { value: 'base64', label: 'Base64' },
  { value: 'base64url', label: 'Base64url' },
] as const

export const PADDINGS = [
  { value: 'pkcs1', label: 'PKCS #1' },
  { value: 'pss', label: 'PSS' },
] as const

export const FORMATS = [
  { value: 'der', label: 'DER' },
  { value: 'p1363', label: 'r and s' },
] as const

export const LAYOUTS = [
  { value: 'plain', label: 'Only the signature' },
  { value: 'pairs', label: 'Pairs, t=…,v1=…' },
  { value: 'list', label: 'A list with spaces' },
] as const

export const UNITS = [
  { value: 's', label: 'Unix seconds' },
  { value: 'ms', label: 'Unix ms' },
  { value: 's-or-ms', label: 'Either of them' },
  { value: 'iso', label: 'ISO 8601' },
] as const

export const DECODINGS = [
  { value: 'text', label: 'Used as it is written' },
  { value: 'hex', label: 'Bytes in hex' },
  { value: 'base64', label: 'Bytes in base64' },
  { value: 'base64url', label: 'Bytes in base64url' },
] as const
