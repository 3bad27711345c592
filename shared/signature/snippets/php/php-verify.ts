import type { HashScheme, HmacScheme, PublicKeyScheme, SignatureEncoding } from '../../scheme.ts'
import { quoteText } from '../quote-text.ts'
import { NoSnippet } from '../snippet.ts'

const quote = quoteText.php

/** OpenSSL reads ECDSA signatures as DER; some write r and s side by side. */
export const PHP_DER = [
  '',
  'function der(string $bytes): string',
  '{',
  '    $item = fn (int $tag, string $inner) => chr($tag) . (strlen($inner) > 127 ? "\\x81" : \'\') . chr(strlen($inner)) . $inner;',
  '    $integer = function (string $half) use ($item) {',
  '        $half = ltrim($half, "\\0");',
  '        return $item(2, $half === \'\' || ord($half[0]) > 127 ? "\\0" . $half : $half);',
  '    };',
  '    $half = intdiv(strlen($bytes), 2);',
  '    return $item(48, $integer(substr($bytes, 0, $half)) . $integer(substr($bytes, $half)));',
  '}',
]

export function digestLines(scheme: HmacScheme | HashScheme): string[] {
  if (scheme.hash === 'keccak256') {
    throw new NoSnippet(
      'PHP has no Keccak-256 of its own (sha3-256 is another hash): use a library such as kornrunner/keccak.',
    )
  }
  const { encoding } = scheme.signature
  const isHex = encoding === 'hex' || encoding === 'hex-any-case'
  const binary = isHex ? '' : ', true'
  const made =
    scheme.kind === 'hmac'
      ? `hash_hmac(${quote(scheme.hash)}, $content, $key${binary})`
      : `hash(${quote(scheme.hash)}, $content${binary})`
  return [
    `    $expected = ${encoded(made, encoding)};`,
    '    foreach ($signatures as $signature) {',
    `        if (hash_equals($expected, ${encoding === 'hex-any-case' ? 'strtolower($signature)' : '$signature'})) {`,
    '            return true;',
    '        }',
    '    }',
  ]
}

function encoded(made: string, encoding: SignatureEncoding): string {
  switch (encoding) {
    case 'hex':
    case 'hex-any-case':
      return made
    case 'base64':
      return `base64_encode(${made})`
    case 'base64-unpadded':
      return `rtrim(base64_encode(${made}), '=')`
    case 'base64url':
      return `rtrim(strtr(base64_encode(${made}), '+/', '-_'), '=')`
  }
}

export function verifyLines(scheme: PublicKeyScheme): string[] {
  const { encoding } = scheme.signature
  const bytes =
    encoding === 'hex' || encoding === 'hex-any-case'
      ? "ctype_xdigit($signature) && strlen($signature) % 2 === 0 ? hex2bin($signature) : ''"
      : encoding === 'base64url'
        ? "base64_decode(strtr($signature, '-_', '+/'))"
        : 'base64_decode($signature)'
  return [
    '    foreach ($signatures as $signature) {',
    `        $bytes = ${bytes};`,
    `        if (${verifyCall(scheme)}) {`,
    '            return true;',
    '        }',
    '    }',
  ]
}

function verifyCall(scheme: PublicKeyScheme): string {
  if (scheme.kind === 'ed25519')
    return 'strlen($bytes) === 64 && sodium_crypto_sign_verify_detached($bytes, $content, $publicKey)'
  if (scheme.kind === 'rsa' && scheme.padding === 'pss') {
    throw new NoSnippet(
      'This scheme uses RSA-PSS, which openssl_verify cannot do in every version of PHP 8: use phpseclib.',
    )
  }
  const content =
    scheme.kind === 'rsa' && scheme.contentHash !== undefined
      ? `hash(${quote(scheme.contentHash)}, $content, true)`
      : '$content'
  const bytes = scheme.kind === 'ecdsa' && scheme.format === 'p1363' ? 'der($bytes)' : '$bytes'
  return `openssl_verify(${content}, ${bytes}, $publicKey, ${quote(scheme.hash)}) === 1`
}
