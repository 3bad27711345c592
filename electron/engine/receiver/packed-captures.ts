import type { CaptureState } from '../../../shared/capture/capture.ts'
import type { ReceivedCapture } from '../store/received-capture.ts'

/**
 * Captures on their way from the receiver's thread: what lists show as one flat list, ids and short bodies in one block
 * of memory that changes hands. To clone an object for each would cost more than to receive it.
 */
export interface PackedCaptures {
  /** `FIELDS` values a capture. */
  readonly values: ReadonlyArray<string | number | null>
  /** The id, then the body if it is short, of each in turn. */
  readonly bytes: ArrayBuffer
  /** The bodies that are long, in pieces. */
  readonly large: ReadonlyArray<ReadonlyArray<Uint8Array>>
}

export interface TicketedCapture {
  /** Names the capture between the threads until its sender is answered. */
  readonly ticket: number
  readonly capture: ReceivedCapture
}

const FIELDS = 17
const ID_BYTES = 16
const SHORT_BYTES = 64 * 1024

export function packCaptures(captures: ReadonlyArray<TicketedCapture>): {
  packed: PackedCaptures
  /** To pass to `postMessage`: they are gone here afterwards. */
  transfer: ArrayBuffer[]
} {
  const values: (string | number | null)[] = []
  const large: Uint8Array[][] = []
  const transfer: ArrayBuffer[] = []
  const bytes = new Uint8Array(captures.reduce((sum, { capture }) => sum + ID_BYTES + shortBytes(capture), 0))
  transfer.push(bytes.buffer)
  let offset = 0
  for (const { ticket, capture } of captures) {
    bytes.set(capture.id, offset)
    offset += ID_BYTES
    if (capture.bodySize <= SHORT_BYTES) {
      for (const piece of capture.body) {
        bytes.set(piece, offset)
        offset += piece.length
      }
    } else {
      const pieces = capture.body.map(ownMemory)
      large.push(pieces)
      transfer.push(...pieces.map(({ buffer }) => buffer))
    }
    values.push(
      ticket,
      capture.receivedAt,
      capture.endpoint,
      capture.method,
      capture.target,
      capture.eventType,
      capture.state,
      capture.httpVersion,
      capture.remoteAddress,
      capture.remotePort,
      capture.bodyUs,
      capture.reason,
      capture.headersJson,
      capture.trailersJson,
      capture.bodySize,
      capture.via,
      offset,
    )
  }
  return { packed: { values, bytes: bytes.buffer, large }, transfer }
}

export function unpackCaptures({ values, bytes, large }: PackedCaptures): TicketedCapture[] {
  const captures: TicketedCapture[] = []
  let start = 0
  let nextLarge = 0
  for (let at = 0; at < values.length; at += FIELDS) {
    const bodySize = values[at + 14] as number
    const end = values[at + 16] as number
    const body =
      bodySize <= SHORT_BYTES
        ? [new Uint8Array(bytes, start + ID_BYTES, end - start - ID_BYTES)]
        : (large[nextLarge++] as ReadonlyArray<Uint8Array>)
    captures.push({
      ticket: values[at] as number,
      capture: {
        id: new Uint8Array(bytes, start, ID_BYTES),
        receivedAt: values[at + 1] as number,
        endpoint: values[at + 2] as string,
        method: values[at + 3] as string | null,
        target: values[at + 4] as string | null,
        eventType: values[at + 5] as string | null,
        state: values[at + 6] as CaptureState,
        httpVersion: values[at + 7] as string | null,
        remoteAddress: values[at + 8] as string | null,
        remotePort: values[at + 9] as number | null,
        bodyUs: values[at + 10] as number | null,
        reason: values[at + 11] as string | null,
        headersJson: values[at + 12] as string,
        trailersJson: values[at + 13] as string | null,
        bodySize,
        via: values[at + 15] as string | null,
        body,
      },
    })
    start = end
  }
  return captures
}

function shortBytes({ bodySize }: ReceivedCapture): number {
  return bodySize <= SHORT_BYTES ? bodySize : 0
}

/** A piece that may be handed over: the only one in its memory. Node's are, but for what shares a pool. */
function ownMemory(piece: Uint8Array): Uint8Array<ArrayBuffer> {
  const isAlone = piece.byteLength === piece.buffer.byteLength && piece.buffer instanceof ArrayBuffer
  // A plain view: a Buffer would arrive as one all the same.
  return isAlone ? new Uint8Array(piece.buffer as ArrayBuffer) : new Uint8Array(piece)
}
