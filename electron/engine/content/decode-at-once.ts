import zlib from 'node:zlib'
import { LIMITS } from '../../../shared/limits.ts'
import { isZlib, listedCodings, MOST_CODINGS } from './codings.ts'

/** Of what cannot be decoded whole: a part is found by trying, and each try costs as much as it gives. */
const PART_BYTES = 4 * 1024 * 1024
const TRIES = 10

/**
 * Undoes a `Content-Encoding` in one go, for whoever looks through many bodies: for a small one a stream costs ten times as
 * much. Never throws: of what is damaged, or grows beyond the limits of `decodeBody`, it gives a part from the beginning.
 */
export function decodeAtOnce(bytes: Uint8Array, encoding: string): Uint8Array {
  const codings = listedCodings(encoding)
  if (codings.length > MOST_CODINGS) return bytes
  const cap = Math.min(LIMITS.decodedBytes, bytes.length * LIMITS.decodedRatio)
  let current = bytes
  for (const coding of codings.reverse()) {
    const decode = decoderOf(coding, current)
    if (decode === null || current.length === 0) return current
    current = decode(current, cap) ?? longestPart(current, decode, Math.min(cap, PART_BYTES))
  }
  return current
}

/** Null if these bytes cannot be decoded, or are longer than `most` when they are. What was cut off is no error. */
type Decode = (bytes: Uint8Array, most: number) => Uint8Array | null

function decoderOf(coding: string, bytes: Uint8Array): Decode | null {
  const { Z_SYNC_FLUSH, BROTLI_OPERATION_FLUSH, ZSTD_e_flush } = zlib.constants
  switch (coding) {
    case 'gzip':
    case 'x-gzip':
      return attempt((some, maxOutputLength) => zlib.gunzipSync(some, { maxOutputLength, finishFlush: Z_SYNC_FLUSH }))
    case 'deflate': {
      const inflate = isZlib(bytes) ? zlib.inflateSync : zlib.inflateRawSync
      return attempt((some, maxOutputLength) => inflate(some, { maxOutputLength, finishFlush: Z_SYNC_FLUSH }))
    }
    case 'br':
      return attempt((some, maxOutputLength) =>
        zlib.brotliDecompressSync(some, { maxOutputLength, finishFlush: BROTLI_OPERATION_FLUSH }),
      )
    case 'zstd':
      return attempt((some, maxOutputLength) =>
        zlib.zstdDecompressSync(some, { maxOutputLength, finishFlush: ZSTD_e_flush }),
      )
    default:
      return null
  }
}

function attempt(decode: (bytes: Uint8Array, most: number) => Uint8Array): Decode {
  return (bytes, most) => {
    try {
      return decode(bytes, most)
    } catch {
      // Damaged, or too long.
      return null
    }
  }
}

function longestPart(bytes: Uint8Array, decode: Decode, most: number): Uint8Array {
  let best: Uint8Array = new Uint8Array()
  let good = 0
  let bad = bytes.length
  for (let tried = 0; tried < TRIES && bad - good > 1; tried++) {
    const middle = (good + bad) >>> 1
    const part = decode(bytes.subarray(0, middle), most)
    if (part === null) {
      bad = middle
    } else {
      good = middle
      best = part
    }
  }
  return best
}
