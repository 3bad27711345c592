import { expect, test } from 'vitest'
import { base64, base64Lines, latin1FromBase64 } from './base64-text.ts'
import { bytesFromLatin1 } from './latin1.ts'

test.each([
  ['', ''],
  ['a', 'YQ=='],
  ['ab', 'YWI='],
  ['abc', 'YWJj'],
  ['\xff\xfe\xfd\xfc', '//79/A=='],
])('%j', (text, encoded) => {
  expect(base64(bytesFromLatin1(text))).toBe(encoded)
  expect(latin1FromBase64(encoded)).toBe(text)
})

test('cuts lines that put together are the same', () => {
  const bytes = Uint8Array.from({ length: 200 }, (_, index) => index)
  const lines = base64Lines(bytes)
  expect(lines.map((line) => line.length)).toEqual([76, 76, 76, 40])
  expect(lines.join('')).toBe(base64(bytes))
  expect(base64Lines(new Uint8Array())).toEqual([])
})
