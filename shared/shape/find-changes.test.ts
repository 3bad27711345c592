import fc from 'fast-check'
import { expect, test } from 'vitest'
import { DRIFT_EVIDENCE, driftOf, restlessnessAfter } from './drift.ts'
import { findChanges } from './find-changes.ts'
import { mergeShape } from './merge-shapes.ts'
import { emptyShape } from './shape.ts'
import { describeChange } from './shape-change.ts'
import { shapeOf } from './shape-of.ts'
import { anyPayload } from './testing/any-payload.ts'
import { shapeOfAll } from './testing/shape-of-all.ts'

const order = (n: number) => ({
  id: `o_${n}`,
  amount: n,
  customer: n % 2 === 0 ? null : 'c',
  lines: [{ sku: 'a', price: 1 }],
  'a~b': true,
  metadata: { [`cus_1Ab2Cd3Ef4G${n}`]: 'x' },
})
const known = shapeOfAll(Array.from({ length: 40 }, (_, n) => order(n)))

const sentences = (value: unknown) => findChanges(known, value).map(describeChange)

test('says where what is new, gone or of another kind', () => {
  expect(sentences(order(3))).toEqual([])
  const { id: _, 'a~b': __, ...rest } = order(1)
  expect(
    sentences({
      ...rest,
      amount: '12',
      note: 'x',
      lines: [
        { sku: 'b', price: 2 },
        { sku: 'c', price: 2.5 },
        { sku: 'c', price: 3.5 },
      ],
    }),
  ).toEqual([
    '/id is gone. All 40 before had it: a string.',
    '/a~0b is gone. All 40 before had it: a boolean.',
    '/amount is a string now. In 40 before it was an integer.',
    '/lines/1/price is a number now. In 40 before it was an integer.',
    '/note is new: a string. None of 40 before had it.',
  ])
  expect(sentences([])).toEqual(['The body is an array now. In 40 before it was an object.'])
})

test('a field that is null at times, an empty list and names that are data are nothing new', () => {
  expect(sentences({ ...order(1), customer: null, lines: [], metadata: {} })).toEqual([])
  expect(sentences({ ...order(1), metadata: { cus_9Zy8Xw7Vu6T: 'y' } })).toEqual([])
  expect(sentences({ ...order(1), metadata: { cus_9Zy8Xw7Vu6T: 1 } })).toHaveLength(1)
})

test('objects with the same tag speak for themselves', () => {
  const samples = Array.from({ length: 60 }, (_, n) =>
    n % 2 === 0 ? { type: 'card', brand: 'visa' } : { type: 'bank', iban: 'DE' },
  )
  const shape = shapeOfAll(samples)
  expect(findChanges(shape, { type: 'bank', iban: 'DE' })).toEqual([])
  expect(findChanges(shape, { type: 'bank', brand: 'visa' }).map(describeChange)).toEqual([
    '/iban is gone. All 30 before had it: a string.',
    '/brand is new: a string. None of 30 before had it.',
  ])
})

test('what a shape has seen is never new to it, whatever it is', () => {
  fc.assert(
    fc.property(fc.array(anyPayload, { minLength: 1, maxLength: 10 }), (samples) => {
      const shape = shapeOfAll(samples)
      for (const sample of samples) expect(findChanges(shape, sample)).toEqual([])
    }),
    { numRuns: 80 },
  )
})

test('is told once enough was seen, once only, and not where everything varies', () => {
  const told = (samples: ReadonlyArray<unknown>) => {
    const shape = emptyShape()
    let restlessness = 0
    return samples.flatMap((sample, index) => {
      const changes = findChanges(shape, sample)
      const drift = driftOf(changes, restlessness)
      restlessness = restlessnessAfter(restlessness, changes)
      mergeShape(shape, shapeOf(sample))
      return drift.length > 0 ? [index] : []
    })
  }
  const same = Array.from({ length: DRIFT_EVIDENCE }, (_, n) => ({ n }))
  const extra = { n: 1, extra: true }
  expect(told([...same.slice(1), extra])).toEqual([])
  expect(told([...same, extra, extra, { n: 2 }, extra])).toEqual([DRIFT_EVIDENCE])
  // Each capture of another shape, as of a sender who sends anything.
  const varied = Array.from({ length: 200 }, (_, n) => ({ [`f${n % 100}a`]: n }))
  expect(told(varied).length).toBeLessThan(6)
})
