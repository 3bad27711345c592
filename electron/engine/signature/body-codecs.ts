import zlib from 'node:zlib'
import type { BodyCodecs, CompressionName } from '../../../shared/signature/cause/diagnosis-context.ts'
import { decoderOf } from '../content/decoder-of.ts'

/** Compression for diagnoses, synchronous and capped. */
export const bodyCodecs: BodyCodecs = {
  decompress: (bytes, coding, limit) => decoderOf(coding, bytes)?.(bytes, limit) ?? null,
  compress: (bytes, coding) => compressors[coding]?.(bytes) ?? [],
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
