import { z } from 'zod'
import { headerPairs } from '../http/header-pairs.ts'
import { accessRules } from './access-rules.ts'
import { endpointSigning } from './endpoint-signing.ts'

/** The first path segment, exact. It never changes, since a provider was given it. */
export const endpointSlug = z
  .string()
  .regex(/^[a-z0-9-]{1,40}$/, 'A slug has 1 to 40 of a-z, 0-9 and -. Example: stripe-test')

/** The endpoint that takes whatever no other does. It always exists. */
export const DEFAULT_ENDPOINT = 'default'

export const endpointName = z.string().trim().min(1, 'An endpoint needs a name.').max(80)

/** The body of an answer: text, or bytes from a file. */
const answerBody = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('text'), text: z.string().max(1_048_576) }),
  z.object({ kind: z.literal('file'), name: z.string().max(255), base64: z.base64().max(1_398_104) }),
])

/** What the receiver answers once the capture is on disk. */
export const endpointAnswer = z.object({
  status: z.number().int().min(200).max(599),
  headers: headerPairs,
  body: answerBody,
  /** Waited after the commit. */
  delayMs: z.number().int().min(0).max(60_000),
})

export const DEFAULT_ANSWER: EndpointAnswer = {
  status: 200,
  headers: [['Content-Type', 'application/json']],
  body: { kind: 'text', text: '{"ok":true}' },
  delayMs: 0,
}

/** Where new captures go by themselves, after the answer. */
export const endpointForward = z.object({
  enabled: z.boolean(),
  /** A target URL; see `resolveTarget`. */
  url: z.string(),
  keepHost: z.boolean(),
})

/** Limits of an endpoint's own; null leaves it to the general ones. */
export const endpointRetention = z.object({
  maxAgeDays: z.number().positive().nullable(),
  maxCaptures: z.number().int().positive().nullable(),
  maxBytes: z.number().int().positive().nullable(),
})

/** A header name, as HTTP spells them. */
export const headerName = z
  .string()
  .max(256)
  .regex(/^[!#$%&'*+.^_`|~0-9A-Za-z-]+$/, 'A header name has letters, digits and -. Example: X-Forwarded-For')

/** Headers that the tunnel adds: shown apart, and left out of replays if the user wants that. */
export const tunnelHeaders = z.array(headerName).max(100)

/** The URL that the provider was given, whole. */
export const givenUrl = z
  .url({ protocol: /^https?$/, error: 'A public URL starts with http:// or https://.' })
  .max(2048)

export const endpoint = z.object({
  slug: endpointSlug,
  name: z.string(),
  createdAt: z.number().int(),
  /** Set once deleted: a tombstone, kept while captures still name it. */
  deletedAt: z.number().int().nullable(),
  answer: endpointAnswer,
  forward: endpointForward.nullable(),
  retention: endpointRetention,
  access: accessRules,
  /** Requests that the access rules refused. */
  refused: z.number().int(),
  tunnelHeaders,
  /** Null: the tunnel's. See `endpointPublicUrl`. */
  publicUrl: givenUrl.nullable(),
  signing: endpointSigning,
  captures: z.number().int(),
  /** Bytes of the bodies kept. */
  bytes: z.number().int(),
})

export type Endpoint = z.infer<typeof endpoint>
export type EndpointAnswer = z.infer<typeof endpointAnswer>
export type EndpointForward = z.infer<typeof endpointForward>
export type EndpointRetention = z.infer<typeof endpointRetention>
