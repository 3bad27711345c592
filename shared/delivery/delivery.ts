import { z } from 'zod'
import { headerPairs } from '../http/header-pairs.ts'

/** Where the time went, in ms since the delivery began; null where a phase did not happen. */
const deliveryTimings = z.object({
  dns: z.number().nullable(),
  connect: z.number().nullable(),
  tls: z.number().nullable(),
  /** First byte of the response. */
  firstByte: z.number().nullable(),
  total: z.number(),
})

const failureReason = z.enum(['refused', 'unreachable', 'timeout', 'dns', 'tls', 'reset', 'protocol', 'aborted'])

/** One thing that sending changed, against the capture or the edited request: what, and why. */
const sentChange = z.object({
  kind: z.enum(['added', 'removed', 'replaced']),
  header: z.string(),
  /** The value before; null if it was not there. */
  from: z.string().nullable(),
  /** The value sent; null if it was removed. */
  to: z.string().nullable(),
  why: z.string(),
})

/** The outcome without the response's headers and body. Any HTTP status is an answer; only a broken connection is a failure. */
const outcomeSummary = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('answered'),
    status: z.number().int(),
    bodySize: z.number().int(),
    /** The body was longer than the cap of 16 MiB; the rest was not kept. */
    bodyTruncated: z.boolean(),
    timings: deliveryTimings,
  }),
  z.object({
    kind: z.literal('failed'),
    reason: failureReason,
    /** Says what to do. */
    message: z.string(),
    timings: deliveryTimings,
  }),
])

export const deliverySummary = z.object({
  id: z.uuid(),
  captureId: z.uuid(),
  kind: z.enum(['replay', 'forward']),
  /** Unix time in ms. */
  startedAt: z.number().int(),
  /** The URL that was sent to, resolved. */
  url: z.string(),
  method: z.string(),
  /** The request was edited before sending. */
  edited: z.boolean(),
  outcome: outcomeSummary,
  changes: z.array(sentChange),
})

/** Everything but the two bodies, which are streamed (`/deliveries/:id/request-body` and `/deliveries/:id/response-body`). */
export const deliveryDetail = deliverySummary.extend({
  requestHeaders: headerPairs,
  requestBodySize: z.number().int(),
  response: z
    .object({
      status: z.number().int(),
      statusText: z.string(),
      httpVersion: z.string(),
      headers: headerPairs,
      trailers: headerPairs,
    })
    .nullable(),
})

export type DeliveryTimings = z.infer<typeof deliveryTimings>
export type FailureReason = z.infer<typeof failureReason>
export type SentChange = z.infer<typeof sentChange>
export type OutcomeSummary = z.infer<typeof outcomeSummary>
export type DeliverySummary = z.infer<typeof deliverySummary>
export type DeliveryDetail = z.infer<typeof deliveryDetail>
