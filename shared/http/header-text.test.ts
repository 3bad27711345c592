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
