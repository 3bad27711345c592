import { expect, test } from 'vitest'
import { formatBytes } from './format-bytes.ts'

test.each([
  [0, '0 B'],
  [1023, '1023 B'],
  [1434, '1.4 KiB'],
  [20 * 1024 * 1024, '20.0 MiB'],
  [250 * 1024, '250 KiB'],
  [1024 * 1024 - 1, '1.0 MiB'],
])('%i bytes are written %s', (bytes, text) => {
  expect(formatBytes(bytes)).toBe(text)
})
