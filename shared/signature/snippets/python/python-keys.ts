import type { PublicKeyScheme, SecretDecoding } from '../../scheme.ts'
import { prefixPattern } from '../prefix-pattern.ts'

export const SECRET = 'secret = os.environ["WEBHOOK_SECRET"]'

export function secretKey({ decode, prefixes, withoutPrefix, normalize }: SecretDecoding): string[] {
  const pattern = `r"${(prefixes ?? []).map(prefixPattern).join('|')}"`
  const strip = (prefixes ?? []).length === 0 ? 'secret' : `re.sub(${pattern}, "", secret)`
  const key = decoded(strip, decode, normalize !== undefined)
  if (withoutPrefix === undefined || withoutPrefix === decode) return [SECRET, `key = ${key}`]
  return [SECRET, `key = ${key} if re.match(${pattern}, secret) else ${decoded('secret', withoutPrefix, false)}`]
}

function decoded(expression: string, decode: SecretDecoding['decode'], normalize: boolean): string {
  switch (decode) {
    case 'text':
      return normalize ? `normalize("NFKD", ${expression}).encode()` : `${expression}.encode()`
    case 'hex':
      return `bytes.fromhex(${expression})`
    case 'base64':
      return `base64.b64decode(${expression} + "==")`
    case 'base64url':
      return `base64.urlsafe_b64decode(${expression} + "==")`
  }
}

export function publicKey(scheme: PublicKeyScheme): string[] {
  if (scheme.kind !== 'ed25519')
    return ['# A PEM.', 'public_key = load_pem_public_key(os.environ["WEBHOOK_PUBLIC_KEY"].encode())']
  const patterns = (scheme.secret?.prefixes ?? []).map(prefixPattern)
  const bare = patterns.length === 0 ? 'text' : `re.sub(r"${patterns.join('|')}", "", text)`
  return [
    '# A PEM, or the 32 bytes of the key as hex or base64.',
    'def read_key(text):',
    '    if "-----BEGIN" in text:',
    '        return load_pem_public_key(text.encode())',
    `    bare = ${bare}`,
    '    raw = bytes.fromhex(bare) if re.fullmatch(r"[0-9a-fA-F]{64}", bare) else base64.b64decode(bare + "==")',
    '    return Ed25519PublicKey.from_public_bytes(raw)',
    '',
    '',
    'public_key = read_key(os.environ["WEBHOOK_PUBLIC_KEY"])',
  ]
}
