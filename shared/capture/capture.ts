import { z } from 'zod'
import { headerPairs } from '../http/header-pairs.ts'
import { shapeChange } from '../shape/shape-change.ts'
import { verdict } from '../signature/verdict.ts'
import { captureTag } from './capture-tag.ts'

/**
 * How much of a request came.
 * `truncated`: the body was longer than the cap. `incomplete`: the sender went away, or broke the protocol, after the
 * headers. `malformed`: the parser rejected it before that, so method, target and version are unknown.
 */
export const captureState = z.enum(['complete', 'truncated', 'incomplete', 'malformed'])

/** A UUIDv7, in lower case. */
export const captureId = z.uuid()

/** The longest target that lists carry; the detail has it whole. */
export const LISTED_TARGET_LENGTH = 2048

/** One row of a list. */
export const captureSummary = z.object({
  id: captureId,
  /** Order of arrival; never reused. */
  seq: z.number().int(),
  /** Value of the change counter that this row is true at. */
  change: z.number().int(),
  /** Unix time in ms at which the headers were complete. */
  receivedAt: z.number().int(),
  /** Slug of the endpoint that it came in on, which may have been deleted since. */
  endpoint: z.string(),
  method: z.string().nullable(),
  /** Raw target as it was spelled, latin1, cut at `LISTED_TARGET_LENGTH`. */
  target: z.string().nullable(),
  /** Null: it has none, or has not been looked at yet. Likewise below. */
  eventType: z.string().nullable(),
  /** Its provider's id of the event. */
  eventId: z.string().nullable(),
  /** Which attempt to deliver its event it is, of those that came here: 1 for the first. */
  attempt: z.number().int(),
  /** A capture before it had the same event id, or brought the same bytes. */
  duplicate: z.boolean(),
  state: captureState,
  /** Bytes kept, after de-chunking. */
  bodySize: z.number().int(),
  /** Null: not answered (yet), or the engine ended before it could note it. */
  answeredStatus: z.number().int().nullable(),
  /** From the headers being complete to the answer being handed to the socket, in ms. */
  answeredMs: z.number().nullable(),
  pinned: z.boolean(),
  hasNote: z.boolean(),
  /** Deliveries made from it: replays and forwards. */
  deliveries: z.number().int(),
  /** What the user calls it, in the order of the alphabet. */
  tags: z.array(captureTag),
  /** Of its signature; null until it has been checked. */
  verdict: verdict.nullable(),
  /** Who signed it, of the catalogue or `generic`; null while that is not known. */
  provider: z.string().nullable(),
  /** What was wrong with the signature, or missing to check it: short and stable. */
  verdictReason: z.string().nullable(),
  /** Its shape is new for its event type, and the user has not accepted that yet. */
  drifts: z.boolean(),
  /** Kind of the handshake by which a provider asked whether this URL is the user's; null: it is none. */
  handshake: z.string().nullable(),
})

/** What the sender was answered. */
const capturedAnswer = z.object({
  status: z.number().int(),
  headers: headerPairs,
  bodySize: z.number().int(),
  /** The first 64 KiB of the answer's body as base64. */
  bodyStart: z.base64(),
})

/** Everything that is kept of a capture but its body, which is streamed (`/captures/:id/body`). */
export const captureDetail = captureSummary.extend({
  /** Raw target, whole. */
  target: z.string().nullable(),
  /** `1.1` or `1.0`. */
  httpVersion: z.string().nullable(),
  remoteAddress: z.string().nullable(),
  remotePort: z.number().int().nullable(),
  /** Kind of the tunnel that it came through; null: it came to the receiver's own port. */
  via: z.string().nullable(),
  /** That its endpoint asks for now, in the path; it stays behind where a target takes the rest of it. */
  pathToken: z.string().nullable(),
  headers: headerPairs,
  trailers: headerPairs,
  /** From the headers being complete to the last byte of the body, in ms. */
  bodyMs: z.number().nullable(),
  /** Why the state is not `complete`, why it was refused, or why there was no answer; a plain sentence. */
  reason: z.string().nullable(),
  answer: capturedAnswer.nullable(),
  note: z.string(),
  /** The file that it was imported from, and when (unix ms); null: it was received here. */
  imported: z.object({ at: z.number().int(), file: z.string(), format: z.string() }).nullable(),
  /** The earliest capture that is still here of those that it repeats; null: it repeats none, or they were deleted. */
  duplicateOf: captureId.nullable(),
  /** What its provider counts attempts with, as it is spelled: some begin at 0, others at 1. */
  attemptCounter: z.string().nullable(),
  /** Why a handshake was not answered as its provider wants it: short and stable; null: it was, or it is none. */
  handshakeRefusal: z.string().nullable(),
  /** What was new in its shape when it came, accepted or not. */
  shapeChanges: z.array(shapeChange),
})

export type CaptureState = z.infer<typeof captureState>
export type CaptureSummary = z.infer<typeof captureSummary>
export type CaptureDetail = z.infer<typeof captureDetail>
export type CapturedAnswer = z.infer<typeof capturedAnswer>
