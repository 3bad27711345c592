import type { HashScheme, HmacScheme, PublicKeyScheme, SignatureEncoding } from '../../scheme.ts'
import { NoSnippet } from '../snippet.ts'

export function digestLines(scheme: HmacScheme | HashScheme): string[] {
  if (scheme.hash === 'keccak256') {
    throw new NoSnippet(
      "Python's hashlib has no Keccak-256 (sha3_256 is another hash): use a library such as pycryptodome.",
    )
  }
  const made =
    scheme.kind === 'hmac' ? `hmac.new(key, content, hashlib.${scheme.hash})` : `hashlib.${scheme.hash}(content)`
  const { encoding } = scheme.signature
  const signature = encoding === 'hex-any-case' ? 'signature.lower()' : 'signature'
  return [
    `    expected = ${encoded(made, encoding)}`,
    `    return any(hmac.compare_digest(${signature}.encode(), expected.encode()) for signature in signatures)`,
  ]
}

function encoded(made: string, encoding: SignatureEncoding): string {
  switch (encoding) {
    case 'hex':
    case 'hex-any-case':
      return `${made}.hexdigest()`
    case 'base64':
      return `base64.b64encode(${made}.digest()).decode()`
    case 'base64-unpadded':
      return `base64.b64encode(${made}.digest()).decode().rstrip("=")`
    case 'base64url':
      return `base64.urlsafe_b64encode(${made}.digest()).decode().rstrip("=")`
  }
}

export function verifyCrypto(scheme: PublicKeyScheme): { imports: string[]; lines: string[] } {
  const load = 'from cryptography.hazmat.primitives.serialization import load_pem_public_key'
  const invalid = 'from cryptography.exceptions import InvalidSignature'
  const hashes = 'from cryptography.hazmat.primitives import hashes'
  const loop = (call: string, before: ReadonlyArray<string> = []) => [
    '    for signature in signatures:',
    '        try:',
    `            raw = ${signatureBytes(scheme.signature.encoding)}`,
    ...before,
    `            public_key.verify(${call})`,
    '            return True',
    '        except (InvalidSignature, ValueError):',
    '            continue',
    '    return False',
  ]
  switch (scheme.kind) {
    case 'ed25519':
      return {
        imports: [invalid, 'from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey', load],
        lines: loop('raw, content'),
      }
    case 'ecdsa': {
      const names =
        scheme.format === 'der'
          ? []
          : ['from cryptography.hazmat.primitives.asymmetric.utils import encode_dss_signature']
      const before =
        scheme.format === 'der'
          ? []
          : [
              '            half = len(raw) // 2',
              '            raw = encode_dss_signature(int.from_bytes(raw[:half], "big"), int.from_bytes(raw[half:], "big"))',
            ]
      return {
        imports: [invalid, hashes, 'from cryptography.hazmat.primitives.asymmetric import ec', ...names, load],
        lines: loop(`raw, content, ec.ECDSA(hashes.${scheme.hash.toUpperCase()}())`, before),
      }
    }
    case 'rsa': {
      const hash = `hashes.${scheme.hash.toUpperCase()}()`
      const how =
        scheme.padding === 'pkcs1'
          ? 'padding.PKCS1v15()'
          : `padding.PSS(mgf=padding.MGF1(${hash}), salt_length=padding.PSS.DIGEST_LENGTH)`
      const content = scheme.contentHash === undefined ? 'content' : `hashlib.${scheme.contentHash}(content).digest()`
      return {
        imports: [invalid, hashes, 'from cryptography.hazmat.primitives.asymmetric import padding', load],
        lines: loop(`raw, ${content}, ${how}, ${hash}`),
      }
    }
  }
}

function signatureBytes(encoding: SignatureEncoding): string {
  if (encoding === 'hex' || encoding === 'hex-any-case') return 'bytes.fromhex(signature)'
  return encoding === 'base64url' ? 'base64.urlsafe_b64decode(signature + "==")' : 'base64.b64decode(signature + "==")'
}
