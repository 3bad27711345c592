import { expect, test } from 'vitest'
import { percentEncoded } from './percent-encoded.ts'

test.each([
  ['aZ09_.~-', 'aZ09_.~-'],
  ['a b/c%\n', 'a%20b%2Fc%25%0A'],
  ['\xc3\xa9\xff', '%C3%A9%FF'],
])('%j', (bytes, encoded) => {
  expect(percentEncoded(bytes)).toBe(encoded)
})

test('encodes what it is told to', () => {
  expect(percentEncoded('/a b#', /[^!-~]|#/g)).toBe('/a%20b%23')
})
