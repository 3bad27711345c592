import { ChangeList } from './change-list.ts'
import type { Comparison } from './comparison.ts'
import { type IgnoreRules, ruleOfName } from './ignore-rules.ts'
import { longestIncreasing } from './longest-increasing.ts'

/** A header, or a field of a query or form. */
export interface NamedText {
  /** By which it is compared. */
  readonly key: string
  /** As it is shown. */
  readonly name: string
  /** Null: there was none. */
  readonly value: string | null
}

/**
 * Compares as multisets by name. The order of different names is only noted, as nothing should depend on it; that of
 * values of one name counts.
 */
export function comparePairs(
  left: ReadonlyArray<NamedText>,
  right: ReadonlyArray<NamedText>,
  rules: IgnoreRules,
): Comparison {
  const changes = new ChangeList()
  const lefts = Map.groupBy(left, ({ key }) => key)
  const rights = Map.groupBy(right, ({ key }) => key)
  for (const key of new Set([...lefts.keys(), ...rights.keys()])) {
    compareValues(changes, lefts.get(key) ?? [], rights.get(key) ?? [], rules)
  }
  noteOrder(changes, [...lefts.keys()], [...rights.keys()])
  noteSpelling(changes, lefts, rights)
  return changes.comparison('pairs')
}

/** All of one name. */
function compareValues(
  changes: ChangeList,
  left: ReadonlyArray<NamedText>,
  right: ReadonlyArray<NamedText>,
  rules: IgnoreRules,
): void {
  const where = (right[0] ?? left[0])?.name ?? ''
  const ignored = rules.ruleForName(where)
  const rule = ruleOfName(where)
  const { pairs, removed, added } = matchValues(left, right)
  const steady = new Set(longestIncreasing(pairs.map(([place]) => place)))
  for (const [index, [, place]] of pairs.entries()) {
    if (steady.has(index)) continue
    const value = shownValue(right[place])
    changes.add('moved', ignored, () => ({ rule, where, from: null, left: value, right: value }))
  }
  for (let index = 0; index < Math.max(removed.length, added.length); index++) {
    const one = shownValue(left[removed[index] ?? -1])
    const other = shownValue(right[added[index] ?? -1])
    const kind = one === null ? 'added' : other === null ? 'removed' : 'changed'
    changes.add(kind, ignored, () => ({ rule, where, from: null, left: one, right: other }))
  }
}

/** Pairs equal values, in order. */
function matchValues(left: ReadonlyArray<NamedText>, right: ReadonlyArray<NamedText>) {
  const free = new Map<string | null, number[]>()
  for (const [place, { value }] of [...left.entries()].reverse()) {
    const places = free.get(value)
    if (places === undefined) free.set(value, [place])
    else places.push(place)
  }
  const pairs: Array<readonly [left: number, right: number]> = []
  const added: number[] = []
  for (const [place, { value }] of right.entries()) {
    const from = free.get(value)?.pop()
    if (from === undefined) added.push(place)
    else pairs.push([from, place])
  }
  return { pairs, removed: [...free.values()].flat().sort((one, other) => one - other), added }
}

function shownValue(pair: NamedText | undefined): string | null {
  return pair === undefined ? null : (pair.value ?? '(no value)')
}

export function noteOrder(changes: ChangeList, left: ReadonlyArray<string>, right: ReadonlyArray<string>): void {
  const onLeft = new Set(left)
  const onRight = new Set(right)
  const one = left.filter((key) => onRight.has(key))
  const other = right.filter((key) => onLeft.has(key))
  if (one.some((key, index) => key !== other[index])) changes.note('They stand in another order.')
}

function noteSpelling(
  changes: ChangeList,
  lefts: ReadonlyMap<string, ReadonlyArray<NamedText>>,
  rights: ReadonlyMap<string, ReadonlyArray<NamedText>>,
): void {
  for (const [key, [first]] of lefts) {
    const other = rights.get(key)?.[0]
    if (first !== undefined && other !== undefined && first.name !== other.name) {
      changes.note(`Spelled ${first.name} on the left and ${other.name} on the right.`)
    }
  }
}
