import zlib from 'node:zlib'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { LIMITS } from '../../../shared/limits.ts'
import { decodeAtOnce } from './decode-at-once.ts'
import { decodeBody } from './decode-body.ts'

const encoders: Record<string, (bytes: Uint8Array) => Buffer> = {
  gzip: (bytes) => zlib.gzipSync(bytes),
  deflate: (bytes) => zlib.deflateSync(bytes),
  br: (bytes) => zlib.brotliCompressSync(bytes),
  zstd: (bytes) => zlib.zstdCompressSync(bytes),
}
const TEXT = Buffer.from(JSON.stringify(Array.from({ length: 3000 }, (_, n) => ({ n, name: `item ${n * 7919}` }))))

test.each(Object.keys(encoders))('undoes %s as a stream would', async (coding) => {
  await fc.assert(
    fc.asyncProperty(fc.uint8Array({ maxLength: 500 }), async (bytes) => {
      const encoded = encoders[coding]?.(bytes) as Buffer
      const { bytes: streamed } = await decodeBody(encoded, coding)
      expect(Buffer.compare(decodeAtOnce(encoded, coding), streamed)).toBe(0)
    }),
    { numRuns: 30 },
  )
})

test('undoes several codings, and raw deflate', () => {
  const twice = zlib.brotliCompressSync(zlib.gzipSync(TEXT))
  expect(TEXT.equals(decodeAtOnce(twice, 'gzip, BR'))).toBe(true)
  expect(TEXT.equals(decodeAtOnce(zlib.deflateRawSync(TEXT), 'deflate'))).toBe(true)
  expect(decodeAtOnce(TEXT, 'compress')).toBe(TEXT)
})

test.each(Object.keys(encoders))('gives what can be had of %s that was cut off or damaged', (coding) => {
  const encoded = encoders[coding]?.(TEXT) as Buffer
  // Zstandard is decoded block by block, and this is one.
  const cut = decodeAtOnce(encoded.subarray(0, encoded.length >> 1), coding)
  expect(TEXT.subarray(0, cut.length).equals(cut)).toBe(true)
  if (coding !== 'zstd') expect(cut.length).toBeGreaterThan(1000)
  fc.assert(
    fc.property(fc.nat(encoded.length - 1), fc.integer({ min: 1, max: 255 }), (at, change) => {
      const damaged = Buffer.from(encoded)
      damaged[at] = (damaged[at] as number) ^ change
      decodeAtOnce(damaged, coding)
    }),
    { numRuns: 100 },
  )
})

test('gives only a part of a bomb', () => {
  const bomb = zlib.brotliCompressSync(Buffer.alloc(LIMITS.decodedBytes * 4), {
    params: { [zlib.constants.BROTLI_PARAM_QUALITY]: 5 },
  })
  expect(decodeAtOnce(bomb, 'br').length).toBeLessThanOrEqual(bomb.length * LIMITS.decodedRatio)
  const gzip = zlib.gzipSync(Buffer.alloc(LIMITS.decodedBytes * 2))
  const part = decodeAtOnce(gzip, 'gzip')
  expect(part.length).toBeGreaterThan(1_000_000)
  expect(part.length).toBeLessThanOrEqual(LIMITS.decodedBytes)
})
