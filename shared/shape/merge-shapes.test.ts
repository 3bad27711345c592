import fc from 'fast-check'
import { expect, test } from 'vitest'
import { weighShape } from './coarsen-shape.ts'
import { emitTypes } from './emit-types.ts'
import { decodeShape, encodeShape } from './encode-shape.ts'
import { mergeShape } from './merge-shapes.ts'
import { COARSENESS, SHAPE_LIMITS, type Shape } from './shape.ts'
import { anyPayload } from './testing/any-payload.ts'
import { shapeOfAll } from './testing/shape-of-all.ts'

const samples = fc.array(anyPayload, { maxLength: 8 })

test('the same samples make the same shape in whatever order, and however they are gathered', {
  timeout: 120_000,
}, () => {
  fc.assert(
    fc.property(samples, samples, samples, (a, b, c) => {
      const [shapeA, shapeB, shapeC] = [a, b, c].map(shapeOfAll) as [Shape, Shape, Shape]
      const left = merged(merged(shapeA, shapeB), shapeC)
      expect(left).toEqual(merged(shapeA, merged(shapeB, shapeC)))
      expect(left).toEqual(merged(shapeC, merged(shapeB, shapeA)))
      expect(left).toEqual(shapeOfAll([...c, ...a, ...b]))
    }),
    { numRuns: 80 },
  )
})

test('also when so much is seen that some is left out', { timeout: 120_000 }, () => {
  const wide = fc.integer({ min: 0, max: 40 }).map((seed) => wideObject(seed))
  fc.assert(
    fc.property(fc.array(wide, { minLength: 1, maxLength: 8 }), fc.array(wide, { maxLength: 8 }), (a, b) => {
      const all = shapeOfAll([...a, ...b])
      expect(merged(shapeOfAll(b), shapeOfAll(a))).toEqual(all)
      expect(weighShape(all)).toBeLessThanOrEqual(SHAPE_LIMITS.weight)
    }),
    { numRuns: 5 },
  )
  const all = shapeOfAll(Array.from({ length: 8 }, (_, seed) => wideObject(seed)))
  expect(all.level).toBeGreaterThan(0)
})

test('order of names and of captures does not show in the types', () => {
  fc.assert(
    fc.property(fc.array(anyPayload, { minLength: 1, maxLength: 8 }), (all) => {
      const heading = { name: 'x', about: [] }
      expect(emitTypes(shapeOfAll(all.toReversed()), 'ts', heading)).toBe(emitTypes(shapeOfAll(all), 'ts', heading))
    }),
    { numRuns: 50 },
  )
})

test('is kept as text and comes back as it was', () => {
  fc.assert(
    fc.property(samples, (all) => {
      const shape = shapeOfAll(all)
      expect(decodeShape(encodeShape(shape))).toEqual(shape)
    }),
    { numRuns: 60 },
  )
  expect(decodeShape('[0,0,[]]')).toBeNull()
})

test('names that nobody repeats become a map, in bounds whatever is sent', () => {
  const random = Array.from({ length: 3000 }, (_, index) => ({ [`field${index}x`]: { a: index } }))
  const shape = shapeOfAll(random)
  expect(encodeShape(shape).length).toBeLessThan(500)
  expect(emitTypes(shape, 'ts', { name: 'event', about: [] })).toContain('Record<string, EventItem>')
})

test('many kinds of object by an unending tag are held together', () => {
  const shape = shapeOfAll(
    Array.from({ length: 400 }, (_, n) => ({ type: `kind${String.fromCharCode(97 + (n % 26))}`, n })),
  )
  expect(shape.root.objects?.groups.size).toBe(1)
})

test('nothing is too deep', () => {
  let deep: unknown = 1
  for (let depth = 0; depth < 2000; depth++) deep = depth % 2 === 0 ? { a: deep } : [deep]
  const shape = shapeOfAll([deep, deep])
  expect(encodeShape(shape).length).toBeLessThan(3000)
  expect(emitTypes(shape, 'zod', { name: 'deep', about: [] })).toMatch(/z\.(array|record)\(.*z\.unknown\(\)\)/)
  const deepest = COARSENESS.at(-1)
  expect(deepest).toEqual({ maps: 0, end: 1 })
})

/** Merging uses up what it is given. */
function merged(left: Shape, right: Shape): Shape {
  const target = decodeShape(encodeShape(left)) as Shape
  mergeShape(target, decodeShape(encodeShape(right)) as Shape)
  return target
}

/** Objects of words in objects of words: no two seeds have the same. */
function wideObject(seed: number): unknown {
  const names = (depth: number) =>
    Array.from({ length: 22 }, (_, n) => `w${'abcdefghij'[(seed + depth) % 10]}_${n}_${seed % 7}`)
  return Object.fromEntries(
    names(0).map((a) => [
      a,
      Object.fromEntries(names(1).map((b) => [b, Object.fromEntries(names(2).map((c) => [c, a + c]))])),
    ]),
  )
}
