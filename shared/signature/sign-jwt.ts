import { headerFromText } from '../http/header-text.ts'
import { cannotSign, cannotSignWithoutUrl } from './cannot-sign.ts'
import type { Content, SignatureCrypto } from './crypto.ts'
import { decodeSecret } from './decode-secret.ts'
import { jsonAt } from './json-at.ts'
import { jwsAlgorithm, jwsHash, parseJwt } from './jwt.ts'
import type { RequestReader } from './request-reader.ts'
import type { ClaimRule, JwtAlgorithm, JwtScheme, SecretDecoding } from './scheme.ts'
import type { Signed, SigningTime } from './sign-request.ts'
import type { SignatureKey } from './signature-request.ts'

/** How long a new token holds where the provider does not say. */
const LIFETIME_SECONDS = 300

/** A token as the provider makes it, with the claims that tie it to this request; other claims are kept. */
export function signJwt(
  scheme: JwtScheme,
  request: RequestReader,
  key: SignatureKey,
  time: SigningTime,
  crypto: SignatureCrypto,
): Signed {
  const source = scheme.from.find((candidate) => candidate.in === 'header')
  if (source === undefined) return cannotSign('The token is the body itself: edit it there.')
  const needsUrl = scheme.claims.some(({ must }) => must.be === 'url' || (must.be === 'hash' && must.of === 'url'))
  if (needsUrl && request.raw.publicUrl === null)
    return cannotSignWithoutUrl('The token names the public URL, and it is not known.')

  const word = scheme.word === undefined ? '' : `${scheme.word} `
  const old = parseJwt((request.header(source.name) ?? '').trim().slice(word.length), crypto)
  const kept = typeof old?.claims === 'object' ? old.claims : {}
  const issued = Math.floor(time.timestamp / 1000)
  const claims: Record<string, unknown> = {
    ...kept,
    iat: issued,
    nbf: issued,
    exp: issued + LIFETIME_SECONDS,
    ...(time.id === null ? {} : { jti: time.id }),
  }
  for (const rule of scheme.claims) {
    const value = claimValue(rule, request, key, crypto)
    if (value !== null) claims[rule.claim] = value
  }
  const algorithm = chooseAlgorithm(scheme, old?.algorithm)
  const header = { ...keptHeader(old?.header), alg: algorithm }
  const text = `${encodeJson(header, crypto)}.${encodeJson(claims, crypto)}`
  const signed = signJws(algorithm, scheme.secret, [text], key, crypto)
  if (signed.kind === 'cannot-sign') return signed
  return { kind: 'signed', headers: [[source.name, `${word}${text}.${signed.signature}`]], signedContent: [text] }
}

/** Without the extensions that `crit` makes binding: what is signed anew uses none of them. */
function keptHeader(header: unknown): Record<string, unknown> {
  if (typeof header !== 'object' || header === null) return { typ: 'JWT' }
  const critical = jsonAt(header, '/crit')
  const dropped = new Set<unknown>(['crit', ...(Array.isArray(critical) ? critical : [])])
  return Object.fromEntries(Object.entries(header).filter(([name]) => !dropped.has(name)))
}

function claimValue(
  rule: ClaimRule,
  request: RequestReader,
  key: SignatureKey,
  crypto: SignatureCrypto,
): string | null {
  const { must } = rule
  switch (must.be) {
    case 'one-of':
      return must.values[0] ?? null
    case 'key-id':
      return key.id ?? null
    case 'audience':
      return key.audience ?? null
    case 'url':
      return request.raw.publicUrl
    case 'hash': {
      if (must.of === 'url') return crypto.hash(must.hash, [headerFromText(request.raw.publicUrl ?? '')], must.encoding)
      return crypto.hash(must.hash, [request.raw.body], must.encoding)
    }
  }
}

function chooseAlgorithm(scheme: JwtScheme, old: string | undefined): JwtAlgorithm {
  return scheme.algorithms.find((algorithm) => algorithm === old) ?? (scheme.algorithms[0] as JwtAlgorithm)
}

export function encodeJson(value: unknown, crypto: SignatureCrypto): string {
  return crypto.encode(crypto.utf8(JSON.stringify(value)), 'base64url')
}

/** The signature of a JWS as base64url. */
function signJws(
  algorithm: JwtAlgorithm,
  secret: SecretDecoding | undefined,
  content: Content,
  key: SignatureKey,
  crypto: SignatureCrypto,
): { readonly kind: 'signed'; readonly signature: string } | { readonly kind: 'cannot-sign'; readonly why: string } {
  if (algorithm.startsWith('HS')) {
    const decoded = decodeSecret(key.value, secret ?? { decode: 'text' }, crypto)
    if (decoded.kind === 'unusable') return cannotSign(`The secret "${key.name}" cannot be used. ${decoded.why}`)
    return { kind: 'signed', signature: crypto.hmac(jwsHash(algorithm), decoded.key, content, 'base64url') }
  }
  const signed = crypto.sign(key.value, jwsAlgorithm(algorithm), content)
  if (signed.kind === 'unusable') return cannotSign(`The private key "${key.name}" cannot be used. ${signed.why}`)
  return { kind: 'signed', signature: crypto.encode(signed.signature, 'base64url') }
}
