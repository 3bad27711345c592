import type { HeaderPair } from '../http/header-pairs.ts'
import { cannotSign } from './cannot-sign.ts'
import type { Signer } from './check-signature.ts'
import type { SignatureCrypto } from './crypto.ts'
import { type Signed, type SigningTime, signRequest } from './sign-request.ts'
import { signatureHeaders } from './signature-headers.ts'
import type { SignatureKey, SignatureRequest } from './signature-request.ts'

/** How a signature is made wrong on purpose, to see a handler refuse it. */
export type Breakage = 'flip' | 'stale' | 'wrong-secret'

/** How much older than any tolerance of a provider a stale timestamp is. */
const STALE_BY_MS = 24 * 3600 * 1000

/** Signs a request wrongly in one way only, so that a refusal has one reason. */
export function breakSignature(
  how: Breakage,
  request: SignatureRequest,
  signer: Signer,
  key: SignatureKey,
  time: SigningTime,
  crypto: SignatureCrypto,
): Signed {
  switch (how) {
    case 'stale':
      return signRequest(request, signer, key, { ...time, timestamp: time.timestamp - STALE_BY_MS }, crypto)
    case 'wrong-secret':
      if (/^(-----|\{)/.test(key.value.trim())) return cannotSign('For a wrong private key, sign with another one.')
      return signRequest(request, signer, { ...key, value: wrongSecret(key.value) }, time, crypto)
    case 'flip': {
      const signed = signRequest(request, signer, key, time, crypto)
      return signed.kind === 'signed' ? flipped(signed, signatureHeaders(signer)) : signed
    }
  }
}

/**
 * Changed in the middle, where neither a prefix nor the padding is: a secret that cannot be read would be refused here.
 * The case of a letter alone would make no other key of hex.
 */
function wrongSecret(value: string): string {
  const at = Math.floor(value.length * 0.6)
  const changed = value.slice(at, at + 4).replace(/[A-Za-z0-9]/g, (char) => (char.toLowerCase() === 'a' ? 'b' : 'a'))
  const wrong = value.slice(0, at) + changed + value.slice(at + 4)
  return wrong === value ? `${value}x` : wrong
}

function flipped(signed: Extract<Signed, { kind: 'signed' }>, names: ReadonlyArray<string>): Signed {
  const wanted = new Set(names.map((name) => name.toLowerCase()))
  const headers = signed.headers.map(([name, value]): HeaderPair => {
    return wanted.has(name.toLowerCase()) ? [name, flipCharacter(value)] : [name, value]
  })
  if (signed.headers.every(([name]) => !wanted.has(name.toLowerCase()))) {
    return { kind: 'cannot-sign', why: 'The signature stands in the body: edit it there.' }
  }
  return { ...signed, headers }
}

/** A few characters before the end: the last ones of base64 may not count. */
function flipCharacter(value: string): string {
  const end = value.replace(/[^A-Za-z0-9]+$/, '').length
  const at = Math.max(0, end - 4)
  return value.slice(0, at) + (value[at] === 'a' ? 'b' : 'a') + value.slice(at + 1)
}
