import type { ExportedCapture, ExportedDelivery } from '../../../shared/export/exported-capture.ts'
import type { DeliveryRow } from '../store/delivery-row.ts'
import { flatFromPairs, idBytes } from '../store/rows.ts'
import { CHUNK_BYTES } from '../store/stored-body.ts'
import type { ImportBatch } from './import-messages.ts'

const BATCH_CAPTURES = 128
const BATCH_DELIVERIES = 64
const BATCH_BYTES = CHUNK_BYTES

/** What a delivery may have sent. */
export interface CapturedBody {
  readonly id: string
  readonly size: number
}

type BatchCapture = ImportBatch['captures'][number]

/** Makes rows of captures and deliveries, many to a message. */
export class ImportBatches {
  private captures: BatchCapture[] = []
  private deliveries: DeliveryRow[] = []
  private bytes = 0

  get isFull(): boolean {
    return (
      this.captures.length >= BATCH_CAPTURES || this.deliveries.length >= BATCH_DELIVERIES || this.bytes >= BATCH_BYTES
    )
  }

  get isEmpty(): boolean {
    return this.captures.length === 0 && this.deliveries.length === 0
  }

  /** `id`: that it gets here. */
  add(capture: ExportedCapture, id: string, endpoint: string): void {
    this.captures.push(captureRow(capture, id, endpoint))
    this.bytes += capture.body.length
  }

  /** Of the capture that was added last. */
  addDelivery(delivery: ExportedDelivery, id: string, captured: CapturedBody): void {
    this.deliveries.push(deliveryRow(delivery, id, captured, this.captures.length - 1))
    this.bytes += (delivery.requestBody?.length ?? 0) + delivery.responseBody.length
  }

  /** What there is. */
  take(): ImportBatch {
    const bodies = new HandedBodies([
      ...this.captures.flatMap(({ row, largeBody }) => [row.body, largeBody]),
      ...this.deliveries.flatMap(({ requestBody, responseBody }) => [requestBody, responseBody]),
    ])
    const captures = this.captures.map(({ row, largeBody }) => ({
      row: { ...row, body: bodies.put(row.body), capture: { ...row.capture, body: [] } },
      largeBody: bodies.put(largeBody),
    }))
    const deliveries = this.deliveries.map((row) => ({
      ...row,
      requestBody: bodies.put(row.requestBody),
      responseBody: bodies.put(row.responseBody) as Uint8Array,
    }))
    this.captures = []
    this.deliveries = []
    this.bytes = 0
    return { captures, deliveries, buffers: bodies.buffers() }
  }
}

/**
 * Bodies as they are handed over: large ones themselves, the others in one buffer, since small ones share pages of Node's
 * own, which cannot be handed over.
 */
class HandedBodies {
  private readonly packed: ArrayBuffer
  private readonly large = new Set<ArrayBuffer>()
  private at = 0

  constructor(bodies: ReadonlyArray<Uint8Array | null>) {
    this.packed = new ArrayBuffer(
      bodies.reduce((sum, body) => sum + (isWholeBuffer(body) ? 0 : (body?.length ?? 0)), 0),
    )
  }

  buffers(): ArrayBuffer[] {
    return [this.packed, ...this.large]
  }

  put(body: Uint8Array | null): Uint8Array | null {
    if (body === null) return null
    if (isWholeBuffer(body)) {
      this.large.add(body.buffer as ArrayBuffer)
      return body
    }
    const place = new Uint8Array(this.packed, this.at, body.length)
    place.set(body)
    this.at += body.length
    return place
  }
}

function isWholeBuffer(body: Uint8Array | null): boolean {
  return body !== null && body.length > CHUNK_BYTES && body.buffer.byteLength === body.length
}

function captureRow(capture: ExportedCapture, id: string, endpoint: string): BatchCapture {
  const { body, headers, trailers, answer } = capture
  const isLarge = body.length > CHUNK_BYTES
  const flat = flatFromPairs(headers)
  return {
    row: {
      capture: {
        id: idBytes(id),
        receivedAt: capture.receivedAt,
        endpoint,
        method: capture.method,
        target: capture.target,
        state: capture.state,
        httpVersion: capture.httpVersion,
        remoteAddress: capture.remoteAddress,
        remotePort: capture.remotePort,
        bodyUs: capture.bodyUs,
        reason: capture.reason,
        headersJson: JSON.stringify(flat),
        trailersJson: trailers.length === 0 ? null : JSON.stringify(flatFromPairs(trailers)),
        via: capture.via,
        refused: false,
        body: [],
        bodySize: body.length,
      },
      body: isLarge ? null : body,
      pinned: capture.pinned,
      note: capture.note,
      tags: capture.tags,
      answer,
    },
    largeBody: isLarge ? body : null,
  }
}

function deliveryRow(delivery: ExportedDelivery, id: string, captured: CapturedBody, place: number): DeliveryRow {
  return {
    id: idBytes(id),
    captureId: captured.id,
    captureSeq: place,
    kind: delivery.kind,
    startedAt: delivery.startedAt,
    url: delivery.url,
    method: delivery.method,
    edited: delivery.edited,
    outcome: JSON.stringify(delivery.outcome),
    changes: JSON.stringify(delivery.changes),
    requestHeaders: JSON.stringify(flatFromPairs(delivery.requestHeaders)),
    requestBodySize: delivery.requestBody?.length ?? captured.size,
    requestBody: delivery.requestBody,
    response: delivery.response === null ? null : JSON.stringify(delivery.response),
    responseBody: delivery.responseBody,
  }
}
