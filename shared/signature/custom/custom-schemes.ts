import type { CustomSchemeName } from '../scheme.ts'
import { adyenItems } from './adyen-items.ts'
import { awsSns } from './aws-sns.ts'
import { braintree } from './braintree.ts'
import { contentful } from './contentful.ts'
import type { CustomScheme } from './custom-scheme.ts'
import { dropboxSign } from './dropbox-sign.ts'
import { easypostWeights } from './easypost-weights.ts'
import { hook0 } from './hook0.ts'
import { httpMessageSignature } from './http-message-signature.ts'
import { hygraph } from './hygraph.ts'
import { mercadoPago } from './mercado-pago.ts'
import { paypal } from './paypal.ts'
import { plivoV3 } from './plivo-v3.ts'
import { saleorJws } from './saleor-jws.ts'
import { truelayer } from './truelayer.ts'
import { twilio } from './twilio.ts'

/** Every scheme that is code, by the name that the catalogue gives it. */
export const customSchemes: Readonly<Record<CustomSchemeName, CustomScheme>> = {
  'adyen-items': adyenItems,
  'aws-sns': awsSns,
  braintree,
  contentful,
  'dropbox-sign': dropboxSign,
  'easypost-weights': easypostWeights,
  hook0,
  'http-message-signature': httpMessageSignature,
  hygraph,
  'mercado-pago': mercadoPago,
  paypal,
  'plivo-v3': plivoV3,
  'saleor-jws': saleorJws,
  truelayer,
  twilio,
}
