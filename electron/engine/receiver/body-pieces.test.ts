import fc from 'fast-check'
import { expect, test } from 'vitest'
import { BodyPieces } from './body-pieces.ts'

test('however a body is cut, it comes out as it went in', () => {
  const length = fc.oneof(fc.integer({ min: 0, max: 20 }), fc.integer({ min: 16_000, max: 70_000 }))
  fc.assert(
    fc.property(fc.array(length, { maxLength: 30 }), (lengths) => {
      let next = 0
      const chunks = lengths.map((size) => Buffer.from(Array.from({ length: size }, () => next++ & 0xff)))
      const pieces = new BodyPieces()
      for (const chunk of chunks) pieces.add(chunk)
      expect(pieces.size).toBe(next)
      expect(Buffer.concat(pieces.take()).equals(Buffer.concat(chunks))).toBe(true)
      expect(pieces.size).toBe(0)
    }),
    { numRuns: 50 },
  )
})

test('a body of a hundred thousand single bytes is a few pieces', () => {
  const pieces = new BodyPieces()
  for (let count = 0; count < 100_000; count++) pieces.add(Buffer.of(count & 0xff))
  expect(pieces.take().length).toBeLessThan(5)
})
