import fc from 'fast-check'
import { expect, test } from 'vitest'
import { decodeText as decodeTextWith } from './decode-text.ts'
import { makeTextDecoder } from './testing/make-text-decoder.ts'

const decodeText = (bytes: Uint8Array, declared: string | undefined) => decodeTextWith(bytes, declared, makeTextDecoder)

test('reads what the sender declared, and says where it does not hold', () => {
  expect(decodeText(Uint8Array.from([0xe9]), 'iso-8859-1')).toEqual({
    text: 'é',
    charset: 'windows-1252',
    note: null,
    isWhole: true,
  })
  expect(decodeText(Uint8Array.from([0x61, 0xff]), 'utf-8').note).toContain('no valid utf-8')
})

test('a byte order mark wins over the declaration', () => {
  const decoded = decodeText(Uint8Array.from([0xff, 0xfe, 0x41, 0x00]), 'utf-8')
  expect(decoded).toMatchObject({ text: 'A', charset: 'utf-16le', note: expect.stringContaining('utf-8') })
})

test('says where a byte was lost, also behind a mark', () => {
  expect(decodeText(Uint8Array.from([0xef, 0xbb, 0xbf, 0xff]), undefined).isWhole).toBe(false)
  expect(decodeText(Uint8Array.from([0xff]), undefined)).toMatchObject({ text: 'ÿ', isWhole: true })
})

test('always gives some text', () => {
  fc.assert(
    fc.property(fc.uint8Array(), fc.option(fc.string(), { nil: undefined }), (bytes, declared) => {
      expect(decodeText(bytes, declared).text).toBeTypeOf('string')
    }),
  )
})
