import { commonSubsequence, type PlacePair } from './common-subsequence.ts'
import type { RulePlace } from './ignore-rules.ts'
import type { JsonArray, JsonDocument, JsonValue } from './json-document.ts'
import { longestIncreasing } from './longest-increasing.ts'

/** Which items of two arrays are the same one. */
export interface Alignment {
  /** In the order of the right. */
  readonly pairs: ReadonlyArray<ItemPair>
  /** Ascending, on the left. */
  readonly removed: ReadonlyArray<number>
  /** Ascending, on the right. */
  readonly added: ReadonlyArray<number>
  /** False: too much work to find the shortest way; what it says is true all the same. */
  readonly isShortest: boolean
}

export interface ItemPair {
  readonly left: number
  readonly right: number
  /** It stands in another order to the others than it did. */
  readonly moved: boolean
}

/** What senders call that by which an item is known. The first that fits is taken. */
const KEYS = ['id', '_id', 'uuid', 'guid', 'key', 'sku', 'slug', 'code', 'name']

/**
 * Pairs items by a key that all of them have, else by what they mean and then by where they stand. `rule`: where the
 * arrays are. By a key that is ignored nothing is known.
 */
export function alignItems(
  leftIn: JsonDocument,
  left: JsonArray,
  rightIn: JsonDocument,
  right: JsonArray,
  rule: RulePlace,
): Alignment {
  const ofItem = rule.enter(0)
  const keys = KEYS.filter((key) => ofItem.enter(key).ignoredBy === null)
  const keyed = pairsByKey(leftIn, left, rightIn, right, keys)
  if (keyed !== null) return complete(keyed, left, right, true)
  const { pairs, isLongest } = commonSubsequence(left.items.map(meaningOf), right.items.map(meaningOf))
  const all = [...pairs, ...movedPairs(left, right, pairs)]
  return complete([...all, ...pairsInGaps(left, right, pairs, all)], left, right, isLongest)
}

function meaningOf({ meaning }: JsonValue): number {
  return meaning
}

function complete(pairs: ReadonlyArray<PlacePair>, left: JsonArray, right: JsonArray, isShortest: boolean): Alignment {
  const ordered = pairs.toSorted(([, one], [, other]) => one - other)
  const steady = new Set(longestIncreasing(ordered.map(([place]) => place)))
  return {
    pairs: ordered.map(([l, r], place) => ({ left: l, right: r, moved: !steady.has(place) })),
    removed: placesBut(left.items.length, new Set(ordered.map(([place]) => place))),
    added: placesBut(right.items.length, new Set(ordered.map(([, place]) => place))),
    isShortest,
  }
}

function placesBut(length: number, taken: ReadonlySet<number>): number[] {
  const places: number[] = []
  for (let place = 0; place < length; place++) if (!taken.has(place)) places.push(place)
  return places
}

function pairsByKey(
  leftIn: JsonDocument,
  left: JsonArray,
  rightIn: JsonDocument,
  right: JsonArray,
  keys: ReadonlyArray<string>,
): PlacePair[] | null {
  if (left.items.length === 0 || right.items.length === 0) return null
  for (const key of keys) {
    const leftPlaces = placesByKey(leftIn, left, key)
    const rightPlaces = leftPlaces && placesByKey(rightIn, right, key)
    if (leftPlaces === null || rightPlaces === null) continue
    const pairs: PlacePair[] = []
    for (const [value, place] of leftPlaces) {
      const other = rightPlaces.get(value)
      if (other !== undefined) pairs.push([place, other])
    }
    // A key that is new in every item is made anew each time, and knows nothing again.
    if (pairs.length > 0) return pairs
  }
  return null
}

/** Null: not every item is known by it. */
function placesByKey({ source }: JsonDocument, { items }: JsonArray, key: string): Map<number, number> | null {
  const places = new Map<number, number>()
  for (const [place, item] of items.entries()) {
    if (item.kind !== 'object' || item.hasDuplicates) return null
    const value = item.values[item.names.indexOf(key)]
    if (value?.kind !== 'scalar' || !/["\d-]/.test(source.charAt(value.start)) || places.has(value.meaning)) return null
    places.set(value.meaning, place)
  }
  return places
}

/** Items that are the same on both sides, but not in the same order. */
function movedPairs(left: JsonArray, right: JsonArray, pairs: ReadonlyArray<PlacePair>): PlacePair[] {
  const free = new Map<number, number[]>()
  for (const place of placesBut(left.items.length, new Set(pairs.map(([place]) => place))).reverse()) {
    const meaning = (left.items[place] as JsonValue).meaning
    const places = free.get(meaning)
    if (places === undefined) free.set(meaning, [place])
    else places.push(place)
  }
  const moved: PlacePair[] = []
  for (const place of placesBut(right.items.length, new Set(pairs.map(([, place]) => place)))) {
    const from = free.get((right.items[place] as JsonValue).meaning)?.pop()
    if (from !== undefined) moved.push([from, place])
  }
  return moved
}

/** What stands between the same two neighbours on either side, and is of a kind, has changed rather than gone. */
function pairsInGaps(
  left: JsonArray,
  right: JsonArray,
  steady: ReadonlyArray<PlacePair>,
  taken: ReadonlyArray<PlacePair>,
): PlacePair[] {
  const leftTaken = new Set(taken.map(([place]) => place))
  const rightTaken = new Set(taken.map(([, place]) => place))
  const found: PlacePair[] = []
  let leftAt = 0
  let rightAt = 0
  for (const [leftEnd, rightEnd] of [...steady, [left.items.length, right.items.length] as const]) {
    while (leftAt < leftEnd && rightAt < rightEnd) {
      if (leftTaken.has(leftAt)) leftAt++
      else if (rightTaken.has(rightAt)) rightAt++
      else {
        if (left.items[leftAt]?.kind === right.items[rightAt]?.kind) found.push([leftAt, rightAt])
        leftAt++
        rightAt++
      }
    }
    leftAt = leftEnd + 1
    rightAt = rightEnd + 1
  }
  return found
}
