import zlib from 'node:zlib'
import type { BodyCodecs, CompressionName } from '../../../shared/signature/cause/diagnosis-context.ts'
import { isZlib } from '../content/codings.ts'

/** Compression for diagnoses, synchronous and capped; `content/decode-body.ts` is for the views that a person opens. */
export const bodyCodecs: BodyCodecs = {
  decompress(bytes, coding, limit) {
    try {
      return decompressors[coding](bytes, { maxOutputLength: limit })
    } catch {
      // Not compressed so, or it grows too much: no body to try.
      return null
    }
  },
  compress: (bytes, coding) => compressors[coding]?.(bytes) ?? [],
}

type Decompress = (bytes: Uint8Array, options: { maxOutputLength: number }) => Uint8Array

const decompressors: Readonly<Record<CompressionName, Decompress>> = {
  gzip: zlib.gunzipSync,
  deflate: (bytes, options) => (isZlib(bytes) ? zlib.inflateSync(bytes, options) : zlib.inflateRawSync(bytes, options)),
  br: zlib.brotliDecompressSync,
  zstd: zlib.zstdDecompressSync,
}

const compressors: Readonly<Partial<Record<CompressionName, (bytes: Uint8Array) => Iterable<Uint8Array>>>> = {
  *gzip(bytes) {
    for (const level of [6, 9]) {
      const compressed = zlib.gzipSync(bytes, { level })
      for (const system of OPERATING_SYSTEMS) {
        const copy = Uint8Array.from(compressed)
        copy[SYSTEM_AT] = system
        yield copy
      }
    }
  },
  *deflate(bytes) {
    yield zlib.deflateSync(bytes)
  },
}

/** Unix, unknown, FAT: what common programs write into the header of gzip. */
const OPERATING_SYSTEMS = [0x03, 0xff, 0x00]
const SYSTEM_AT = 9
