import { commonSubsequence, type PlacePair } from './common-subsequence.ts'
import type { RulePlace } from './ignore-rules.ts'
import type { JsonArray, JsonDocument, JsonValue } from './json-document.ts'
import { longestIncreasing } from './longest-increasing.ts'

/** Which items of two arrays are the same one. */
export interface Alignment {
  /** So many at the beginning mean the same and are left out of `pairs`, as are those at the end. */
  readonly start: number
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
  if (keyed !== null) return complete(keyed, left.items.length, right.items.length, 0, true)
  const start = commonStart(left.items, right.items)
  const end = commonEnd(left.items, right.items, start)
  // Most of two long arrays is often the same: what is left to do should not grow with it.
  const one = left.items.slice(start, left.items.length - end)
  const other = right.items.slice(start, right.items.length - end)
  const { pairs, isLongest } = commonSubsequence(one.map(meaningOf), other.map(meaningOf))
  const all = [...pairs, ...movedPairs(one, other, pairs)]
  return complete([...all, ...pairsInGaps(one, other, pairs, all)], one.length, other.length, start, isLongest)
}

function meaningOf({ meaning }: JsonValue): number {
  return meaning
}

function commonStart(left: ReadonlyArray<JsonValue>, right: ReadonlyArray<JsonValue>): number {
  let start = 0
  while (start < left.length && start < right.length && left[start]?.meaning === right[start]?.meaning) start++
  return start
}

function commonEnd(left: ReadonlyArray<JsonValue>, right: ReadonlyArray<JsonValue>, start: number): number {
  const most = Math.min(left.length, right.length) - start
  let end = 0
  while (end < most && left.at(-1 - end)?.meaning === right.at(-1 - end)?.meaning) end++
  return end
}

/** `start`: what both begin with, of which the pairs say nothing. */
function complete(
  pairs: ReadonlyArray<PlacePair>,
  leftLength: number,
  rightLength: number,
  start: number,
  isShortest: boolean,
): Alignment {
  const leftOf = new Int32Array(rightLength).fill(-1)
  const isPaired = new Uint8Array(leftLength)
  for (const [l, r] of pairs) {
    leftOf[r] = l
    isPaired[l] = 1
  }
  const ordered: PlacePair[] = []
  const added: number[] = []
  for (const [r, l] of leftOf.entries()) {
    if (l === -1) added.push(start + r)
    else ordered.push([start + l, start + r])
  }
  const removed: number[] = []
  for (const [l, paired] of isPaired.entries()) if (paired === 0) removed.push(start + l)
  const steady = new Set(longestIncreasing(ordered.map(([place]) => place)))
  return {
    start,
    pairs: ordered.map(([l, r], place) => ({ left: l, right: r, moved: !steady.has(place) })),
    removed,
    added,
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
function movedPairs(
  left: ReadonlyArray<JsonValue>,
  right: ReadonlyArray<JsonValue>,
  pairs: ReadonlyArray<PlacePair>,
): PlacePair[] {
  const free = new Map<number, number[]>()
  for (const place of placesBut(left.length, new Set(pairs.map(([place]) => place))).reverse()) {
    const meaning = (left[place] as JsonValue).meaning
    const places = free.get(meaning)
    if (places === undefined) free.set(meaning, [place])
    else places.push(place)
  }
  const moved: PlacePair[] = []
  for (const place of placesBut(right.length, new Set(pairs.map(([, place]) => place)))) {
    const from = free.get((right[place] as JsonValue).meaning)?.pop()
    if (from !== undefined) moved.push([from, place])
  }
  return moved
}

/** What stands between the same two neighbours on either side, and is of a kind, has changed rather than gone. */
function pairsInGaps(
  left: ReadonlyArray<JsonValue>,
  right: ReadonlyArray<JsonValue>,
  steady: ReadonlyArray<PlacePair>,
  taken: ReadonlyArray<PlacePair>,
): PlacePair[] {
  const leftTaken = new Set(taken.map(([place]) => place))
  const rightTaken = new Set(taken.map(([, place]) => place))
  const found: PlacePair[] = []
  let leftAt = 0
  let rightAt = 0
  for (const [leftEnd, rightEnd] of [...steady, [left.length, right.length] as const]) {
    while (leftAt < leftEnd && rightAt < rightEnd) {
      if (leftTaken.has(leftAt)) leftAt++
      else if (rightTaken.has(rightAt)) rightAt++
      else {
        if (left[leftAt]?.kind === right[rightAt]?.kind) found.push([leftAt, rightAt])
        leftAt++
        rightAt++
      }
    }
    leftAt = leftEnd + 1
    rightAt = rightEnd + 1
  }
  return found
}
