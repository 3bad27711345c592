import type { HeaderPairs } from '../http/header-pairs.ts'
import { headerText } from '../http/header-text.ts'
import { parseQuery } from '../http/query.ts'
import { comparePairs } from './compare-pairs.ts'
import type { Comparison } from './comparison.ts'
import type { IgnoreRules } from './ignore-rules.ts'

export function compareHeaders(left: HeaderPairs, right: HeaderPairs, rules: IgnoreRules): Comparison {
  const named = (headers: HeaderPairs) =>
    headers.map(([name, value]) => ({ key: name.toLowerCase(), name: headerText(name), value: headerText(value) }))
  return comparePairs(named(left), named(right), rules)
}

/** Of raw targets. What comes before the question mark is compared as a field of its own, `(path)`. */
export function compareTargets(left: string | null, right: string | null, rules: IgnoreRules): Comparison {
  const named = (target: string | null) => [
    { key: '?path', name: '(path)', value: headerText((target ?? '').split('?', 1)[0] ?? '') },
    ...parseQuery(target ?? '').map(({ name, value }) => ({ key: `=${name}`, name, value })),
  ]
  return comparePairs(named(left), named(right), rules)
}
