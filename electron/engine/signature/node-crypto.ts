import {
  constants,
  createHash,
  createHmac,
  createSecretKey,
  createSign,
  createVerify,
  type KeyObject,
  sign,
  timingSafeEqual,
  verify,
} from 'node:crypto'
import type {
  Content,
  ContentPart,
  PublicKey,
  SignatureAlgorithm,
  SignatureCrypto,
  SigningResult,
  TextEncoding,
} from '../../../shared/signature/crypto.ts'
import { keccak256 } from '../../../shared/signature/keccak256.ts'
import { readPrivateKey } from './private-key.ts'
import { readPublicKeys } from './public-keys.ts'

/** Signatures by `node:crypto`. */
export const nodeCrypto: SignatureCrypto = {
  hmac(hash, key, content, encoding) {
    // Bytes as they are would cost three times as much: `createHmac` first asks whether they are some kind of key object.
    const hmac = createHmac(hash, typeof key === 'string' ? key : createSecretKey(key))
    for (const part of content) feed(hmac, part)
    return hmac.digest(encoding)
  },
  hash(hash, content, encoding) {
    if (hash === 'keccak256') return Buffer.from(keccak256(joined(content))).toString(encoding)
    const hasher = createHash(hash)
    for (const part of content) feed(hasher, part)
    return hasher.digest(encoding)
  },
  equal: equalTexts,
  encode: (bytes, encoding) => asBuffer(bytes).toString(encoding),
  decode: decodeStrictly,
  utf8: (text) => Buffer.from(text, 'utf8'),
  text: (bytes) => utf8.decode(bytes),
  publicKeys: readPublicKeys,
  verify: (key, algorithm, content, signature) => verifySignature(key, algorithm, content, signature),
  sign: signContent,
}

const utf8 = new TextDecoder('utf-8')

/** Longer than any MAC as text; texts that are longer get buffers of their own. */
const SHORT = 128
const leftScratch = Buffer.alloc(SHORT)
const rightScratch = Buffer.alloc(SHORT)

/** Signatures are compared by the thousand: two buffers that are used again halve what a comparison costs. */
function equalTexts(left: string, right: string): boolean {
  if (left.length !== right.length) return false
  if (left.length > SHORT) return timingSafeEqual(Buffer.from(left, 'utf16le'), Buffer.from(right, 'utf16le'))
  leftScratch.fill(0).write(left, 'latin1')
  rightScratch.fill(0).write(right, 'latin1')
  // Characters above 0xff lose bits as latin1; a signature has none, but what was received may.
  return timingSafeEqual(leftScratch, rightScratch) && left === right
}

interface Hasher {
  update(data: Uint8Array): unknown
  update(data: string, encoding: 'latin1'): unknown
}

function feed(hasher: Hasher, part: ContentPart): void {
  if (typeof part === 'string') hasher.update(part, 'latin1')
  else hasher.update(part instanceof Uint8Array ? part : part.secret)
}

/** All of it in one piece, for what cannot be fed piece by piece. */
function joined(content: Content): Buffer {
  return Buffer.concat(
    content.map((part) => {
      if (typeof part === 'string') return Buffer.from(part, 'latin1')
      return part instanceof Uint8Array ? part : part.secret
    }),
  )
}

function asBuffer(bytes: Uint8Array): Buffer {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)
}

/** `Buffer.from` skips what it cannot read; here that counts as no encoding at all. */
function decodeStrictly(text: string, encoding: TextEncoding): Uint8Array | null {
  const bytes = Buffer.from(text, encoding)
  const again = bytes.toString(encoding)
  if (encoding === 'hex') return again === text.toLowerCase() ? bytes : null
  return again.replace(/=+$/, '') === text.replace(/=+$/, '') ? bytes : null
}

function verifySignature(
  key: PublicKey,
  algorithm: SignatureAlgorithm,
  content: Content,
  signature: Uint8Array,
): boolean {
  const handle = key.handle as KeyObject
  if (key.type !== keyType(algorithm)) return false
  try {
    if (algorithm.kind === 'ed25519') return verify(null, joined(content), handle, signature)
    const verifier = createVerify(algorithm.hash)
    for (const part of content) feed(verifier, part)
    return verifier.verify({ key: handle, ...signingOptions(algorithm) }, signature)
  } catch {
    // OpenSSL refuses a signature of a wrong shape or a key that is too short: that is no valid signature.
    return false
  }
}

function keyType(algorithm: SignatureAlgorithm): PublicKey['type'] {
  return algorithm.kind === 'ecdsa' ? 'ec' : algorithm.kind
}

function signingOptions(algorithm: Exclude<SignatureAlgorithm, { kind: 'ed25519' }>) {
  if (algorithm.kind === 'ecdsa') {
    return { dsaEncoding: algorithm.format === 'der' ? ('der' as const) : ('ieee-p1363' as const) }
  }
  return algorithm.padding === 'pss'
    ? { padding: constants.RSA_PKCS1_PSS_PADDING, saltLength: constants.RSA_PSS_SALTLEN_DIGEST }
    : { padding: constants.RSA_PKCS1_PADDING }
}

function signContent(privateKey: string, algorithm: SignatureAlgorithm, content: Content): SigningResult {
  const read = readPrivateKey(privateKey)
  if (read.kind === 'unusable') return read
  const type = read.key.asymmetricKeyType
  if (type !== keyType(algorithm))
    return { kind: 'unusable', why: `It is a key for ${type}, not for ${keyType(algorithm)}.` }
  if (algorithm.kind === 'ed25519') return { kind: 'signed', signature: sign(null, joined(content), read.key) }
  const signer = createSign(algorithm.hash)
  for (const part of content) feed(signer, part)
  return { kind: 'signed', signature: signer.sign({ key: read.key, ...signingOptions(algorithm) }) }
}
