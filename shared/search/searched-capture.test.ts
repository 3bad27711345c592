import fc from 'fast-check'
import { expect, test } from 'vitest'
import { bodyTexts } from './searched-capture.ts'

test('what escapes of JSON mean is a text of its own, in texts of any length', () => {
  const piece = fc.string({ unit: fc.constantFrom('\\', 'u', '0', '0', 'e', '9', '"', '/', 'n'), maxLength: 20 })
  const byPattern = (text: string) =>
    text.replace(/\\(?:u([0-9a-fA-F]{4})|(["\\/]))/g, (_, hex: string | undefined, char: string) =>
      hex === undefined ? char : String.fromCharCode(Number.parseInt(hex, 16)),
    )
  fc.assert(
    fc.property(piece, fc.constantFrom(1, 5000), (some, times) => {
      const text = `["${some.repeat(times)}`
      const unescaped = byPattern(text)
      expect(bodyTexts({ text, fields: null })).toEqual(unescaped === text ? [text] : [text, unescaped])
    }),
  )
})
