import fc from 'fast-check'
import { expect, test } from 'vitest'
import { headerFromText, headerText, percentDecoded } from './header-text.ts'

test('shows UTF-8 bytes as the text that they are', () => {
  expect(headerText('na\xc3\xafve 100%')).toBe('naïve 100%')
})

test('leaves bytes that are no UTF-8 as latin1', () => {
  expect(headerText('na\xefve %41')).toBe('na\xefve %41')
})

test('typed text comes back as it was typed', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme' }), (text) => {
      expect(headerText(headerFromText(text))).toBe(text.toWellFormed())
      expect(headerFromText(text)).toMatch(/^[\0-\xff]*$/)
    }),
  )
})

test('undoes percent encoding and keeps a stray percent sign', () => {
  expect(percentDecoded('a%20b+%C3%A9%zz%', { plusIsSpace: true })).toBe('a b é%zz%')
  expect(percentDecoded('a+b', { plusIsSpace: false })).toBe('a+b')
})

test('never throws', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), (value) => {
      headerText(value)
      percentDecoded(value, { plusIsSpace: true })
    }),
  )
})

test('undoes percent encoding of texts of any length as if they were one', () => {
  const piece = fc.constantFrom('a', '+', '%', '%2', '%41', '%C3%A9', '%e2%82%ac', '\xe2\x82\xac', '%zz')
  const texts = fc.tuple(fc.nat(70_000), fc.array(piece, { minLength: 1, maxLength: 6 }))
  fc.assert(
    fc.property(texts, fc.boolean(), ([lead, pieces], plusIsSpace) => {
      const raw = 'x'.repeat(lead) + pieces.join('').repeat(4)
      const spaced = plusIsSpace ? raw.replaceAll('+', ' ') : raw
      const bytes = spaced.replace(/%([0-9a-fA-F]{2})/g, (_, hex: string) =>
        String.fromCharCode(Number.parseInt(hex, 16)),
      )
      expect(percentDecoded(raw, { plusIsSpace })).toBe(headerText(bytes))
    }),
    { numRuns: 200 },
  )
})

test('reads long UTF-8 as one, wherever its characters fall', () => {
  for (let lead = 0; lead < 5; lead++) {
    const text = 'a'.repeat(lead) + '€é😀'.repeat(10_000)
    const bytes = headerFromText(text)
    expect(headerText(bytes)).toBe(text)
    expect(headerText(`${bytes}\xff`)).toBe(`${bytes}\xff`)
    expect(headerText('\x80'.repeat(70_000 + lead))).toBe('\x80'.repeat(70_000 + lead))
  }
})
