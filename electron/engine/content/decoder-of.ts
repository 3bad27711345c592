import zlib from 'node:zlib'
import { isZlib } from './codings.ts'

/** Null if these bytes cannot be decoded, or are longer than `most` when they are. */
export type Decode = (bytes: Uint8Array, most: number) => Uint8Array | null

/**
 * Undoes one coding in one go; null if it is none that is known. `cutOff`: what ends too early is decoded as far as it goes, rather
 * than being damaged.
 */
export function decoderOf(coding: string, bytes: Uint8Array, { cutOff = false } = {}): Decode | null {
  const { Z_SYNC_FLUSH, BROTLI_OPERATION_FLUSH, ZSTD_e_flush } = zlib.constants
  switch (coding) {
    case 'gzip':
    case 'x-gzip':
      return attempt(zlib.gunzipSync, cutOff ? Z_SYNC_FLUSH : undefined)
    case 'deflate':
      return attempt(isZlib(bytes) ? zlib.inflateSync : zlib.inflateRawSync, cutOff ? Z_SYNC_FLUSH : undefined)
    case 'br':
      return attempt(zlib.brotliDecompressSync, cutOff ? BROTLI_OPERATION_FLUSH : undefined)
    case 'zstd':
      return attempt(zlib.zstdDecompressSync, cutOff ? ZSTD_e_flush : undefined)
    default:
      return null
  }
}

type Undo = (bytes: Uint8Array, options: { maxOutputLength: number; finishFlush?: number }) => Uint8Array

function attempt(undo: Undo, finishFlush: number | undefined): Decode {
  const flush = finishFlush === undefined ? {} : { finishFlush }
  return (bytes, most) => {
    try {
      return undo(bytes, { maxOutputLength: most, ...flush })
    } catch {
      // Damaged, or too long.
      return null
    }
  }
}
