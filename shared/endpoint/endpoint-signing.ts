import { z } from 'zod'
import { formScheme } from '../signature/scheme.ts'

/** Who sends to an endpoint, and so how its requests are signed. */
export const endpointProvider = z.discriminatedUnion('kind', [
  /** Told from each request's headers. */
  z.object({ kind: z.literal('detect') }),
  /** A provider of the catalogue. */
  z.object({ kind: z.literal('known'), id: z.string().min(1).max(80) }),
  /** A sender of the user's own, by a scheme that the user set up. */
  z.object({ kind: z.literal('generic'), scheme: formScheme }),
])

/** What is known of an endpoint's senders, but for its secrets, which are asked for apart. */
export const endpointSigning = z.object({
  provider: endpointProvider,
  /** Answer providers that ask whether this URL is the user's. */
  handshakes: z.boolean(),
  /** Confirm subscriptions of Amazon SNS, if their signature is right, without being asked. */
  confirmSubscriptions: z.boolean(),
})

export const endpointSigningChange = endpointSigning.partial()

export const DEFAULT_SIGNING: EndpointSigning = {
  provider: { kind: 'detect' },
  handshakes: true,
  confirmSubscriptions: false,
}

/** What the provider is called where the user set up a scheme instead of choosing one. */
export const GENERIC_PROVIDER = 'generic'

export type EndpointProvider = z.infer<typeof endpointProvider>
export type EndpointSigning = z.infer<typeof endpointSigning>
/** What is left out stays as it is. */
export type EndpointSigningChange = z.infer<typeof endpointSigningChange>
