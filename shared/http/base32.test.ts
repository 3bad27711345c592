import { expect, test } from 'vitest'
import { base32 } from './base32.ts'
import { bytesFromLatin1 } from './latin1.ts'

/** RFC 4648, 10. */
test.each([
  ['', ''],
  ['f', 'MY'],
  ['fo', 'MZXQ'],
  ['foo', 'MZXW6'],
  ['foob', 'MZXW6YQ'],
  ['fooba', 'MZXW6YTB'],
  ['foobar', 'MZXW6YTBOI'],
])('%j', (text, encoded) => {
  expect(base32(bytesFromLatin1(text))).toBe(encoded)
})
