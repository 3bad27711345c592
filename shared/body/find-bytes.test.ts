import fc from 'fast-check'
import { expect, test } from 'vitest'
import { findBytes, findBytesBackwards } from './find-bytes.ts'

const few = fc.uint8Array({ max: 3, maxLength: 30 })

test('finds the next and the previous place, as a plain look at every place does', () => {
  fc.assert(
    fc.property(few, fc.uint8Array({ max: 3, maxLength: 3 }), fc.integer({ min: -1, max: 32 }), (bytes, wanted, at) => {
      const places = [...bytes.keys()].filter(
        (from) => wanted.length > 0 && wanted.every((byte, index) => bytes[from + index] === byte),
      )
      expect(findBytes(bytes, wanted, at, false)).toBe(places.find((place) => place >= at) ?? null)
      expect(findBytesBackwards(bytes, wanted, at, false)).toBe(places.findLast((place) => place < at) ?? null)
    }),
  )
})

test('letters match in either case where that is wanted', () => {
  const bytes = Uint8Array.from('xABc@`', (char) => char.charCodeAt(0))
  const wanted = Uint8Array.from('abC', (char) => char.charCodeAt(0))
  expect([findBytes(bytes, wanted, 0, true), findBytes(bytes, wanted, 0, false)]).toEqual([1, null])
  // Not letters, though they are as far apart.
  expect(findBytes(bytes, Uint8Array.of(0x60), 0, true)).toBe(5)
})
