import { expect, test } from 'vitest'
import { encodeBody } from './encode-body.ts'

test.each([
  ['é€😀', undefined, 'c3a9e282acf09f9880'],
  ['é', 'iso-8859-1', 'e9'],
  ['€', 'windows-1252', '80'],
  ['日本', 'shift_jis', '93fa967b'],
  ['a', 'utf-16le', '6100'],
  ['\ufeffa', 'utf-8', 'efbbbf61'],
])('%s in %s', (text, charset, hex) => {
  expect(Buffer.from(encodeBody(text, charset)).toString('hex')).toBe(hex)
})

test('names the first character that a charset lacks, and where it is', () => {
  expect(() => encodeBody('ok\nab日é', 'iso-8859-1')).toThrow('the character 日 (U+65E5) (line 2, column 3)')
})

test('names a half of a character', () => {
  expect(() => encodeBody('a\ud83d')).toThrow(/lone surrogate U\+D83D/)
})

test('names a charset that is not known', () => {
  expect(() => encodeBody('a', 'klingon')).toThrow(/"klingon" is not known/)
})
