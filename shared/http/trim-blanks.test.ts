import { expect, test } from 'vitest'
import { trimBlanks } from './trim-blanks.ts'

test.each([
  ['', ''],
  [' \t ', ''],
  [' a \t b\t', 'a \t b'],
  ['\xa0a\xa0', '\xa0a\xa0'],
  ['\va\r', '\va\r'],
])('%j without blanks around it is %j', (text, trimmed) => {
  expect(trimBlanks(text)).toBe(trimmed)
})
