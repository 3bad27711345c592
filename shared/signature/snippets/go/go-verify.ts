import type { HashScheme, HmacScheme, PublicKeyScheme, SignatureEncoding } from '../../scheme.ts'
import type { SignedPlan } from '../signed-plan.ts'
import { NoSnippet } from '../snippet.ts'
import { pieceOf, prepared } from './go-content.ts'

export const GO_HASHES: Readonly<Record<HmacScheme['hash'], { readonly make: string; readonly name: string }>> = {
  md5: { make: 'md5.New', name: 'crypto.MD5' },
  sha1: { make: 'sha1.New', name: 'crypto.SHA1' },
  sha224: { make: 'sha256.New224', name: 'crypto.SHA224' },
  sha256: { make: 'sha256.New', name: 'crypto.SHA256' },
  sha384: { make: 'sha512.New384', name: 'crypto.SHA384' },
  sha512: { make: 'sha512.New', name: 'crypto.SHA512' },
}

export function digestLines(scheme: HmacScheme | HashScheme, plan: SignedPlan): string[] {
  if (scheme.hash === 'keccak256') {
    throw new NoSnippet('Go’s standard library has no Keccak-256: use golang.org/x/crypto/sha3, NewLegacyKeccak256.')
  }
  const { make } = GO_HASHES[scheme.hash]
  const { encoding } = scheme.signature
  const signature = encoding === 'hex-any-case' ? 'strings.ToLower(signature)' : 'signature'
  return [
    ...prepared(plan),
    `\tmac := ${scheme.kind === 'hmac' ? `hmac.New(${make}, key)` : `${make}()`}`,
    ...plan.pieces.map((piece) => `\tmac.Write(${pieceOf(piece)})`),
    `\texpected := ${encoded(encoding)}(mac.Sum(nil))`,
    '\tfor _, signature := range signatures {',
    `\t\tif hmac.Equal([]byte(${signature}), []byte(expected)) {`,
    '\t\t\treturn true',
    '\t\t}',
    '\t}',
  ]
}

function encoded(encoding: SignatureEncoding): string {
  return encoding === 'hex' || encoding === 'hex-any-case'
    ? 'hex.EncodeToString'
    : `${base64Name(encoding)}.EncodeToString`
}

function base64Name(encoding: SignatureEncoding): string {
  if (encoding === 'base64url') return 'base64.RawURLEncoding'
  return encoding === 'base64-unpadded' ? 'base64.RawStdEncoding' : 'base64.StdEncoding'
}

export function verifyLines(scheme: PublicKeyScheme, plan: SignedPlan): string[] {
  const { encoding } = scheme.signature
  const decode =
    encoding === 'hex' || encoding === 'hex-any-case' ? 'hex.DecodeString' : `${base64Name(encoding)}.DecodeString`
  return [
    ...prepared(plan),
    '\tvar content []byte',
    ...plan.pieces.map((piece) => `\tcontent = append(content, ${pieceOf(piece)}...)`),
    ...hashLines(scheme),
    '\tfor _, signature := range signatures {',
    `\t\tbytes, err := ${decode}(signature)`,
    `\t\tif err == nil && ${verifyCall(scheme)} {`,
    '\t\t\treturn true',
    '\t\t}',
    '\t}',
  ]
}

function hashLines(scheme: PublicKeyScheme): string[] {
  if (scheme.kind === 'ed25519') return []
  const inner =
    scheme.kind === 'rsa' && scheme.contentHash !== undefined
      ? [`\tinner := ${GO_HASHES[scheme.contentHash].make}()`, '\tinner.Write(content)', '\tcontent = inner.Sum(nil)']
      : []
  return [...inner, `\thash := ${GO_HASHES[scheme.hash].make}()`, '\thash.Write(content)']
}

function verifyCall(scheme: PublicKeyScheme): string {
  switch (scheme.kind) {
    case 'ed25519':
      return 'ed25519.Verify(publicKey, content, bytes)'
    case 'ecdsa':
      if (scheme.format === 'der') return 'ecdsa.VerifyASN1(publicKey, hash.Sum(nil), bytes)'
      return 'ecdsa.Verify(publicKey, hash.Sum(nil), new(big.Int).SetBytes(bytes[:len(bytes)/2]), new(big.Int).SetBytes(bytes[len(bytes)/2:]))'
    case 'rsa': {
      const { name } = GO_HASHES[scheme.hash]
      return scheme.padding === 'pkcs1'
        ? `rsa.VerifyPKCS1v15(publicKey, ${name}, hash.Sum(nil), bytes) == nil`
        : `rsa.VerifyPSS(publicKey, ${name}, hash.Sum(nil), bytes, nil) == nil`
    }
  }
}
