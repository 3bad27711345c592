import { z } from 'zod'
import { captureState } from '../capture/capture.ts'
import { captureTag, MOST_TAGS } from '../capture/capture-tag.ts'
import { deliverySummary } from '../delivery/delivery.ts'
import { endpointIgnoreRules } from '../diff/ignore-rule.ts'
import { addressRange } from '../endpoint/access-rules.ts'
import {
  endpointAnswer,
  endpointForward,
  endpointName,
  endpointRetention,
  endpointSlug,
  tunnelHeaders,
} from '../endpoint/endpoint.ts'
import { endpointProvider } from '../endpoint/endpoint-signing.ts'

/** The version of the lines, in each of them. One that is higher is refused: what it says could be misread. */
export const LINES_VERSION = 1

/** A body longer than this goes into lines of its own behind its capture or delivery, so that no line is huge. */
export const INLINE_BYTES = 1024 * 1024

const time = z.number().int().min(0).max(8_640_000_000_000_000)
const micros = z.number().int().min(0).nullable()
// biome-ignore lint/suspicious/noControlCharactersInRegex: those that would end the line of a header are meant.
const LATIN1_LINE = /^[^\x00\r\n\u0100-\uffff]*$/
const latin1 = z.string().regex(LATIN1_LINE, 'has line breaks or characters above U+00FF')
// biome-ignore lint/suspicious/noControlCharactersInRegex: those that end a target in a request line are meant.
const TARGET = /^[^\x00-\x20\x7f]*$/
/**
 * As odd as a store may hold it, so that every capture can come back; what is sent of it is checked where it is sent. A request
 * line has no spaces or control characters in its target: what cannot be parsed is kept as malformed, without one.
 */
const target = latin1.regex(TARGET, 'has spaces or control characters, which no request line can hold')
const token = z.string().regex(/^[!#$%&'*+.^_`|~0-9A-Za-z-]+$/, 'is no name that HTTP allows')
const pairs = z.array(z.tuple([token, latin1]).readonly()).readonly()
const status = z.number().int().min(100).max(999)
const text = z.string().max(100_000)
/** Null: in `parts` lines behind this one. */
const body = z.string().nullable()
const parts = z.number().int().min(0).max(1000).optional()
const version = z.number().int()

export const captureLine = z.object({
  kind: z.literal('capture'),
  version,
  id: z.uuid(),
  receivedAt: time,
  endpoint: endpointSlug.nullable().default(null),
  method: token.max(200).nullable(),
  target: target.max(1024 * 1024).nullable(),
  httpVersion: z.string().max(10).nullable().default(null),
  headers: pairs,
  trailers: pairs.default([]),
  state: captureState.default('complete'),
  reason: text.nullable().default(null),
  remoteAddress: z.string().max(200).nullable().default(null),
  remotePort: z.number().int().min(0).max(65_535).nullable().default(null),
  via: z
    .string()
    .regex(/^[a-z0-9-]{1,40}$/, 'is no kind of tunnel')
    .nullable()
    .default(null),
  bodyUs: micros.default(null),
  bodyBase64: body.default(''),
  bodyParts: parts,
  answer: z
    .object({
      status: status.nullable(),
      afterUs: micros.default(null),
      content: z.object({ headers: pairs, bodyBase64: z.string() }).nullable().default(null),
      reason: text.nullable().default(null),
    })
    .nullable()
    .default(null),
  pinned: z.boolean().default(false),
  note: text.default(''),
  tags: z.array(captureTag).max(MOST_TAGS).readonly().default([]),
  // Not read back: found out anew.
  eventType: z.unknown().optional(),
  verdict: z.unknown().optional(),
  provider: z.unknown().optional(),
})

export const deliveryLine = z.object({
  kind: z.literal('delivery'),
  version,
  id: z.uuid(),
  captureId: z.uuid(),
  /** How it came about; `kind` says what the line is. */
  how: deliverySummary.shape.kind,
  startedAt: time,
  url: z.string().min(1).max(65_536),
  method: token.max(200),
  edited: z.boolean(),
  outcome: deliverySummary.shape.outcome,
  changes: deliverySummary.shape.changes,
  requestHeaders: pairs,
  /** Null without parts: the captured body. */
  requestBodyBase64: body,
  requestBodyParts: parts,
  response: z
    .object({
      status,
      statusText: z.string().max(10_000),
      httpVersion: z.string().max(10),
      headers: pairs,
      trailers: pairs,
    })
    .nullable(),
  responseBodyBase64: body,
  responseBodyParts: parts,
})

/** A piece of a body that did not fit into its line: the next one of the body that is not whole yet. */
export const bodyLine = z.object({ kind: z.literal('body'), version, base64: z.string() })

export const endpointLine = z.object({
  kind: z.literal('endpoint'),
  version,
  slug: endpointSlug,
  name: endpointName,
  answer: endpointAnswer,
  forward: endpointForward.nullable(),
  retention: endpointRetention,
  tunnelHeaders,
  allowedAddresses: z.array(addressRange).max(256),
  ignoreRules: endpointIgnoreRules.shape.rules.default([]),
  provider: endpointProvider,
})

/** The first line of a bundle. */
export const bundleLine = z.object({ kind: z.literal('bundle'), version, writtenAt: time, by: z.string().max(200) })

/** The last line of a bundle: what should have come before it. */
export const endLine = z.object({
  kind: z.literal('end'),
  version,
  captures: z.number().int(),
  deliveries: z.number().int(),
  /** SHA-256 of all bytes before this line, unpacked, in hex. */
  sha256: z.string().regex(/^[0-9a-f]{64}$/),
})

export type CaptureLine = z.input<typeof captureLine>
export type DeliveryLine = z.input<typeof deliveryLine>
