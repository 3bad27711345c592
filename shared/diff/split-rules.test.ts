import fc from 'fast-check'
import { expect, test } from 'vitest'
import { splitRules, typedRule } from './split-rules.ts'

test.each([
  ['/id, **/timestamp,Date', ['/id', '**/timestamp', 'Date']],
  [' /id\n/at\t', ['/id', '/at']],
  ['"/a b", "c,d"', ['/a b', 'c,d']],
  [', ,', []],
  ['""', []],
])('%j is %j', (typed, rules) => {
  expect(splitRules(typed)).toEqual(rules)
})

test('what is typed for a rule is that rule again', () => {
  const rule = fc.string({ minLength: 1 }).filter((text) => text.trim() !== '')
  fc.assert(
    fc.property(fc.array(rule), (rules) => {
      expect(splitRules(rules.map(typedRule).join(', '))).toEqual(rules)
    }),
  )
})
