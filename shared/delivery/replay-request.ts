import { z } from 'zod'
import { captureId } from '../capture/capture.ts'
import { headerName } from '../endpoint/endpoint.ts'
import { headerPairs } from '../http/header-pairs.ts'
import { replaySigning } from './replay-signing.ts'

/** Of text that is carried in a call (UTF-16 units); a longer one is uploaded. */
export const MOST_TEXT = 8 * 1024 * 1024

/** A new body. `uploadId` names bytes that were streamed to `/uploads` before. */
export const editedBody = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('text'),
    text: z.string().max(MOST_TEXT, 'The body is longer than 8 MiB: save it, and choose it as a file.'),
    /** IANA name; UTF-8 if left out. */ charset: z.string().optional(),
  }),
  z.object({ kind: z.literal('upload'), uploadId: z.uuid() }),
])

/** What the user changed. Left out: as captured, byte for byte. */
export const replayEdit = z.object({
  method: z.string().min(1).max(40).optional(),
  headers: headerPairs.optional(),
  body: editedBody.optional(),
})

export const replayRequest = z.object({
  captureId,
  /** A target URL; see `resolveTarget`. */
  url: z.string().min(1).max(8192),
  edit: replayEdit.optional(),
  /** Send the captured `Host` instead of the target's. */
  keepHost: z.boolean().optional(),
  /** Send `Host` and `X-Forwarded-*` as the provider called the public URL, for handlers that check it. */
  asProvider: z.boolean().optional(),
  /** Names of headers that are not sent, whatever their case: those that the tunnel added. */
  leaveOut: z.array(headerName).max(100).optional(),
  /** Left out: the captured signature is sent as it is. */
  sign: replaySigning.optional(),
  /** Chosen by the caller, to cancel it while it runs; made up if left out. */
  deliveryId: z.uuid().optional(),
})

/** Several captures to one target, unedited. */
export const replayRunRequest = z.object({
  captureIds: z.array(captureId).min(1).max(10_000),
  url: z.string().min(1).max(8192),
  keepHost: z.boolean().optional(),
  asProvider: replayRequest.shape.asProvider,
  leaveOut: replayRequest.shape.leaveOut,
  sign: replayRequest.shape.sign,
  /** 1: in the order given, each after the last has ended. */
  atOnce: z.number().int().min(1).max(64),
})

export const replayRun = z.object({
  id: z.uuid(),
  url: z.string(),
  total: z.number().int(),
  answered: z.number().int(),
  failed: z.number().int(),
  state: z.enum(['running', 'done', 'cancelled', 'failed']),
  /** Why it failed, and what to do: captures were not sent. */
  problem: z.string().nullable(),
})

export type EditedBody = z.infer<typeof editedBody>
export type ReplayEdit = z.infer<typeof replayEdit>
export type ReplayRequest = z.infer<typeof replayRequest>
export type ReplayRunRequest = z.infer<typeof replayRunRequest>
export type ReplayRun = z.infer<typeof replayRun>
