import { expect, test } from 'vitest'
import { plainNumber } from './plain-number.ts'

test.each([
  ['4242', '4242'],
  ['4242.0', '4242'],
  ['4.242e3', '4242'],
  ['-4200', '-4200'],
  ['0.0012500', '0.00125'],
  ['125e-5', '0.00125'],
  ['-0.0', '0'],
  ['9007199254740993', '9007199254740993'],
])('%s is %s', (raw, plain) => expect(plainNumber(raw)).toBe(plain))

test('a number that would be very long has no such form', () => {
  expect(plainNumber('1e400')).toBeNull()
  expect(plainNumber(`1e${'9'.repeat(20)}`)).toBeNull()
})
