import type { Seen } from './shape.ts'

const KINDS: ReadonlyArray<readonly [kind: string, isSeen: (seen: Seen) => boolean]> = [
  ['object', ({ objects }) => objects !== null],
  ['array', ({ arrays }) => arrays !== null],
  ['string', ({ strings }) => strings !== null],
  ['integer', ({ integers }) => integers > 0],
  ['number', ({ fractions }) => fractions > 0],
  ['boolean', ({ booleans }) => booleans > 0],
  ['null', ({ nulls }) => nulls > 0],
]

/** The kinds of values that were seen at any of these places. */
export function kindsOfSeen(places: ReadonlyArray<Seen>): string[] {
  return KINDS.filter(([, isSeen]) => places.some(isSeen)).map(([kind]) => kind)
}

/** The kinds that tell one thing from another: nulls apart, and all numbers as one. */
export function tellingKinds(seen: Seen): string[] {
  const kinds = kindsOfSeen([seen]).filter((kind) => kind !== 'null')
  return [...new Set(kinds.map((kind) => (kind === 'integer' ? 'number' : kind)))]
}
