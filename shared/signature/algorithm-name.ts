import type { FormScheme } from './scheme.ts'

/** As people write it: `HMAC-SHA256`. */
export function algorithmName(scheme: FormScheme): string {
  switch (scheme.kind) {
    case 'hmac':
      return `HMAC-${scheme.hash.toUpperCase()}`
    case 'hash':
      return `${scheme.hash === 'keccak256' ? 'Keccak-256' : scheme.hash.toUpperCase()} of a text with the secret in it`
    case 'ed25519':
      return 'Ed25519'
    case 'ecdsa':
      return `ECDSA with ${scheme.hash.toUpperCase()}`
    case 'rsa':
      return `RSA${scheme.padding === 'pss' ? '-PSS' : ''} with ${scheme.hash.toUpperCase()}`
    case 'token':
      return 'secret token'
    case 'basic':
      return 'Basic authentication'
    case 'jwt':
      return 'JWT'
  }
}
