import type { ByteText } from './byte-text.ts'
import type { ExportPiece, ExportWriter } from './export-writer.ts'
import type { ExportedCapture, ExportedDelivery } from './exported-capture.ts'
import { type CaptureLine, type DeliveryLine, INLINE_BYTES, LINES_VERSION } from './ndjson-line.ts'

/** A line a capture, its deliveries behind it. */
export function ndjsonWriter(text: ByteText): ExportWriter {
  return {
    begin: () => [],
    endpoint: () => [],
    capture: (capture) => captureLines(capture, text),
    delivery: (delivery) => deliveryLines(delivery, text),
    end: () => [],
  }
}

export function* captureLines(capture: ExportedCapture, text: ByteText): Iterable<ExportPiece> {
  const { body, answer, found, ...rest } = capture
  const bodies = laidOut(body, text)
  yield line({
    kind: 'capture',
    version: LINES_VERSION,
    ...rest,
    ...found,
    answer: {
      ...answer,
      content: answer.content && { headers: answer.content.headers, bodyBase64: text.base64(answer.content.body) },
    },
    bodyBase64: bodies.inline,
    ...(bodies.parts > 0 && { bodyParts: bodies.parts }),
  } satisfies CaptureLine)
  yield* bodies.lines()
}

export function* deliveryLines(delivery: ExportedDelivery, text: ByteText): Iterable<ExportPiece> {
  const { kind, requestBody, responseBody, ...rest } = delivery
  const request = requestBody === null ? null : laidOut(requestBody, text)
  const response = laidOut(responseBody, text)
  yield line({
    kind: 'delivery',
    version: LINES_VERSION,
    how: kind,
    ...rest,
    requestBodyBase64: request?.inline ?? null,
    ...(request !== null && request.parts > 0 && { requestBodyParts: request.parts }),
    responseBodyBase64: response.inline,
    ...(response.parts > 0 && { responseBodyParts: response.parts }),
  } satisfies DeliveryLine)
  if (request !== null) yield* request.lines()
  yield* response.lines()
}

export function line(value: object): string {
  return `${JSON.stringify(value)}\n`
}

function laidOut(body: Uint8Array, text: ByteText) {
  const isInline = body.length <= INLINE_BYTES
  const parts = isInline ? 0 : Math.ceil(body.length / INLINE_BYTES)
  return {
    inline: isInline ? text.base64(body) : null,
    parts,
    *lines(): Iterable<ExportPiece> {
      for (let part = 0; part < parts; part++) {
        const bytes = body.subarray(part * INLINE_BYTES, (part + 1) * INLINE_BYTES)
        yield line({ kind: 'body', version: LINES_VERSION, base64: text.base64(bytes) })
      }
    },
  }
}
