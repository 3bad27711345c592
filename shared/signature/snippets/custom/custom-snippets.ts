import type { CustomSchemeName } from '../../scheme.ts'
import type { SnippetLanguage } from '../snippet.ts'
import { awsSnsCode } from './aws-sns.ts'
import { braintreeCode } from './braintree.ts'
import { dropboxSignCode } from './dropbox-sign.ts'
import { easypostWeightsCode } from './easypost-weights.ts'
import { httpMessageSignatureCode } from './http-message-signature.ts'
import { hygraphCode } from './hygraph.ts'
import { paypalCode } from './paypal.ts'
import { plivoV3Code } from './plivo-v3.ts'
import { saleorJwsCode } from './saleor-jws.ts'
import { truelayerCode } from './truelayer.ts'
import { twilioBodyHashCode } from './twilio-body-hash.ts'

/** Code that begins with a line end; a comment that says whose it is comes before it. */
export type CodeByLanguage = Readonly<Record<SnippetLanguage, string>>

/** Schemes that no template of signed content can say. The others become declarative for the capture at hand. */
const code: Readonly<Partial<Record<CustomSchemeName, CodeByLanguage>>> = {
  'aws-sns': awsSnsCode,
  braintree: braintreeCode,
  'dropbox-sign': dropboxSignCode,
  'easypost-weights': easypostWeightsCode,
  'http-message-signature': httpMessageSignatureCode,
  hygraph: hygraphCode,
  paypal: paypalCode,
  'plivo-v3': plivoV3Code,
  'saleor-jws': saleorJwsCode,
  truelayer: truelayerCode,
  twilio: twilioBodyHashCode,
}

const COMMENTS: Readonly<Record<SnippetLanguage, string>> = { node: '//', python: '#', ruby: '#', go: '//', php: '//' }

/** Null: there is none. */
export function customSnippet(scheme: CustomSchemeName, language: SnippetLanguage, title: string): string | null {
  const lines = code[scheme]?.[language]
  if (lines === undefined) return null
  const comment = `${COMMENTS[language]} ${title}`
  if (language === 'php') return `<?php\n${comment}\n${lines}`
  return `${comment}${lines}`
}
