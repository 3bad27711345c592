import { z } from 'zod'
import { endpointSlug } from './endpoint.ts'

/**
 * What a secret is for. `secret` and `public-key` check, `secret` and `private-key` sign (a private key checks with its
 * public half), and a `verify-token` only answers handshakes, such as Meta's.
 */
export const secretKind = z.enum(['secret', 'public-key', 'private-key', 'verify-token'])

export const secretName = z.string().trim().min(1, 'A secret needs a name.').max(80)

/** As it was pasted: spaces and line ends are not trimmed, since a diagnosis should find them. */
export const secretValue = z.string().min(1, 'The secret is empty.').max(16_384, 'A secret has at most 16 KiB.')

const providerId = z.string().min(1).max(80)

/** A secret of an endpoint, without its value. */
export const endpointSecret = z.object({
  id: z.uuid(),
  endpoint: endpointSlug,
  /** One of its own within the endpoint: results name secrets by it. */
  name: secretName,
  kind: secretKind,
  createdAt: z.number().int(),
  /** The last four characters of a secret that is long enough to spare them. */
  hint: z.string().nullable(),
  /** Names the key to the provider, where its scheme wants that. */
  keyId: z.string().nullable(),
  /** The audience that tokens must be for. */
  audience: z.string().nullable(),
  /** Id of the provider that it is for: no other's requests are judged with it. Null: of any that it fits. */
  provider: z.string().nullable(),
  /** PEM, of private keys: for the handler under test. */
  publicKey: z.string().nullable(),
  /** Why it cannot be read: the key file is missing, or another one. */
  problem: z.string().nullable(),
})

export const newSecret = z.object({
  endpoint: endpointSlug,
  name: secretName,
  kind: secretKind,
  value: secretValue,
  keyId: z.string().max(500).nullable().default(null),
  audience: z.string().max(500).nullable().default(null),
  provider: providerId.nullable().default(null),
})

/** Only what is given changes. */
export const secretChange = z.object({
  name: secretName.optional(),
  provider: providerId.nullable().optional(),
})

/** Key pairs that Hookbench can make. */
export const madeKeyType = z.enum(['ed25519', 'ec-p256', 'rsa-2048'])

export type SecretKind = z.infer<typeof secretKind>
export type EndpointSecret = z.infer<typeof endpointSecret>
export type NewSecret = z.infer<typeof newSecret>
export type SecretChange = z.infer<typeof secretChange>
export type MadeKeyType = z.infer<typeof madeKeyType>
