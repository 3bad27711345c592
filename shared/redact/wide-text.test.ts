import { expect, test } from 'vitest'
import { redactedBody, redactedBytes } from './testing/redacted-body.ts'

const GIVEN = '{"password":"😀x","to":"jo@example.com"}'
const EXPECTED = '{"password":"[token-1]","to":"[email-1]"}'

function utf16(text: string, little: boolean): number[] {
  const units = Array.from({ length: text.length }, (_, at) => text.charCodeAt(at))
  return units.flatMap((unit) => (little ? [unit & 255, unit >> 8] : [unit >> 8, unit & 255]))
}

function utf32(text: string, little: boolean): number[] {
  return [...text].flatMap((char) => {
    const point = char.codePointAt(0) ?? 0
    const bytes = [point & 255, (point >> 8) & 255, point >> 16, 0]
    return little ? bytes : bytes.reverse()
  })
}

test.each<readonly [type: string, spell: (text: string) => number[]]>([
  ['application/json; charset=utf-16le', (text) => utf16(text, true)],
  ['application/json; charset=utf-16', (text) => utf16(text, false)],
  ['application/json', (text) => [0xff, 0xfe, ...utf16(text, true)]],
  ['application/json', (text) => [0xfe, 0xff, ...utf16(text, false)]],
  // Nobody says so, but JSON begins with two characters of ASCII.
  ['application/json', (text) => utf16(text, true)],
  ['text/plain', (text) => utf16(text, false)],
  ['application/json; charset=utf-32le', (text) => utf32(text, true)],
  ['application/json; charset=UTF-32', (text) => utf32(text, false)],
  ['application/json', (text) => [0xff, 0xfe, 0, 0, ...utf32(text, true)]],
  ['application/json', (text) => [0, 0, 0xfe, 0xff, ...utf32(text, false)]],
  ['application/json', (text) => utf32(text, true)],
  ['text/plain', (text) => utf32(text, false)],
])('%s', (type, spell) => {
  expect([...redactedBytes(new Uint8Array(spell(GIVEN)), type)]).toEqual(spell(EXPECTED))
})

test('what is not right in it stays, and hides nothing', () => {
  const lone = [0x00, 0xd8]
  const given = [...utf16('a jo@example.com ', true), ...lone, ...utf16(' password=x', true), 0x41]
  expect([...redactedBytes(new Uint8Array(given), 'text/plain; charset=utf-16le')]).toEqual([
    ...utf16('a [email-1] ', true),
    ...lone,
    ...utf16(' password=[token-1]', true),
    0x41,
  ])
})

test.each(['ibm037', 'cp500', 'EBCDIC-CP-US', 'utf-7'])(
  'a charset in which nothing can be found is left out: %s',
  (charset) => {
    const body = new Uint8Array([0x91, 0x96, 0x7c, 0x85, 0xa7])
    expect(String.fromCharCode(...redactedBytes(body, `text/plain; charset=${charset}`))).toBe('[binary-1]')
  },
)

test('what only calls itself UTF-16 is looked through as it is', () => {
  const given = '{"to":"jo@example.com","n":1}'
  for (const charset of ['utf-16', 'utf-16le', 'UCS-2'])
    expect(redactedBody(given, `application/json; charset=${charset}`)).toBe('{"to":"[email-1]","n":1}')
  expect(redactedBody('\0 jo@example.com', 'text/plain; charset=utf-16')).toBe('\0 [email-1]')
})
