import { expect, test } from 'vitest'
import { trimBlanks, trimLines } from './trim-blanks.ts'

test.each([
  ['', ''],
  [' \t ', ''],
  [' a \t b\t', 'a \t b'],
  ['\xa0a\xa0', '\xa0a\xa0'],
  ['\va\r', '\va\r'],
])('%j without blanks around it is %j', (text, trimmed) => {
  expect(trimBlanks(text)).toBe(trimmed)
})

test.each([
  ['\r\n \t\n', ''],
  ['\n a\r\nb \r\n', 'a\r\nb'],
  ['\xa0\n', '\xa0'],
])('%j without blanks and line ends around it is %j', (text, trimmed) => {
  expect(trimLines(text)).toBe(trimmed)
})
