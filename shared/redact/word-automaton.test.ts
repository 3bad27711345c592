import fc from 'fast-check'
import { expect, test } from 'vitest'
import { WordAutomaton } from './word-automaton.ts'

/** At each place, the longest word that ends there. */
function one(words: ReadonlyArray<string>, text: string): Array<[number, number]> {
  const found: Array<[number, number]> = []
  for (let end = 1; end <= text.length; end++) {
    const lengths = words.filter((word) => text.slice(0, end).endsWith(word)).map(({ length }) => length)
    if (lengths.length > 0) found.push([end, Math.max(...lengths)])
  }
  return found
}

test('finds what looking for one word after the other finds', () => {
  const letters = fc.string({ unit: fc.constantFrom('a', 'b', 'c'), minLength: 2, maxLength: 6 })
  const text = fc.string({ unit: fc.constantFrom('a', 'b', 'c', 'd'), maxLength: 60 })
  fc.assert(
    fc.property(fc.array(letters, { maxLength: 8 }), text, (words, given) => {
      const found: Array<[number, number]> = []
      new WordAutomaton(words).find(given, (end, length) => found.push([end, length]))
      expect(found).toEqual(one(words, given))
    }),
  )
})
