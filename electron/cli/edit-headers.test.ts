import { expect, test } from 'vitest'
import { editHeaders } from './edit-headers.ts'

const captured = [
  ['Host', 'a'],
  ['X-One', '1'],
  ['x-one', '2'],
  ['X-Two', '3'],
] as const

test('a header that is set stands where the first of its name stood, instead of all of them', () => {
  expect(editHeaders(captured, [['X-ONE', 'new']], [])).toEqual([
    ['Host', 'a'],
    ['X-ONE', 'new'],
    ['X-Two', '3'],
  ])
})

test('the same header may be set several times', () => {
  const set = [
    ['X-Two', 'a'],
    ['X-Two', 'b'],
  ] as const
  expect(editHeaders(captured, set, []).slice(-2)).toEqual(set)
})

test('new headers come last, in the order given', () => {
  const set = [
    ['Z', '1'],
    ['A', '2'],
  ] as const
  expect(editHeaders(captured, set, [])).toEqual([...captured, ...set])
})

test('a removed header goes with all its duplicates, whatever its case', () => {
  expect(editHeaders(captured, [], ['X-oNe', 'Absent'])).toEqual([
    ['Host', 'a'],
    ['X-Two', '3'],
  ])
})
