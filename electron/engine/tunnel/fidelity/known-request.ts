import { assertNever } from '../../../../shared/assert-never.ts'
import type { HeaderPair, HeaderPairs } from '../../../../shared/http/header-pairs.ts'

/** A request of which every byte is known, so that whatever arrives can be held against it. */
export interface KnownRequest {
  readonly method: string
  /** Path and query, without what the public URL has before it. */
  readonly path: string
  /** Beside `Host`, the nonce and the framing. */
  readonly headers: HeaderPairs
  readonly body: KnownBody
}

export type KnownBody =
  | { readonly kind: 'none' }
  | { readonly kind: 'whole'; readonly bytes: Uint8Array }
  /** In chunks as given, with trailers after the last. */
  | { readonly kind: 'chunked'; readonly chunks: ReadonlyArray<Uint8Array>; readonly trailers: HeaderPairs }
  /** With a Content-Length, and a pause before each piece but the first. */
  | { readonly kind: 'slow'; readonly pieces: ReadonlyArray<Uint8Array>; readonly pauseMs: number }

/** The bytes that have to arrive. A large body is not copied. */
export function wholeBody(body: KnownBody): Uint8Array {
  return body.kind === 'whole' ? body.bytes : Buffer.concat(bodyPieces(body))
}

function bodyPieces(body: KnownBody): ReadonlyArray<Uint8Array> {
  switch (body.kind) {
    case 'none':
      return []
    case 'whole':
      return [body.bytes]
    case 'chunked':
      return body.chunks
    case 'slow':
      return body.pieces
    default:
      return assertNever(body)
  }
}

/** The header that says where the body ends; none for a request without one. */
export function framing(body: KnownBody): ReadonlyArray<HeaderPair> {
  if (body.kind === 'none') return []
  if (body.kind !== 'chunked') return [['Content-Length', String(sizeOf(bodyPieces(body)))]]
  const named = body.trailers.map(([name]) => name).join(', ')
  return [['Transfer-Encoding', 'chunked'], ...(named === '' ? [] : [['Trailer', named] as const])]
}

function sizeOf(pieces: ReadonlyArray<Uint8Array>): number {
  return pieces.reduce((size, piece) => size + piece.length, 0)
}

/** The body as it goes over the wire. */
export function wireBody(body: KnownBody): Uint8Array {
  if (body.kind !== 'chunked') return wholeBody(body)
  const framed = body.chunks.flatMap((chunk) => [
    Buffer.from(`${chunk.length.toString(16)}\r\n`, 'latin1'),
    chunk,
    Buffer.from('\r\n', 'latin1'),
  ])
  const trailers = body.trailers.map(([name, value]) => `${name}: ${value}\r\n`).join('')
  return Buffer.concat([...framed, Buffer.from(`0\r\n${trailers}\r\n`, 'latin1')])
}
