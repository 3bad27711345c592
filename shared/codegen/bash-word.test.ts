import { expect, test } from 'vitest'
import { bashWord } from './bash-word.ts'

test.each([
  ['plain', 'plain'],
  ['a b', "'a b'"],
  ["it's", "'it'\\''s'"],
  ['$(rm -rf /)`x`!', "'$(rm -rf /)`x`!'"],
  ['a\nb\t\\\x1b', "$'a\\nb\\t\\\\\\x1b'"],
  ['\xc3\xa9', "'é'"],
  ['\xe9', "$'\\xe9'"],
  ['\xe2\x80\xaea\xc3\xa9', "$'\\xe2\\x80\\xaeaé'"],
  ['', "''"],
])('%j as a word of bash', (bytes, word) => {
  expect(bashWord(bytes)).toBe(word)
})
