import fc from 'fast-check'
import { expect, test } from 'vitest'
import { foldCase } from '../../../shared/search/fold-case.ts'
import { GRAM_COUNT, GramBits, GramSet, gramsOf, gramWord, gramWords } from './grams.ts'

/** Halves of surrogate pairs, controls and letters whose lower case is longer are what goes wrong. */
const anyText = fc.string({ unit: fc.oneof(fc.constantFrom('\ud83d', '\ude00', '\0', 'İ', 'Σ', 'ß'), fc.string()) })

test('whatever text has a word in it has all grams of the word', () => {
  const set = new GramSet()
  fc.assert(
    fc.property(anyText, anyText, anyText, (before, word, after) => {
      set.clear()
      set.add(foldCase(before + word + after))
      const found = new Set(set.grams)
      const wanted = foldCase(before + word + after).includes(foldCase(word)) ? gramsOf(foldCase(word)) : []
      expect(wanted.filter((gram) => !found.has(gram))).toEqual([])
    }),
    { numRuns: 500 },
  )
})

test('counts each gram once, and begins anew when cleared', () => {
  const set = new GramSet()
  set.clear()
  set.add('abcabcabc')
  expect([...set.grams].toSorted()).toEqual(gramsOf('abcabc').toSorted())
  set.clear()
  expect(set.grams.length).toBe(0)
  set.add('ab')
  expect(set.grams.length).toBe(0)
})

test('writes grams as words of four, without those that are left out', () => {
  const grams = Uint32Array.of(0, 1, GRAM_COUNT - 1, 12345)
  expect(gramWords(grams, new GramBits([1]))).toBe(`0000 vvvv ${gramWord(12345)} `)
})
