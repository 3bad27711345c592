import type { JsonObject } from './json-source.ts'

/** Puts the names of an object, at a path, into the order that they probably had. */
export type KeyOrder = (names: ReadonlyArray<string>, object: JsonObject) => ReadonlyArray<string>

/** What programs write before everything else, and what after it; names between them stay as they are. */
const FIRST = [
  'specversion',
  'event_id',
  'eventid',
  'id',
  'uuid',
  'object',
  'entity',
  'event',
  'event_type',
  'eventtype',
  'type',
  'topic',
  'action',
  'kind',
  'source',
  'api_version',
  'apiversion',
  'version',
  'created',
  'created_at',
  'createdat',
  'timestamp',
  'time',
]
const LAST = ['livemode', 'attributes', 'data', 'payload', 'items', 'metadata', 'meta', 'links', '_links']

const RANKS: ReadonlyMap<string, number> = new Map([
  ...FIRST.map((name, index) => [name, index - FIRST.length] as const),
  ...LAST.map((name, index) => [name, index + 1] as const),
])

/** An id, what kind of event it is and when it was come first, what it is about last. */
export const usualOrder: KeyOrder = (names) => names.toSorted((left, right) => rank(left) - rank(right))

function rank(name: string): number {
  return RANKS.get(name.toLowerCase()) ?? 0
}

/** As Stripe writes, and who follows it: these two, and then by the alphabet. */
export const idObjectOrder: KeyOrder = (names) =>
  names
    .toSorted()
    .toSorted(
      (left, right) => Number(right === 'id') - Number(left === 'id') || Number(isKind(right)) - Number(isKind(left)),
    )

function isKind(name: string): boolean {
  return name === 'object' || name === 'type'
}

export const reversedOrder: KeyOrder = (names) => names.toReversed()
