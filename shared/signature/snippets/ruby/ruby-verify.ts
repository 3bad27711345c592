import type { HashScheme, HmacScheme, PublicKeyScheme, SignatureEncoding } from '../../scheme.ts'
import { quoteText } from '../quote-text.ts'
import { NoSnippet } from '../snippet.ts'

const quote = quoteText.ruby

/** OpenSSL reads ECDSA signatures as DER; some write r and s side by side. */
export const RUBY_DER = [
  '',
  'def der(bytes)',
  '  halves = bytes.unpack("a#{bytes.bytesize / 2}a*")',
  '  OpenSSL::ASN1::Sequence(halves.map { |half| OpenSSL::ASN1::Integer(OpenSSL::BN.new(half, 2)) }).to_der',
  'end',
]

export function digestLines(scheme: HmacScheme | HashScheme): string[] {
  if (scheme.hash === 'keccak256') {
    throw new NoSnippet("Ruby's OpenSSL has no Keccak-256 in every version: use a library such as the gem keccak.")
  }
  const name = quote(scheme.hash.toUpperCase())
  const made = (method: string) =>
    scheme.kind === 'hmac'
      ? `OpenSSL::HMAC.${method}(${name}, KEY, content)`
      : `OpenSSL::Digest.${method}(${name}, content)`
  const { encoding } = scheme.signature
  const signature = encoding === 'hex-any-case' ? 'signature.downcase' : 'signature'
  return [
    `  expected = ${encoded(made, encoding)}`,
    `  signatures.any? { |signature| OpenSSL.secure_compare(${signature}, expected) }`,
  ]
}

function encoded(made: (method: string) => string, encoding: SignatureEncoding): string {
  switch (encoding) {
    case 'hex':
    case 'hex-any-case':
      return made('hexdigest')
    case 'base64':
      return `[${made('digest')}].pack("m0")`
    case 'base64-unpadded':
      return `[${made('digest')}].pack("m0").delete("=")`
    case 'base64url':
      return `[${made('digest')}].pack("m0").tr("+/", "-_").delete("=")`
  }
}

export function verifyLines(scheme: PublicKeyScheme): string[] {
  const { encoding } = scheme.signature
  const bytes =
    encoding === 'hex' || encoding === 'hex-any-case'
      ? '[signature].pack("H*")'
      : `signature${encoding === 'base64url' ? '.tr("-_", "+/")' : ''}.unpack1("m")`
  return [
    '  signatures.any? do |signature|',
    `    ${verifyCall(scheme, bytes)}`,
    '  rescue OpenSSL::PKey::PKeyError',
    '    false',
    '  end',
  ]
}

function verifyCall(scheme: PublicKeyScheme, bytes: string): string {
  if (scheme.kind === 'ed25519') return `PUBLIC_KEY.verify(nil, ${bytes}, content)`
  const hash = quote(scheme.hash.toUpperCase())
  if (scheme.kind === 'ecdsa') {
    return `PUBLIC_KEY.verify(${hash}, ${scheme.format === 'der' ? bytes : `der(${bytes})`}, content)`
  }
  const content =
    scheme.contentHash === undefined
      ? 'content'
      : `OpenSSL::Digest.digest(${quote(scheme.contentHash.toUpperCase())}, content)`
  return scheme.padding === 'pkcs1'
    ? `PUBLIC_KEY.verify(${hash}, ${bytes}, ${content})`
    : `PUBLIC_KEY.verify_pss(${hash}, ${bytes}, ${content}, salt_length: :digest, mgf1_hash: ${hash})`
}
