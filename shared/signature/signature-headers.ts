import type { Signer } from './check-signature.ts'
import type { CustomSchemeName, Scheme } from './scheme.ts'
import type { ValueSource } from './value-source.ts'

/** Headers that carry signatures of a signer, for a request that is to go out without one. */
export function signatureHeaders(signer: Signer): string[] {
  const schemes = 'scheme' in signer ? [signer.scheme] : signer.provider.schemes
  return [...new Set(schemes.flatMap(headersOf))]
}

function headersOf(scheme: Scheme): ReadonlyArray<string> {
  switch (scheme.kind) {
    case 'custom':
      return CUSTOM[scheme.custom]
    case 'basic':
      return ['Authorization']
    case 'token':
    case 'jwt':
      return headerNames(scheme.from)
    default:
      return headerNames(scheme.signature.from)
  }
}

function headerNames(places: ReadonlyArray<ValueSource>): string[] {
  return places.flatMap((place) => (place.in === 'header' ? [place.name] : []))
}

/** Empty: the signature stands in the body. */
const CUSTOM: Readonly<Record<CustomSchemeName, ReadonlyArray<string>>> = {
  'adyen-items': [],
  'aws-sns': [],
  braintree: [],
  contentful: ['x-contentful-signature'],
  'dropbox-sign': [],
  'easypost-weights': ['X-Hmac-Signature'],
  hook0: ['X-Hook0-Signature'],
  'http-message-signature': ['Signature', 'Signature-Input'],
  hygraph: ['gcms-signature'],
  'mercado-pago': ['x-signature'],
  paypal: ['PAYPAL-TRANSMISSION-SIG'],
  'plivo-v3': ['X-Plivo-Signature-V3'],
  'saleor-jws': ['Saleor-Signature'],
  truelayer: ['Tl-Signature'],
  twilio: ['X-Twilio-Signature'],
}
