import type { SecretDecoding } from '../../scheme.ts'
import { prefixPattern } from '../prefix-pattern.ts'
import { quoteText } from '../quote-text.ts'

const quote = quoteText.php

export function secretKey({ decode, prefixes, withoutPrefix, normalize }: SecretDecoding): string[] {
  const pattern = quote(`/${(prefixes ?? []).map(prefixPattern).join('|')}/`)
  const key = decoded(
    (prefixes ?? []).length === 0 ? '$secret' : `preg_replace(${pattern}, '', $secret)`,
    decode,
    normalize !== undefined,
  )
  const secret = "    $secret = getenv('WEBHOOK_SECRET');"
  if (withoutPrefix === undefined || withoutPrefix === decode) return [secret, `    $key = ${key};`]
  return [secret, `    $key = preg_match(${pattern}, $secret) ? ${key} : ${decoded('$secret', withoutPrefix, false)};`]
}

function decoded(expression: string, decode: SecretDecoding['decode'], normalize: boolean): string {
  switch (decode) {
    case 'text':
      return normalize ? `\\Normalizer::normalize(${expression}, \\Normalizer::FORM_KD)` : expression
    case 'hex':
      return `hex2bin(${expression})`
    case 'base64':
      return `base64_decode(${expression})`
    case 'base64url':
      return `base64_decode(strtr(${expression}, '-_', '+/'))`
  }
}

export function phpPublicKey(kind: 'ed25519' | 'other', secretPrefixes: ReadonlyArray<string>): string[] {
  if (kind !== 'ed25519') return ["    $publicKey = getenv('WEBHOOK_PUBLIC_KEY'); // a PEM"]
  const prefixes = secretPrefixes.map(prefixPattern)
  const strip = ['-----[A-Z ]+-----', '\\s', ...prefixes].join('|')
  return [
    '    // A PEM, or the 32 bytes of the key as hex or base64; of a PEM the last 32 bytes are the key.',
    `    $bare = preg_replace(${quote(`/${strip}/`)}, '', getenv('WEBHOOK_PUBLIC_KEY'));`,
    '    $publicKey = substr(ctype_xdigit($bare) && strlen($bare) === 64 ? hex2bin($bare) : base64_decode($bare), -32);',
  ]
}
