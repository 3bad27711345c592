import type { Transform } from 'node:stream'
import zlib from 'node:zlib'
import { LIMITS } from '../../../shared/limits.ts'
import { isZlib, listedCodings, MOST_CODINGS } from './codings.ts'

export interface DecodedBody {
  /** Owns its whole buffer. */
  readonly bytes: Uint8Array
  /** Why these are not all of the bytes, as a sentence; null when they are. */
  readonly incomplete: string | null
}

/**
 * Undoes a `Content-Encoding` (RFC 9110, 8.4: codings are listed in the order they were applied). Stops at
 * `LIMITS.decodedBytes`, or at `LIMITS.decodedRatio` times the stored size: 405 bytes of brotli can be 256 MiB.
 * Never rejects; what could be decoded before an error is returned with the reason.
 */
export async function decodeBody(bytes: Uint8Array, encoding: string): Promise<DecodedBody> {
  const codings = listedCodings(encoding)
  // An answer to HEAD names the encoding of a body that it does not have.
  if (bytes.length === 0) return { bytes: own(bytes), incomplete: null }
  if (codings.length > MOST_CODINGS)
    return { bytes: own(bytes), incomplete: `It is encoded ${codings.length} times; that is not undone.` }
  const cap = Math.min(LIMITS.decodedBytes, Math.max(bytes.length, 1) * LIMITS.decodedRatio)
  let current = bytes
  for (const coding of codings.reverse()) {
    const decoder = newDecoder(coding, current)
    if (decoder === null)
      return { bytes: own(current), incomplete: `The encoding "${coding}" is not one that Hookbench can undo.` }
    const step = await run(decoder, current, cap)
    current = step.bytes
    if (step.incomplete !== null) return { bytes: own(current), incomplete: step.incomplete }
  }
  return { bytes: own(current), incomplete: null }
}

function newDecoder(coding: string, bytes: Uint8Array): Transform | null {
  switch (coding) {
    case 'gzip':
    case 'x-gzip':
      return zlib.createGunzip()
    case 'deflate':
      return isZlib(bytes) ? zlib.createInflate() : zlib.createInflateRaw()
    case 'br':
      return zlib.createBrotliDecompress()
    case 'zstd':
      return zlib.createZstdDecompress()
    default:
      return null
  }
}

function run(decoder: Transform, bytes: Uint8Array, cap: number): Promise<DecodedBody> {
  return new Promise((resolve) => {
    const pieces: Buffer[] = []
    let size = 0
    const end = (incomplete: string | null) => {
      decoder.destroy()
      resolve({ bytes: Buffer.concat(pieces), incomplete })
    }
    decoder.on('data', (piece: Buffer) => {
      const room = cap - size
      pieces.push(piece.subarray(0, room))
      size += Math.min(piece.length, room)
      if (piece.length > room)
        end(`Only the first ${size.toLocaleString('en')} bytes are shown: it grows too much when decoded.`)
    })
    decoder.on('end', () => end(null))
    decoder.on('error', (error) => end(`It could be decoded only up to here: ${error.message}.`))
    decoder.end(bytes)
  })
}

/** A copy that owns its buffer, so that it can be handed to another thread. */
function own(bytes: Uint8Array): Uint8Array {
  return bytes.byteLength === bytes.buffer.byteLength && bytes.byteOffset === 0 ? bytes : new Uint8Array(bytes)
}
