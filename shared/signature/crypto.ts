/**
 * What signature checks need of cryptography, synchronous so that a check is a plain function. `shared/` is pure, so the
 * engine passes an implementation in (`electron/engine/signature/node-crypto.ts`).
 */
export interface SignatureCrypto {
  hmac(hash: HmacHash, key: MacKey, content: Content, encoding: TextEncoding): string
  hash(hash: HashName, content: Content, encoding: TextEncoding): string
  /** In constant time for texts of equal length. */
  equal(left: string, right: string): boolean
  encode(bytes: Uint8Array, encoding: TextEncoding): string
  /** Strict: null for anything that does not encode back to the same text, save for missing padding and the case of hex. */
  decode(text: string, encoding: TextEncoding): Uint8Array | null
  utf8(text: string): Uint8Array
  /** UTF-8 as text, without a BOM; what is not UTF-8 becomes U+FFFD. */
  text(bytes: Uint8Array): string
  /** Public keys from a PEM, a certificate, a JWK, a JWKS, SPKI as base64, or a bare Ed25519 key as hex or base64. */
  publicKeys(text: string): KeyReading
  verify(key: PublicKey, algorithm: SignatureAlgorithm, content: Content, signature: Uint8Array): boolean
  sign(privateKey: string, algorithm: SignatureAlgorithm, content: Content): SigningResult
}

/** Text is used as its UTF-8 bytes: most secrets are, and `node:crypto` is twice as fast with them. */
export type MacKey = Uint8Array | string

export type HmacHash = 'md5' | 'sha1' | 'sha224' | 'sha256' | 'sha384' | 'sha512'

export type HashName = HmacHash | 'keccak256'

/** `hex` is in lower case; `base64` is padded, `base64url` is not. */
export type TextEncoding = 'hex' | 'base64' | 'base64url'

/**
 * Signed content in pieces, so that a body of many megabytes is never copied or decoded. Strings are latin1, one character
 * a byte. A `secret` piece belongs to hashes that have their secret inside the text: it is hashed and never shown.
 */
export type ContentPart = Uint8Array | string | { readonly secret: Uint8Array }
export type Content = ReadonlyArray<ContentPart>

export type SignatureAlgorithm =
  | { readonly kind: 'ed25519' }
  /** `der` is ASN.1; `p1363` is r and s side by side, as JWTs have it. */
  | { readonly kind: 'ecdsa'; readonly hash: HmacHash; readonly format: 'der' | 'p1363' }
  | { readonly kind: 'rsa'; readonly hash: HmacHash; readonly padding: 'pkcs1' | 'pss' }

export interface PublicKey {
  readonly type: 'ed25519' | 'ec' | 'rsa'
  /** `kid` of a JWK. */
  readonly id: string | null
  /** `P-256`, …, of an EC key. */
  readonly curve: string | null
  /** What the implementation keeps of it. */
  readonly handle: object
}

export type KeyReading =
  | { readonly kind: 'keys'; readonly keys: ReadonlyArray<PublicKey> }
  | { readonly kind: 'unusable'; readonly why: string }

export type SigningResult =
  | { readonly kind: 'signed'; readonly signature: Uint8Array }
  | { readonly kind: 'unusable'; readonly why: string }
