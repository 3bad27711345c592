import type { PublicKeyScheme, SecretDecoding } from '../../scheme.ts'
import { prefixPattern } from '../prefix-pattern.ts'

export const SECRET = 'SECRET = ENV.fetch("WEBHOOK_SECRET")'

export function secretKey({ decode, prefixes, withoutPrefix, normalize }: SecretDecoding): string[] {
  const pattern = `/${(prefixes ?? []).map((prefix) => prefixPattern(prefix).replace('^', '\\A')).join('|')}/`
  const key = decoded(
    (prefixes ?? []).length === 0 ? 'SECRET' : `SECRET.sub(${pattern}, "")`,
    decode,
    normalize !== undefined,
  )
  if (withoutPrefix === undefined || withoutPrefix === decode) return [SECRET, `KEY = ${key}`]
  return [SECRET, `KEY = SECRET.match?(${pattern}) ? ${key} : ${decoded('SECRET', withoutPrefix, false)}`]
}

function decoded(expression: string, decode: SecretDecoding['decode'], normalize: boolean): string {
  switch (decode) {
    case 'text':
      return `${expression}${normalize ? '.unicode_normalize(:nfkd)' : ''}.b`
    case 'hex':
      return `[${expression}].pack("H*")`
    case 'base64':
      return `${expression}.unpack1("m")`
    case 'base64url':
      return `${expression}.tr("-_", "+/").unpack1("m")`
  }
}

export function publicKey(scheme: PublicKeyScheme): string[] {
  if (scheme.kind !== 'ed25519') return ['# A PEM.', 'PUBLIC_KEY = OpenSSL::PKey.read(ENV.fetch("WEBHOOK_PUBLIC_KEY"))']
  const patterns = (scheme.secret?.prefixes ?? []).map((prefix) => prefixPattern(prefix).replace('^', '\\A'))
  return [
    '# A PEM, or the 32 bytes of the key as hex or base64.',
    'def read_key(text)',
    '  return OpenSSL::PKey.read(text) if text.include?("-----BEGIN")',
    '',
    `  bare = text${patterns.length === 0 ? '' : `.sub(/${patterns.join('|')}/, "")`}`,
    '  bytes = bare.match?(/\\A\\h{64}\\z/) ? [bare].pack("H*") : bare.unpack1("m")',
    '  OpenSSL::PKey.read(["302a300506032b6570032100"].pack("H*") + bytes)',
    'end',
    '',
    'PUBLIC_KEY = read_key(ENV.fetch("WEBHOOK_PUBLIC_KEY"))',
  ]
}
