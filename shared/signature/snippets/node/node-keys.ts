// biome-ignore-all lint/suspicious/noTemplateCurlyInString: it is code for somebody else that stands in these strings.
import type { PublicKeyScheme, SecretDecoding } from '../../scheme.ts'
import { prefixPattern } from '../prefix-pattern.ts'
import { quoteText } from '../quote-text.ts'

const quote = quoteText.javascript

export function secretKey({ decode, prefixes, withoutPrefix, normalize }: SecretDecoding): string[] {
  const patterns = (prefixes ?? []).map(prefixPattern)
  const strip = patterns.length === 0 ? 'secret' : `secret.replace(/${patterns.join('|')}/, '')`
  const key = decoded(strip, decode, normalize !== undefined)
  const secret = 'const secret = process.env.WEBHOOK_SECRET'
  if (withoutPrefix === undefined || withoutPrefix === decode) return [secret, `const key = ${key}`]
  return [
    secret,
    `const key = /${patterns.join('|')}/.test(secret) ? ${key} : ${decoded('secret', withoutPrefix, normalize !== undefined)}`,
  ]
}

function decoded(expression: string, decode: SecretDecoding['decode'], normalize: boolean): string {
  if (decode !== 'text') return `Buffer.from(${expression}, ${quote(decode)})`
  return `Buffer.from(${expression}${normalize ? ".normalize('NFKD')" : ''})`
}

export function publicKey(scheme: PublicKeyScheme): string[] {
  if (scheme.kind !== 'ed25519')
    return ['// A PEM.', 'const publicKey = createPublicKey(process.env.WEBHOOK_PUBLIC_KEY)']
  const prefixes = (scheme.secret?.prefixes ?? []).map(prefixPattern)
  const strip = prefixes.length === 0 ? '' : `.replace(/${prefixes.join('|')}/, '')`
  return [
    '// A PEM, or the 32 bytes of the key as hex or base64.',
    'const publicKey = readKey(process.env.WEBHOOK_PUBLIC_KEY)',
    '',
    'function readKey(text) {',
    "  if (text.includes('-----BEGIN')) return createPublicKey(text)",
    `  const bare = text${strip}`,
    "  const bytes = Buffer.from(bare, /^[0-9a-f]{64}$/i.test(bare) ? 'hex' : 'base64')",
    "  const der = Buffer.concat([Buffer.from('302a300506032b6570032100', 'hex'), bytes])",
    "  return createPublicKey({ key: der, format: 'der', type: 'spki' })",
    '}',
  ]
}
