import type { z } from 'zod'
import type { ByteText } from '../export/byte-text.ts'
import {
  type ExportedCapture,
  type ExportedDelivery,
  type ExportedEndpoint,
  NOTHING_FOUND,
} from '../export/exported-capture.ts'
import type { captureLine, deliveryLine, endpointLine } from '../export/ndjson-line.ts'
import { LIMITS } from '../limits.ts'
import { wrongValue } from './wrong-value.ts'

/** What is wrong with one entry of a file, and what to do. Anything else that is thrown counts as a bug. */
export class EntryError extends Error {
  /** What to do, in sentences that are the same for many entries, so that they can be said once. */
  readonly next: string | undefined

  constructor(message: string, next?: string) {
    super(message)
    this.name = 'EntryError'
    this.next = next
  }
}

export const EXPORT_AGAIN = 'Export it again.'
export const LEAVE_OUT = 'Leave it out of the file.'
const EITHER = 'Export it again, or leave it out of the file.'

/** Checks a stranger's value, and says of the first thing that is wrong where it is. */
export function checked<Schema extends z.ZodType>(schema: Schema, value: unknown): z.output<Schema> {
  const result = schema.safeParse(value)
  if (result.success) return result.data
  throw new EntryError(wrongValue(result.error.issues[0]), EITHER)
}

export function bytesOf(base64: string, what: string, text: ByteText): Uint8Array {
  const bytes = text.fromBase64(base64)
  if (bytes === null) throw new EntryError(`${what} is not base64.`, EXPORT_AGAIN)
  return checkedBody(bytes)
}

/** As it is, unless it is larger than any that is kept. */
export function checkedBody(body: Uint8Array): Uint8Array {
  checkBodySize(body.length)
  return body
}

/** Of what may be in pieces yet. */
export function checkBodySize(size: number): void {
  if (size <= LIMITS.bodyBytes) return
  const most = LIMITS.bodyBytes / 1024 / 1024
  throw new EntryError(`Its body is larger than ${most} MiB, which is the most that is kept.`, LEAVE_OUT)
}

export function captureOf(line: z.output<typeof captureLine>, body: Uint8Array, text: ByteText): ExportedCapture {
  const { answer } = line
  return {
    id: line.id.toLowerCase(),
    receivedAt: line.receivedAt,
    endpoint: line.endpoint,
    method: line.method,
    target: line.target,
    httpVersion: line.httpVersion,
    headers: line.headers,
    trailers: line.trailers,
    body,
    state: line.state,
    reason: line.reason,
    remoteAddress: line.remoteAddress,
    remotePort: line.remotePort,
    via: line.via,
    bodyUs: line.bodyUs,
    answer: {
      status: answer?.status ?? null,
      afterUs: answer?.afterUs ?? null,
      content: answer?.content
        ? {
            headers: answer.content.headers,
            body: bytesOf(answer.content.bodyBase64, 'answer.content.bodyBase64', text),
          }
        : null,
      reason: answer?.reason ?? null,
    },
    pinned: line.pinned,
    note: line.note,
    tags: line.tags,
    found: NOTHING_FOUND,
  }
}

export function deliveryOf(
  line: z.output<typeof deliveryLine>,
  requestBody: Uint8Array | null,
  responseBody: Uint8Array,
): ExportedDelivery {
  return {
    id: line.id.toLowerCase(),
    captureId: line.captureId.toLowerCase(),
    kind: line.how,
    startedAt: line.startedAt,
    url: line.url,
    method: line.method,
    edited: line.edited,
    outcome: line.outcome,
    changes: line.changes,
    requestHeaders: line.requestHeaders,
    requestBody,
    response: line.response && {
      ...line.response,
      headers: [...line.response.headers],
      trailers: [...line.response.trailers],
    },
    responseBody,
  }
}

export function endpointOf({
  kind: _kind,
  version: _version,
  ...endpoint
}: z.output<typeof endpointLine>): ExportedEndpoint {
  return endpoint
}
