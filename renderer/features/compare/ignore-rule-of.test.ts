import { expect, test } from 'vitest'
import { ignoreRuleOf } from './ignore-rule-of.ts'

test.each([
  ['/items/3/updated', 'json', '/items/*/updated'],
  ['/items/3', 'json', '/items/3'],
  ['', 'json', null],
  ['/a b', 'json', null],
  ['Date', 'pairs', 'Date'],
  ['(path)', 'pairs', null],
  ['line 3', 'lines', null],
] as const)('%j of %s is ignored by %j', (where, how, rule) => {
  expect(ignoreRuleOf({ kind: 'changed', ignored: false, where, from: null, left: '1', right: '2' }, how)).toBe(rule)
})
