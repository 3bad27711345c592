import fc from 'fast-check'
import { expect, test } from 'vitest'
import { jsonLine } from './json-line.ts'

test('escapes what could steer a terminal', () => {
  expect(jsonLine({ 'a\x9b': '\x1b[2J\x7f\x80\x9f\u061c\u200e\u2028\u2029\u202e\u2066' })).toBe(
    '{"a\\u009b":"\\u001b[2J\\u007f\\u0080\\u009f\\u061c\\u200e\\u2028\\u2029\\u202e\\u2066"}',
  )
})

test('leaves other text as it is', () => {
  expect(jsonLine(['café \\ "', 1, null])).toBe('["café \\\\ \\"",1,null]')
})

test('is the same JSON, and has no control character', () => {
  fc.assert(
    fc.property(fc.json(), fc.string({ unit: 'binary' }), (json, text) => {
      const value: unknown = [JSON.parse(json), text]
      const line = jsonLine(value)
      expect(JSON.parse(line)).toEqual(JSON.parse(JSON.stringify(value)))
      expect(line).not.toMatch(/[\p{Cc}\p{Bidi_Control}\u2028\u2029]/u)
    }),
  )
})
