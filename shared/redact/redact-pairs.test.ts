import { expect, test } from 'vitest'
import { redactedBody } from './testing/redacted-body.ts'

test.each([
  ['name=password&value=x', 'name=password&value=%5Btoken-1%5D'],
  ['value=x&type=text&name=password', 'value=%5Btoken-1%5D&type=text&name=password'],
  [
    'f[0][name]=n&f[0][value]=x&f[1][value]=y&f[1][name]=password',
    'f[0][name]=n&f[0][value]=x&f[1][value]=%5Btoken-1%5D&f[1][name]=password',
  ],
  [
    'f%5B0%5D%5Bkey%5D=x-api-key&f%5B0%5D%5Bvalue%5D=x',
    'f%5B0%5D%5Bkey%5D=x-api-key&f%5B0%5D%5Bvalue%5D=%5Btoken-1%5D',
  ],
  ['f.0.name=password&f.0.value=x', 'f.0.name=password&f.0.value=%5Btoken-1%5D'],
  ['name=jo&value=x', 'name=jo&value=x'],
])('%s', (given, expected) => {
  expect(redactedBody(given, 'application/x-www-form-urlencoded')).toBe(expected)
})
