import type { HeaderPair, HeaderPairs } from '../http/header-pairs.ts'
import { headerFromText } from '../http/header-text.ts'
import { cannotSign, cannotSignWithoutUrl } from './cannot-sign.ts'
import type { Signer } from './check-signature.ts'
import { encodedHash, fillSecret, hashedContent, plainEncoding, signatureAlgorithm } from './compare-signed.ts'
import { compileScheme } from './compile-scheme.ts'
import type { Content, SignatureCrypto } from './crypto.ts'
import { customSchemes } from './custom/custom-schemes.ts'
import { decodeSecret } from './decode-secret.ts'
import { freshenBody } from './fresh-in-body.ts'
import { renderContent } from './render-content.ts'
import { replaceInBody } from './replace-in-body.ts'
import { type RequestReader, readRequest } from './request-reader.ts'
import type { BasicScheme, FormScheme, Scheme, SignedScheme, TokenScheme } from './scheme.ts'
import { signJwt } from './sign-jwt.ts'
import { writeSignature } from './signature-layout.ts'
import type { SignatureKey, SignatureRequest } from './signature-request.ts'
import { writeTimestamp } from './timestamp.ts'

export interface SigningTime {
  /** Unix ms; schemes without a timestamp pass it over. */
  readonly timestamp: number
  /** Message id for schemes that sign one; null: the request's own. */
  readonly id: string | null
  /** Timestamps that stand in the body are made new as well, so that the body is another. */
  readonly freshBody?: boolean
}

export type Signed =
  | {
      readonly kind: 'signed'
      /** Each replaces every header of its name, whatever the case. */
      readonly headers: HeaderPairs
      /** Where the signature is part of the body. */
      readonly body?: Uint8Array
      /** In the body a timestamp was made new. */
      readonly timestampInBody?: { readonly from: string; readonly to: string }
      /** Where something is added to the URL. */
      readonly url?: string
      /** Null where it is not one text. */
      readonly signedContent: Content | null
    }
  | { readonly kind: 'cannot-sign'; readonly why: string; readonly lacks?: 'public-url' }

/**
 * Signs a request as its provider would, by the first of its schemes that fits the key, or by the one named.
 * For schemes with public keys the key's value is the private one.
 */
export function signRequest(
  request: SignatureRequest,
  signer: Signer,
  key: SignatureKey,
  time: SigningTime,
  crypto: SignatureCrypto,
  schemeName?: string | undefined,
): Signed {
  const schemes = 'scheme' in signer ? [signer.scheme] : signer.provider.schemes
  const wanted = schemes.filter((scheme) => schemeName === undefined || scheme.name === schemeName)
  const reader = readRequest(request, crypto)
  let first: Signed | null = null
  for (const scheme of wanted) {
    const signed = signByScheme(scheme, reader, key, time, crypto)
    if (signed.kind === 'signed') return signed
    first ??= signed
  }
  return first ?? cannotSign('Nothing is known about how this provider signs.')
}

/** Whether a user can hold the key of a scheme. */
export function canSign(scheme: Scheme): boolean {
  return scheme.kind !== 'custom' || customSchemes[scheme.custom].sign !== undefined
}

function signByScheme(
  scheme: Scheme,
  request: RequestReader,
  key: SignatureKey,
  time: SigningTime,
  crypto: SignatureCrypto,
): Signed {
  switch (scheme.kind) {
    case 'custom': {
      const { sign } = customSchemes[scheme.custom]
      if (sign === undefined) return cannotSign('Only the provider has the key for this.')
      return sign(request, key, time, crypto)
    }
    case 'token':
      return signToken(scheme, key)
    case 'basic':
      return signBasic(scheme, key, crypto)
    case 'jwt':
      return signJwt(scheme, request, key, time, crypto)
    default: {
      const fresh = time.freshBody === true ? freshenBody(scheme, request, time.timestamp, crypto) : null
      const signed = signContent(scheme, fresh?.request ?? request, key, time, crypto)
      if (signed.kind !== 'signed') return signed
      return {
        ...signed,
        headers: [...signed.headers, ...requiredHeaders(scheme, request)],
        ...(fresh === null
          ? {}
          : { body: signed.body ?? fresh.request.raw.body, timestampInBody: { from: fresh.from, to: fresh.to } }),
      }
    }
  }
}

function signToken(scheme: TokenScheme, key: SignatureKey): Signed {
  const source = scheme.from.find((candidate) => candidate.in === 'header')
  if (source === undefined) return cannotSign('The token stands in the body: edit it there.')
  const value = `${scheme.prefix ?? ''}${headerFromText(key.value)}`
  return { kind: 'signed', headers: [[source.name, value]], signedContent: null }
}

function signBasic(_scheme: BasicScheme, key: SignatureKey, crypto: SignatureCrypto): Signed {
  const value = `Basic ${crypto.encode(crypto.utf8(key.value), 'base64')}`
  return { kind: 'signed', headers: [['Authorization', value]], signedContent: null }
}

/** What the headers must say for the scheme to apply, where the request says otherwise or nothing. */
function requiredHeaders(scheme: FormScheme, request: RequestReader): HeaderPair[] {
  const headers: HeaderPair[] = []
  for (const { header, oneOf } of scheme.requires ?? []) {
    const [value = ''] = oneOf
    if (!oneOf.includes(request.header(header)?.trim() ?? '')) headers.push([header, value])
  }
  return headers
}

function signContent(
  scheme: SignedScheme,
  request: RequestReader,
  key: SignatureKey,
  time: SigningTime,
  crypto: SignatureCrypto,
): Signed {
  const place = scheme.signature.from.find((source) => source.in === 'header')
  const headers: HeaderPair[] = []
  const fields = new Map<string, string>()
  const timestamp = placeTimestamp(scheme, time, headers, fields, request)
  const id = placeId(scheme, time, headers, request)
  if (scheme.id !== undefined && id === null) return cannotSign('The scheme signs a message id, and none is given.')

  const rendered = renderContent(compileScheme(scheme).pieces, request, { timestamp, id, fields }, crypto)
  if (rendered.kind === 'missing') {
    if (rendered.what === 'public-url') return cannotSignWithoutUrl()
    const what = 'name' in rendered ? rendered.name : rendered.what
    return cannotSign(`The scheme signs something that the request does not have: ${what}.`)
  }
  const computed = computeSignature(scheme, rendered.parts, key, crypto)
  if (computed.kind !== 'computed') return computed
  const value = writeSignature(computed.text, scheme.signature.layout, [...fields])
  if (place === undefined) return signInBody(scheme, request, value, computed.content)
  return { kind: 'signed', headers: [...headers, [place.name, value]], signedContent: computed.content }
}

/** The new signature takes the place of the old one in the body. */
function signInBody(scheme: SignedScheme, request: RequestReader, value: string, signedContent: Content): Signed {
  for (const source of scheme.signature.from) {
    const [old = ''] = request.valuesAt(source)
    if (old === '') continue
    // With what stands around it, since a short text may occur elsewhere, too.
    const [before, after] = source.in === 'json' ? ['"', '"'] : ['=', '']
    const body = replaceInBody(request.raw.body, before + old + after, before + value + after)
    if (body !== null) return { kind: 'signed', headers: [], body, signedContent }
  }
  return cannotSign('The body has no signature that could be replaced.')
}

/** Puts the timestamp where the scheme wants it, and says its text. */
function placeTimestamp(
  scheme: SignedScheme,
  time: SigningTime,
  headers: HeaderPair[],
  fields: Map<string, string>,
  request: RequestReader,
): string | null {
  const rule = scheme.timestamp
  const source = rule?.from[0]
  if (rule === undefined || source === undefined) return null
  const text = writeTimestamp(time.timestamp, rule.unit)
  if (source.in === 'header') headers.push([source.name, text])
  else if (source.in === 'signature') fields.set(source.key, text)
  // In the body or the URL it is what it is, unless the body was freshened before.
  else return request.valuesAt(source)[0] ?? null
  return text
}

function placeId(
  scheme: SignedScheme,
  time: SigningTime,
  headers: HeaderPair[],
  request: RequestReader,
): string | null {
  if (scheme.id === undefined) return null
  const own = request.valuesAt(scheme.id)[0] ?? null
  if (scheme.id.in !== 'header' || time.id === null) return own
  headers.push([scheme.id.name, time.id])
  return time.id
}

type Computed = { readonly kind: 'computed'; readonly text: string; readonly content: Content } | Signed

function computeSignature(
  scheme: SignedScheme,
  parts: Parameters<typeof fillSecret>[0],
  key: SignatureKey,
  crypto: SignatureCrypto,
): Computed {
  const { encoding } = scheme.signature
  if (scheme.kind === 'hmac' || scheme.kind === 'hash') {
    const decoded = decodeSecret(key.value, scheme.secret, crypto)
    if (decoded.kind === 'unusable') return cannotSign(`The secret "${key.name}" cannot be used. ${decoded.why}`)
    const content = fillSecret(parts, decoded.key, crypto)
    return { kind: 'computed', text: encodedHash(scheme, decoded.key, content, encoding, crypto), content }
  }
  const signed = crypto.sign(key.value, signatureAlgorithm(scheme), hashedContent(scheme, parts, crypto))
  if (signed.kind === 'unusable') return cannotSign(`The private key "${key.name}" cannot be used. ${signed.why}`)
  const text = crypto.encode(signed.signature, plainEncoding(encoding))
  return { kind: 'computed', text: encoding === 'base64-unpadded' ? text.replace(/=+$/, '') : text, content: parts }
}
