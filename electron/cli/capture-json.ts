import type { CaptureDetail } from '../../shared/capture/capture.ts'

const RECEIVED = [
  'method',
  'target',
  'endpoint',
  'httpVersion',
  'remoteAddress',
  'headers',
  'bodySize',
  'state',
  'answeredStatus',
] as const
const LATER = ['eventType', 'eventId', 'attempt', 'duplicateOf', 'tags'] as const
const DETAILS = [
  'duplicate',
  'attemptCounter',
  'reason',
  'trailers',
  'remotePort',
  'bodyMs',
  'answeredMs',
  'answer',
  'pinned',
  'note',
  'deliveries',
  'verdict',
  'verdictReason',
  'provider',
  'handshake',
  'handshakeRefusal',
  'shapeChanges',
] as const

/**
 * A capture as commands print it: one JSON object a line. Header values and the target are latin1, one character a
 * byte, as they were received: to read one as UTF-8, turn its characters into bytes first.
 */
export interface CaptureJson extends Pick<CaptureDetail, (typeof RECEIVED)[number]> {
  readonly id: string
  /** ISO 8601, UTC. */
  readonly receivedAt: string
  readonly bodyBase64?: string
}

/** What comes to stand beside it after it was received: which event it tells of, and what the user calls it. */
export type LaterJson = Pick<CaptureDetail, (typeof LATER)[number]>

/** As it was received: all that is known of it the moment it is. */
export function captureJson(capture: CaptureDetail, body?: Uint8Array): CaptureJson {
  return { ...received(capture), ...inBase64(body) }
}

/** What `captures --json` prints. */
export function listedCaptureJson(capture: CaptureDetail, body?: Uint8Array): CaptureJson & LaterJson {
  return { ...received(capture), ...picked(capture, LATER), ...inBase64(body) }
}

/** What `show --json` adds. */
export function captureDetailJson(capture: CaptureDetail, body: Uint8Array) {
  return { ...listedCaptureJson(capture, body), ...picked(capture, DETAILS) }
}

function received(capture: CaptureDetail): CaptureJson {
  const receivedAt = new Date(capture.receivedAt).toISOString()
  return { id: capture.id, receivedAt, ...picked(capture, RECEIVED) }
}

function inBase64(body: Uint8Array | undefined): Pick<CaptureJson, 'bodyBase64'> {
  return body === undefined ? {} : { bodyBase64: Buffer.from(body).toString('base64') }
}

function picked<Name extends keyof CaptureDetail>(
  capture: CaptureDetail,
  names: ReadonlyArray<Name>,
): Pick<CaptureDetail, Name> {
  return Object.fromEntries(names.map((name) => [name, capture[name]])) as Pick<CaptureDetail, Name>
}
