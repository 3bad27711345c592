import zlib from 'node:zlib'
import { LIMITS } from '../../../shared/limits.ts'

/** Longer ones are decoded as a stream, which can be stopped. */
const SMALL_BYTES = 256 * 1024
/** No honest body of that size becomes longer. */
const SMALL_DECODED_BYTES = 4 * 1024 * 1024

/**
 * Undoes one `Content-Encoding` at once, at a tenth of the cost of a stream: for whoever looks through many bodies. Null
 * where that is not enough (several codings, large, damaged, a bomb); then `decodeBody` knows more.
 */
export function decodeSmallBody(bytes: Uint8Array, encoding: string): Uint8Array | null {
  if (bytes.length > SMALL_BYTES || bytes.length === 0) return null
  const maxOutputLength = Math.min(SMALL_DECODED_BYTES, bytes.length * LIMITS.decodedRatio)
  try {
    switch (encoding.trim().toLowerCase()) {
      case 'gzip':
      case 'x-gzip':
        return zlib.gunzipSync(bytes, { maxOutputLength })
      case 'deflate':
        return isZlib(bytes)
          ? zlib.inflateSync(bytes, { maxOutputLength })
          : zlib.inflateRawSync(bytes, { maxOutputLength })
      case 'br':
        return zlib.brotliDecompressSync(bytes, { maxOutputLength })
      case 'zstd':
        return zlib.zstdDecompressSync(bytes, { maxOutputLength })
      default:
        return null
    }
  } catch {
    // Damaged, cut off or too long: as a stream it gives what can be had.
    return null
  }
}

/** Some senders leave the zlib header out (RFC 9110, 8.4.1.2). It begins with 8 in the low bits. */
export function isZlib(bytes: Uint8Array): boolean {
  return ((bytes[0] ?? 0) & 0x0f) === 8
}
