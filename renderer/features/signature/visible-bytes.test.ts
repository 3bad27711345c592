import fc from 'fast-check'
import { expect, test } from 'vitest'
import { type VisiblePiece, visibleBytes, visibleContent } from './visible-bytes.ts'

const shown = (pieces: readonly VisiblePiece[]) =>
  pieces.map((piece) => (piece.kind === 'text' ? piece.text : `[${piece.text}]`)).join('')
const bytes = (text: string) => new TextEncoder().encode(text)

test('shows line ends, tabs and spaces at the edges as marks', () => {
  expect(shown(visibleBytes(bytes(' a b \r\nc\t\nd ')))).toBe('[·]a b[·][\\r\\n]c[\\t][\\n]d[·]')
})

test('names characters that nobody sees', () => {
  expect(shown(visibleBytes(bytes('\ufeffa\u200bb\u00a0c\u202ed')))).toBe('[BOM]a[U+200B]b[U+00A0]c[U+202E]d')
})

test('spells out bytes that are no UTF-8, and nothing else', () => {
  expect(shown(visibleBytes(new Uint8Array([0x61, 0xff, 0x0a, 0x62])))).toBe('a[\\xff][\\n]b')
})

test('leaves the middle of a long content out, between whole characters', () => {
  const content = visibleContent(bytes('ä'.repeat(10_000)), 101)
  expect(shown(content.start)).toBe('ä'.repeat(50))
  expect(shown(content.end)).toBe('ä'.repeat(150))
  expect(content.hiddenBytes).toBe(20_000 - 400)
})

test('never shows text that hides or turns what is beside it', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 200 }), (any) => {
      for (const piece of visibleBytes(any)) {
        // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what must not be there.
        expect(piece.text).not.toMatch(/[\u0000-\u001f\u007f-\u009f\u200b-\u200f\u202a-\u202e\u2066-\u2069\ufeff]/)
      }
    }),
  )
})
