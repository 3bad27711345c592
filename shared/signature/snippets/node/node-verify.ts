import type { HashScheme, HmacScheme, PublicKeyScheme, SignatureEncoding, SignedScheme } from '../../scheme.ts'
import { quoteText } from '../quote-text.ts'
import { NoSnippet } from '../snippet.ts'

const quote = quoteText.javascript

interface Crypto {
  readonly imports: ReadonlyArray<string>
  readonly lines: ReadonlyArray<string>
  readonly equal: boolean
}

export function cryptoOf(scheme: SignedScheme): Crypto {
  return scheme.kind === 'hmac' || scheme.kind === 'hash' ? digestCrypto(scheme) : verifyCrypto(scheme)
}

function digestCrypto(scheme: HmacScheme | HashScheme): Crypto {
  if (scheme.hash === 'keccak256') {
    throw new NoSnippet(
      'Node has no Keccak-256 of its own (sha3-256 is another hash): use a library such as @noble/hashes.',
    )
  }
  const made = scheme.kind === 'hmac' ? `createHmac(${quote(scheme.hash)}, key)` : `createHash(${quote(scheme.hash)})`
  const { encoding } = scheme.signature
  const digest = `${made}.update(content).digest(${quote(plain(encoding))})`
  const signature = encoding === 'hex-any-case' ? 'signature.toLowerCase()' : 'signature'
  return {
    imports: [scheme.kind === 'hmac' ? 'createHmac' : 'createHash', 'timingSafeEqual'],
    lines: [
      `  const expected = ${digest}${encoding === 'base64-unpadded' ? ".replace(/=+$/, '')" : ''}`,
      `  return signatures.some((signature) => equal(${signature}, expected))`,
    ],
    equal: true,
  }
}

export function plain(encoding: SignatureEncoding): string {
  if (encoding === 'hex-any-case') return 'hex'
  return encoding === 'base64-unpadded' ? 'base64' : encoding
}

function verifyCrypto(scheme: PublicKeyScheme): Crypto {
  const bytes = `Buffer.from(signature, ${quote(plain(scheme.signature.encoding))})`
  const verify = (hash: string, key: string, content: string) =>
    `  return signatures.some((signature) => cryptoVerify(${hash}, ${content}, ${key}, ${bytes}))`
  const imports = ['createPublicKey', 'verify as cryptoVerify']
  switch (scheme.kind) {
    case 'ed25519':
      return { imports, lines: [verify('null', 'publicKey', 'content')], equal: false }
    case 'ecdsa':
      return {
        imports,
        lines: [
          verify(
            quote(scheme.hash),
            scheme.format === 'der' ? 'publicKey' : "{ key: publicKey, dsaEncoding: 'ieee-p1363' }",
            'content',
          ),
        ],
        equal: false,
      }
    case 'rsa': {
      const pss =
        '{ key: publicKey, padding: constants.RSA_PKCS1_PSS_PADDING, saltLength: constants.RSA_PSS_SALTLEN_DIGEST }'
      const content =
        scheme.contentHash === undefined
          ? 'content'
          : `createHash(${quote(scheme.contentHash)}).update(content).digest()`
      return {
        imports: [
          ...imports,
          ...(scheme.padding === 'pss' ? ['constants'] : []),
          ...(scheme.contentHash === undefined ? [] : ['createHash']),
        ],
        lines: [verify(quote(scheme.hash), scheme.padding === 'pss' ? pss : 'publicKey', content)],
        equal: false,
      }
    }
  }
}
