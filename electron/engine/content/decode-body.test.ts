import { randomBytes } from 'node:crypto'
import zlib from 'node:zlib'
import fc from 'fast-check'
import { expect, onTestFinished, test } from 'vitest'
import { LIMITS } from '../../../shared/limits.ts'
import { ContentDecoder } from './content-decoder.ts'
import { decodeBody } from './decode-body.ts'

const TEXT = Buffer.from(JSON.stringify(Array.from({ length: 3000 }, (_, n) => ({ n, name: `item ${n * 7919}` }))))

const encoders: Record<string, (bytes: Uint8Array) => Buffer> = {
  gzip: (bytes) => zlib.gzipSync(bytes),
  'x-gzip': (bytes) => zlib.gzipSync(bytes),
  deflate: (bytes) => zlib.deflateSync(bytes),
  br: (bytes) => zlib.brotliCompressSync(bytes),
  zstd: (bytes) => zlib.zstdCompressSync(bytes),
}

test.each(Object.keys(encoders))('undoes %s', async (coding) => {
  const decoded = await decodeBody(encode(coding, TEXT), coding)
  expect(decoded.incomplete).toBeNull()
  expect(TEXT.equals(decoded.bytes)).toBe(true)
})

test('undoes deflate without its zlib header, as some send it', async () => {
  const decoded = await decodeBody(zlib.deflateRawSync(TEXT), 'deflate')
  expect(decoded.incomplete).toBeNull()
  expect(TEXT.equals(decoded.bytes)).toBe(true)
})

test.each(Object.keys(encoders))('what can be undone comes back as it was, whatever it is: %s', async (coding) => {
  await fc.assert(
    fc.asyncProperty(fc.uint8Array({ minLength: 1, maxLength: 500 }), async (bytes) => {
      const decoded = await decodeBody(encode(coding, bytes), coding)
      expect({ bytes: Buffer.from(decoded.bytes), incomplete: decoded.incomplete }).toEqual({
        bytes: Buffer.from(bytes),
        incomplete: null,
      })
    }),
    { numRuns: 20 },
  )
})

test('undoes several codings in the reverse of the order in which they are listed', async () => {
  const encoded = encode('br', encode('gzip', encode('zstd', TEXT)))
  const decoded = await decodeBody(encoded, ' ZSTD , identity, gzip,br')
  expect(decoded.incomplete).toBeNull()
  expect(TEXT.equals(decoded.bytes)).toBe(true)
})

test('leaves a body alone that has no coding, or no bytes', async () => {
  for (const coding of ['', 'identity', ' , ']) {
    const decoded = await decodeBody(TEXT, coding)
    expect(decoded.incomplete).toBeNull()
    expect(TEXT.equals(decoded.bytes)).toBe(true)
  }
  expect(await decodeBody(new Uint8Array(0), 'gzip')).toMatchObject({ incomplete: null })
})

test('names a coding that it cannot undo, and gives what it has come to', async () => {
  const decoded = await decodeBody(encode('gzip', encode('br', TEXT)), 'compress, br, gzip')
  expect(decoded.incomplete).toBe('The encoding "compress" is not one that Hookbench can undo.')
  expect(TEXT.equals(decoded.bytes)).toBe(true)
  const many = await decodeBody(TEXT, 'gzip,gzip,gzip,gzip,gzip')
  expect(many.incomplete).toMatch(/5 times/)
  expect(TEXT.equals(many.bytes)).toBe(true)
})

test.each(['gzip', 'deflate', 'br'])(
  'gives what could be decoded of %s that was cut off, and says so',
  async (coding) => {
    const encoded = encode(coding, TEXT)
    const decoded = await decodeBody(encoded.subarray(0, encoded.length >> 1), coding)
    expect(decoded.incomplete).toMatch(/only up to here/)
    expect(decoded.bytes.length).toBeGreaterThan(1000)
    expect(TEXT.subarray(0, decoded.bytes.length).equals(decoded.bytes)).toBe(true)
  },
)

test('says that damaged input is damaged, whatever it is', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.constantFrom(...Object.keys(encoders)),
      fc.uint8Array({ minLength: 1, maxLength: 300 }),
      async (coding, bytes) => {
        const decoded = await decodeBody(bytes, coding)
        expect(decoded.bytes.length).toBeLessThanOrEqual(bytes.length * LIMITS.decodedRatio)
        expect(decoded.incomplete === null || decoded.incomplete.length > 10).toBe(true)
      },
    ),
    { numRuns: 200 },
  )
  const wrongSum = encode('gzip', TEXT)
  wrongSum[wrongSum.length - 6] = (wrongSum[wrongSum.length - 6] as number) ^ 0xff
  expect((await decodeBody(wrongSum, 'gzip')).incomplete).toMatch(/incorrect data check/)
})

test('stops a bomb: a few hundred bytes of brotli that would be 256 MiB', async () => {
  const bomb = zlib.brotliCompressSync(Buffer.alloc(256 * 1024 * 1024), {
    params: { [zlib.constants.BROTLI_PARAM_QUALITY]: 5 },
  })
  expect(bomb.length).toBeLessThan(1000)
  const decoded = await decodeBody(bomb, 'br')
  expect(decoded.bytes.length).toBe(bomb.length * LIMITS.decodedRatio)
  expect(decoded.incomplete).toMatch(/Only the first [\d,]+ bytes are shown/)
})

test('stops at 64 MiB, also when the ratio would allow more, and at a bomb within a bomb', async () => {
  // Some noise, or the ratio would stop it first.
  const zeros = Buffer.concat([randomBytes(100_000), Buffer.alloc(LIMITS.decodedBytes)])
  const large = await decodeBody(encode('gzip', zeros), 'gzip')
  expect(large.bytes.length).toBe(LIMITS.decodedBytes)
  expect(large.incomplete).not.toBeNull()
  const nested = encode('gzip', encode('gzip', zeros))
  const inner = await decodeBody(nested, 'gzip, gzip')
  expect(inner.bytes.length).toBeLessThanOrEqual(nested.length * LIMITS.decodedRatio)
  expect(inner.incomplete).not.toBeNull()
})

test('decodes in a thread, many at once', async () => {
  const decoder = new ContentDecoder()
  onTestFinished(() => decoder.close())
  const answers = await Promise.all(Object.keys(encoders).map((coding) => decoder.decode(encode(coding, TEXT), coding)))
  expect(answers.every(({ bytes, incomplete }) => incomplete === null && TEXT.equals(bytes))).toBe(true)
})

function encode(coding: string, bytes: Uint8Array): Buffer {
  const encoder = encoders[coding]
  if (encoder === undefined) throw new Error(`No encoder for ${coding}`)
  return encoder(bytes)
}
