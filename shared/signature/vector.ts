import { z } from 'zod'
import { headerFromText } from '../http/header-text.ts'
import { originForm } from '../http/raw-target.ts'
import { providerById } from './catalogue/catalogue.ts'
import { checkSignature } from './check-signature.ts'
import type { SignatureCrypto } from './crypto.ts'
import type { SignatureCheck } from './signature-check.ts'
import type { SignatureKey, SignatureRequest } from './signature-request.ts'

/** A request with a verdict that is known, for whoever adds a provider. Unknown fields are passed over. */
export const signatureVector = z.object({
  id: z.string(),
  provider: z.string(),
  method: z.string(),
  url: z.string(),
  headers: z.array(z.tuple([z.string(), z.string()])),
  bodyBase64: z.base64(),
  /** Unix seconds at which it is judged. */
  now: z.number(),
  expected: z.enum(['valid', 'invalid']),
  reason: z.string().optional(),
  description: z.string().optional(),
  /** The verdict follows the provider's SDK more than its wire format. */
  sdkSpecific: z.boolean().optional(),
  secret: z.string().optional(),
  publicKey: z.string().optional(),
  secondarySecret: z.string().optional(),
  nextSigningKey: z.string().optional(),
  apiKey: z.string().optional(),
  appKey: z.string().optional(),
  kid: z.string().optional(),
  audience: z.string().optional(),
  toleranceSeconds: z.number().optional(),
})

export type SignatureVector = z.infer<typeof signatureVector>

/** Judges a vector at its own time with its own keys. */
export function checkVector(vector: SignatureVector, crypto: SignatureCrypto): SignatureCheck {
  const provider = providerById(vector.provider)
  return checkSignature(
    vectorRequest(vector, crypto),
    provider === undefined ? null : { provider },
    vectorKeys(vector),
    { now: vector.now * 1000, providerIs: 'set', toleranceSeconds: vector.toleranceSeconds },
    crypto,
  )
}

export function vectorRequest(vector: SignatureVector, crypto: SignatureCrypto): SignatureRequest {
  const body = crypto.decode(vector.bodyBase64, 'base64')
  if (body === null) throw new Error(`Vector ${vector.id}: bodyBase64 is not base64`)
  return {
    method: vector.method,
    target: originForm(headerFromText(vector.url)),
    headers: vector.headers.map(([name, value]) => [name, headerFromText(value)] as const),
    body,
    publicUrl: vector.url,
  }
}

/** Where there is a secret, what stands beside it names it: Braintree's public key, LiveKit's API key. */
export function vectorKeys(vector: SignatureVector): SignatureKey[] {
  const main = vector.secret ?? vector.publicKey
  const id = vector.apiKey ?? vector.appKey ?? (vector.secret === undefined ? undefined : vector.publicKey)
  const keys: SignatureKey[] = []
  if (main !== undefined) keys.push({ name: 'secret', value: main, id, audience: vector.audience })
  for (const [name, value] of [
    ['secondary secret', vector.secondarySecret],
    ['next signing key', vector.nextSigningKey],
  ] as const) {
    if (value !== undefined) keys.push({ name, value })
  }
  return keys
}
