import { expect, test } from 'vitest'
import { printable, printableLine, printableLines } from './printable.ts'

test('reads UTF-8 that came as bytes', () => {
  expect(printable('caf\xc3\xa9')).toBe('café')
})

test('spells out what could steer a terminal', () => {
  expect(printable('\x1b[2J\r\n')).toBe('\\x1b[2J\\x0d\\x0a')
  expect(printable('\x9b31m')).toBe('\\x9b31m')
  expect(printableLine('café\nscreen http://127.0.0.1')).toBe('café\\x0ascreen http://127.0.0.1')
  expect(printableLines('a\u202eb\x07\r\nc\td')).toBe('a\\u202eb\\x07\nc\td')
})
