import fc from 'fast-check'
import { expect, test } from 'vitest'
import { splitRules, typedRule } from './split-rules.ts'

test.each([
  ['/id, **/timestamp,Date', ['/id', '**/timestamp', 'Date']],
  [' /id\n/at\t', ['/id', '/at']],
  ['"/a b", "c,d"', ['/a b', 'c,d']],
  ['"", /id', ['/id']],
])('%j is %j', (typed, rules) => {
  expect(splitRules(typed)).toEqual(rules)
})

test.each([
  [', ,', '‘, ,’'],
  ['""', '‘""’'],
  ['["', '‘["’'],
  ['/id "/at', '‘"/at’'],
  ['/id/"at"', '"/id/\\"at\\""'],
])('%j is refused by its name', (typed, named) => {
  expect(() => splitRules(typed)).toThrow(named)
})

test('what is typed for a rule is that rule again', () => {
  const rule = fc.string({ minLength: 1 }).filter((text) => text.trim() !== '')
  fc.assert(
    fc.property(fc.array(rule, { minLength: 1 }), (rules) => {
      expect(splitRules(rules.map(typedRule).join(', '))).toEqual(rules)
    }),
  )
})
