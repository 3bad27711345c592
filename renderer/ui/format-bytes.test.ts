import { expect, test } from 'vitest'
import { formatBytes } from './format-bytes.ts'

test.each([
  [0, '0 B'],
  [1023, '1023 B'],
  [1434, '1.4 KB'],
  [20 * 1024 * 1024, '20.0 MB'],
  [250 * 1024, '250 KB'],
  [1024 * 1024 - 1, '1.0 MB'],
])('%i bytes are written %s', (bytes, text) => {
  expect(formatBytes(bytes)).toBe(text)
})
