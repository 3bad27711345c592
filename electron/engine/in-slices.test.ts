import { expect, test } from 'vitest'
import { inSlices } from './in-slices.ts'

test('cuts a list into pieces, the last of which may be shorter, and nothing into none', () => {
  expect(inSlices([1, 2, 3, 4, 5], 2)).toEqual([[1, 2], [3, 4], [5]])
  expect(inSlices([1, 2], 2)).toEqual([[1, 2]])
  expect(inSlices([], 2)).toEqual([])
})
