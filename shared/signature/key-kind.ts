import type { CustomSchemeName, Scheme } from './scheme.ts'

/**
 * What a user enters to check a scheme. `public-key` is not secret; to sign, the private one is needed. `webhook-id` is
 * PayPal's, and with `none` there is nothing to enter: the key is published, or fetched from the provider.
 */
export type KeyKind = 'secret' | 'public-key' | 'token' | 'user-password' | 'webhook-id' | 'none'

export function keyKind(scheme: Scheme): KeyKind {
  switch (scheme.kind) {
    case 'hmac':
    case 'hash':
      return 'secret'
    case 'token':
      return 'token'
    case 'basic':
      return 'user-password'
    case 'jwt':
      if (scheme.algorithms.some((algorithm) => algorithm.startsWith('HS'))) return 'secret'
      return scheme.jwksUrl === undefined ? 'public-key' : 'none'
    case 'custom':
      return CUSTOM[scheme.custom]
    default:
      return scheme.jwksUrl === undefined && scheme.publishedKey === undefined ? 'public-key' : 'none'
  }
}

const CUSTOM: Readonly<Record<CustomSchemeName, KeyKind>> = {
  'adyen-items': 'secret',
  'aws-sns': 'none',
  braintree: 'secret',
  contentful: 'secret',
  'dropbox-sign': 'secret',
  'easypost-weights': 'secret',
  hook0: 'secret',
  'http-message-signature': 'public-key',
  hygraph: 'secret',
  'mercado-pago': 'secret',
  paypal: 'webhook-id',
  'plivo-v3': 'secret',
  'saleor-jws': 'public-key',
  truelayer: 'none',
  twilio: 'secret',
}
