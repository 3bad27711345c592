import fc from 'fast-check'
import { expect, test } from 'vitest'
import { visibleText } from './visible-text.ts'

test.each([
  ['order.created', 'order.created'],
  ['größe 订单 עברית 👩‍💻', 'größe 订单 עברית 👩‍💻'],
  ['invoice\u202egnp.exe', 'invoice\\u202egnp.exe'],
  ['a\u2066b\u2069c\u200ed\u200fe\u061cf', 'a\\u2066b\\u2069c\\u200ed\\u200fe\\u061cf'],
  ['a\u0000b\u001b[31m\u007f\u009bc', 'a\\u0000b\\u001b[31m\\u007f\\u009bc'],
  ['a\r\nb\tc\u2028d', 'a\\u000d\\u000ab\\u0009c\\u2028d'],
])('spells out what hides in %j', (text, shown) => {
  expect(visibleText(text)).toBe(shown)
})

test('keeps lines and tabs where there is room for them, but no bare carriage return', () => {
  expect(visibleText('a\r\nb\tc\rd\u202e', { lines: true })).toBe('a\nb\tc\\u000dd\\u202e')
})

test('leaves no control and no direction in any text', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), (text) => {
      expect(visibleText(text)).not.toMatch(/[\p{Cc}\p{Bidi_Control}]/u)
    }),
  )
})
