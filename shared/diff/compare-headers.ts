import type { HeaderPairs } from '../http/header-pairs.ts'
import { headerText } from '../http/header-text.ts'
import { comparePairs } from './compare-pairs.ts'
import type { Comparison } from './comparison.ts'
import type { IgnoreRules } from './ignore-rules.ts'

export function compareHeaders(left: HeaderPairs, right: HeaderPairs, rules: IgnoreRules): Comparison {
  const named = (headers: HeaderPairs) =>
    headers.map(([name, value]) => ({ key: name.toLowerCase(), name: headerText(name), value: headerText(value) }))
  return comparePairs(named(left), named(right), rules)
}
