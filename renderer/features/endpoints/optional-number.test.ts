import { expect, test } from 'vitest'
import { optionalNumber } from './optional-number.ts'

test.each([
  ['', null],
  ['  ', null],
  ['5', 5],
  ['0.5', 0.5],
  ['0', 'wrong'],
  ['-1', 'wrong'],
  ['five', 'wrong'],
  ['Infinity', 'wrong'],
])('%j is %j', (text, value) => {
  expect(optionalNumber(text)).toBe(value)
})

test('whole numbers only, where asked for', () => {
  expect(optionalNumber('1.5', { whole: true })).toBe('wrong')
  expect(optionalNumber('15', { whole: true })).toBe(15)
})
