import { expect, test } from 'vitest'
import { printable, printableLines } from './printable.ts'

test('reads UTF-8 that came as bytes', () => {
  expect(printable('caf\xc3\xa9')).toBe('café')
})

test('spells out what could steer a terminal', () => {
  expect(printable('\x1b[2J\r\n')).toBe('\\x1b[2J\\x0d\\x0a')
  expect(printable('\x9b31m')).toBe('\\x9b31m')
  expect(printableLines('a\u202eb\x07\r\nc\td')).toBe('a\\u202eb\\x07\nc\td')
})
