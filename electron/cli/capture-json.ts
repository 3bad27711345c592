import type { CaptureDetail } from '../../shared/capture/capture.ts'
import type { HeaderPairs } from '../../shared/http/header-pairs.ts'

/**
 * A capture as commands print it: one JSON object a line. Header values and the target are latin1, one character a
 * byte, as they were received: to read one as UTF-8, turn its characters into bytes first.
 */
export interface CaptureJson {
  readonly id: string
  /** ISO 8601, UTC. */
  readonly receivedAt: string
  readonly method: string | null
  readonly target: string | null
  readonly endpoint: string
  readonly httpVersion: string | null
  readonly remoteAddress: string | null
  readonly headers: HeaderPairs
  readonly bodySize: number
  readonly state: CaptureDetail['state']
  readonly answeredStatus: number | null
  readonly bodyBase64?: string
}

/** As it was received: all that is known of it the moment it is. */
export function captureJson(capture: CaptureDetail, body?: Uint8Array): CaptureJson {
  return {
    id: capture.id,
    receivedAt: new Date(capture.receivedAt).toISOString(),
    method: capture.method,
    target: capture.target,
    endpoint: capture.endpoint,
    httpVersion: capture.httpVersion,
    remoteAddress: capture.remoteAddress,
    headers: capture.headers,
    bodySize: capture.bodySize,
    state: capture.state,
    answeredStatus: capture.answeredStatus,
    ...(body === undefined ? {} : { bodyBase64: Buffer.from(body).toString('base64') }),
  }
}

/** What comes to stand beside it after it was received: which event it tells of, and what the user calls it. */
export interface LaterJson {
  readonly eventType: string | null
  readonly eventId: string | null
  readonly attempt: number
  /** Id of a capture. */
  readonly duplicateOf: string | null
  readonly tags: ReadonlyArray<string>
}

/** What `captures --json` prints. */
export function listedCaptureJson(capture: CaptureDetail, body?: Uint8Array): CaptureJson & LaterJson {
  const { eventType, eventId, attempt, duplicateOf, tags } = capture
  const { bodyBase64, ...received } = captureJson(capture, body)
  const later = { eventType, eventId, attempt, duplicateOf, tags }
  return { ...received, ...later, ...(bodyBase64 === undefined ? {} : { bodyBase64 }) }
}

/** What `show --json` adds. */
export function captureDetailJson(capture: CaptureDetail, body: Uint8Array) {
  const {
    attemptCounter,
    duplicate,
    reason,
    trailers,
    remotePort,
    bodyMs,
    answeredMs,
    answer,
    pinned,
    note,
    deliveries,
  } = capture
  const { verdict, verdictReason, provider, handshake, handshakeRefusal, shapeChanges } = capture
  return {
    ...listedCaptureJson(capture, body),
    duplicate,
    attemptCounter,
    reason,
    trailers,
    remotePort,
    bodyMs,
    answeredMs,
    answer,
    pinned,
    note,
    deliveries,
    verdict,
    verdictReason,
    provider,
    handshake,
    handshakeRefusal,
    shapeChanges,
  }
}
