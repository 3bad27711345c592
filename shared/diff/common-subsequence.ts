import { longestIncreasing } from './longest-increasing.ts'

/** A place on the left and one on the right. */
export type PlacePair = readonly [left: number, right: number]

export interface CommonSubsequence {
  /** Ascending on both sides. */
  readonly pairs: ReadonlyArray<PlacePair>
  /** False: it was too much work to find the longest. */
  readonly isLongest: boolean
}

/** Rounds of Myers's algorithm: each is one more difference, and memory grows with their square. */
const MOST_ROUNDS = 1_500
const MOST_STEPS = 12_000_000

/** What two lists of numbers have in common in the same order: the longest such, unless that is too much work. */
export function commonSubsequence(left: ReadonlyArray<number>, right: ReadonlyArray<number>): CommonSubsequence {
  let start = 0
  while (start < left.length && start < right.length && left[start] === right[start]) start++
  let leftEnd = left.length
  let rightEnd = right.length
  while (leftEnd > start && rightEnd > start && left[leftEnd - 1] === right[rightEnd - 1]) {
    leftEnd--
    rightEnd--
  }
  const middle = commonMiddle(left, right, start, leftEnd, rightEnd)
  const pairs: PlacePair[] = []
  for (let place = 0; place < start; place++) pairs.push([place, place])
  for (const pair of middle.pairs) pairs.push(pair)
  for (let by = 0; leftEnd + by < left.length; by++) pairs.push([leftEnd + by, rightEnd + by])
  return { pairs, isLongest: middle.isLongest }
}

/** What stands on one side only is left out first: it is in no subsequence, and would cost a round each. */
function commonMiddle(
  left: ReadonlyArray<number>,
  right: ReadonlyArray<number>,
  start: number,
  leftEnd: number,
  rightEnd: number,
): CommonSubsequence {
  const inLeft = new Set(left.slice(start, leftEnd))
  const inRight = new Set(right.slice(start, rightEnd))
  const leftPlaces = placesOf(left, start, leftEnd, inRight)
  const rightPlaces = placesOf(right, start, rightEnd, inLeft)
  const one = leftPlaces.map((place) => left[place] as number)
  const other = rightPlaces.map((place) => right[place] as number)
  const found = myers(one, other)
  return {
    pairs: (found ?? uniqueInCommon(one, other)).map(([l, r]) => [leftPlaces[l] as number, rightPlaces[r] as number]),
    isLongest: found !== null,
  }
}

function placesOf(list: ReadonlyArray<number>, start: number, end: number, wanted: ReadonlySet<number>): number[] {
  const places: number[] = []
  for (let place = start; place < end; place++) if (wanted.has(list[place] as number)) places.push(place)
  return places
}

/** Myers, “An O(ND) Difference Algorithm”, 1986. Null: more work than it may be. */
function myers(left: ReadonlyArray<number>, right: ReadonlyArray<number>): PlacePair[] | null {
  const rounds: Int32Array[] = []
  let furthest = new Int32Array(3)
  let steps = 0
  for (let round = 0; round <= MOST_ROUNDS; round++) {
    // Diagonals from -round to round, one more at each end for the next to look at.
    const next = new Int32Array(2 * round + 5)
    for (let diagonal = -round; diagonal <= round; diagonal += 2) {
      let x = firstStep(furthest, round, diagonal)
      let y = x - diagonal
      steps++
      while (x < left.length && y < right.length && left[x] === right[y]) {
        x++
        y++
        steps++
      }
      next[diagonal + round + 2] = x
      if (x >= left.length && y >= right.length) return traced(rounds, left.length, right.length)
    }
    if (steps > MOST_STEPS) return null
    rounds.push(next)
    furthest = next
  }
  return null
}

/** How far one gets on a diagonal with one difference more than `furthest` has. */
function firstStep(furthest: Int32Array, round: number, diagonal: number): number {
  if (round === 0) return 0
  return goesDown(furthest, round, diagonal) ? at(furthest, round, diagonal + 1) : at(furthest, round, diagonal - 1) + 1
}

function goesDown(furthest: Int32Array, round: number, diagonal: number): boolean {
  return (
    diagonal === -round || (diagonal !== round && at(furthest, round, diagonal - 1) < at(furthest, round, diagonal + 1))
  )
}

/** Of the round before `round`. */
function at(furthest: Int32Array, round: number, diagonal: number): number {
  return furthest[diagonal + round + 1] as number
}

function traced(rounds: ReadonlyArray<Int32Array>, leftLength: number, rightLength: number): PlacePair[] {
  const pairs: PlacePair[] = []
  let x = leftLength
  let y = rightLength
  for (let round = rounds.length; round >= 0; round--) {
    const before = rounds[round - 1]
    const diagonal = x - y
    const start = before === undefined ? 0 : firstStep(before, round, diagonal)
    while (x > start) pairs.push([--x, --y])
    if (before === undefined) break
    if (goesDown(before, round, diagonal)) y--
    else x--
  }
  return pairs.reverse()
}

/** Those that are there once on either side, as far as they are in the same order (“patience”). */
function uniqueInCommon(left: ReadonlyArray<number>, right: ReadonlyArray<number>): PlacePair[] {
  const leftPlaces = uniquePlaces(left)
  const pairs: PlacePair[] = []
  for (const [value, rightPlace] of uniquePlaces(right)) {
    const leftPlace = leftPlaces.get(value)
    if (leftPlace !== undefined && leftPlace >= 0 && rightPlace >= 0) pairs.push([leftPlace, rightPlace])
  }
  pairs.sort(([, one], [, other]) => one - other)
  return longestIncreasing(pairs.map(([leftPlace]) => leftPlace)).map((place) => pairs[place] as PlacePair)
}

/** -1: it is there more than once. */
function uniquePlaces(list: ReadonlyArray<number>): Map<number, number> {
  const places = new Map<number, number>()
  for (const [place, value] of list.entries()) places.set(value, places.has(value) ? -1 : place)
  return places
}
