import { z } from 'zod'
import { coverageOf } from './cause/coverage.ts'
import { keyKind } from './key-kind.ts'
import type { Certainty, Provider } from './provider.ts'
import type { Scheme } from './scheme.ts'
import { canSign } from './sign-request.ts'

export const certainty = z.enum(['sdk-verified', 'sdk-read', 'documented', 'secondhand', 'general-knowledge'])

/** A provider of the catalogue, as pickers show it. */
export const providerSummary = z.object({
  id: z.string(),
  name: z.string(),
  category: z.string(),
  docsUrl: z.string(),
  /** `hmac`, `ed25519`, `token`, … of its schemes, each once; `custom` for a scheme that is code. Empty: not checkable. */
  schemes: z.array(z.enum(['hmac', 'hash', 'ed25519', 'ecdsa', 'rsa', 'jwt', 'token', 'basic', 'custom'])),
  /** What a user enters to check them, each once. */
  keyKinds: z.array(z.enum(['secret', 'public-key', 'token', 'user-password', 'webhook-id', 'none'])),
  /** Its signatures cover the URL that it was given. */
  coversUrl: z.boolean(),
  /** Why it cannot be checked; null if it can. */
  uncheckable: z.string().nullable(),
  /** Whether Hookbench can sign in its place, given the key. */
  signable: z.boolean(),
  /** What its secret looks like. */
  secretFormat: z.string(),
  secretPrefix: z.string().nullable(),
  handshake: z.object({ method: z.string(), when: z.string(), answer: z.string() }).nullable(),
  notes: z.string().nullable(),
  /** How sure it is that it signs as it is checked. */
  certainty,
  /** Where that comes from. */
  sources: z.array(z.string()),
  ackTimeoutSeconds: z.number().nullable(),
  retryPolicy: z.string().nullable(),
})

export type ProviderSummary = z.infer<typeof providerSummary>

export function summarizeProvider(provider: Provider): ProviderSummary {
  const { schemes, secret, confidence } = provider
  return {
    id: provider.id,
    name: provider.name,
    category: provider.category,
    docsUrl: provider.docsUrl,
    schemes: [...new Set(schemes.map(({ kind }: Scheme) => kind))],
    keyKinds: [...new Set(schemes.map(keyKind))],
    coversUrl: coverageOf(schemes).url,
    uncheckable: schemes.length > 0 ? null : (provider.unsigned ?? provider.unknown ?? 'How it signs is not known.'),
    signable: schemes.some(canSign),
    secretFormat: secret.format,
    secretPrefix: secret.prefix ?? null,
    handshake: provider.handshake,
    notes: provider.notes,
    certainty: confidence.scheme satisfies Certainty,
    sources: [...provider.sources],
    ackTimeoutSeconds: provider.ackTimeoutSeconds,
    retryPolicy: provider.retryPolicy,
  }
}
