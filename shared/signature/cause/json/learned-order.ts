import type { JsonObject, JsonSource } from './json-source.ts'
import { type KeyOrder, usualOrder } from './key-order.ts'

/** Names in the order in which a program wrote them. */
export type NameList = ReadonlyArray<string>

/**
 * The order in which the same program wrote its keys elsewhere: of the objects with most names in common. Names that were
 * seen nowhere stay behind those that stand before them.
 */
export function learnedOrder(lists: ReadonlyArray<NameList>): KeyOrder {
  const sets = lists.map((names) => new Set(names))
  const found = new Map<string, NameList>()
  return (names, object) => {
    const key = JSON.stringify(names)
    const before = found.get(key)
    if (before !== undefined) return before
    if (names.length > MOST_NAMES || found.size === MOST_SHAPES) return usualOrder(names, object)
    const merged = mergedFor(names, lists, sets)
    const order = merged === null ? usualOrder(names, object) : ordered(names, merged)
    found.set(key, order)
    return order
  }
}

/** Of all objects that say something of an order. */
export function nameLists(source: JsonSource): NameList[] {
  return objectsIn(source)
    .filter(({ members }) => members.length <= MOST_NAMES)
    .map(({ members }) => members.map(([name]) => name.value))
}

/** Beyond these, what a stranger sent could cost more than all guesses together. */
const MOST_NAMES = 300
const MOST_SHAPES = 300
const MOST_OBJECTS = 300
/** Objects with the most names in common; each adds names that those before it do not have. */
const MOST_MERGED = 8

function mergedFor(
  names: NameList,
  lists: ReadonlyArray<NameList>,
  sets: ReadonlyArray<ReadonlySet<string>>,
): NameList | null {
  const likely = sets
    .map((set, index) => ({ index, size: set.size, common: names.filter((name) => set.has(name)).length }))
    .filter(({ common }) => common > 1)
    .sort((left, right) => right.common - left.common || left.size - right.size)
    .slice(0, MOST_MERGED)
  if (likely.length === 0) return null
  const merged: string[] = []
  for (const { index } of likely) {
    let after = -1
    for (const name of lists[index] ?? []) {
      const at = merged.indexOf(name)
      if (at === -1) merged.splice(after + 1, 0, name)
      after = at === -1 ? after + 1 : at
    }
  }
  return merged
}

function ordered(names: NameList, merged: NameList): NameList {
  const places = new Map(merged.map((name, index) => [name, index] as const))
  let place = -1
  const placed = names.map((name) => {
    place = places.get(name) ?? place
    return { name, place }
  })
  return placed.sort((left, right) => left.place - right.place).map(({ name }) => name)
}

function objectsIn(source: JsonSource): JsonObject[] {
  const found: JsonObject[] = []
  const waiting = [source]
  for (let value = waiting.shift(); value !== undefined && found.length < MOST_OBJECTS; value = waiting.shift()) {
    if (value.kind === 'array') waiting.push(...value.items.slice(0, MOST_OBJECTS))
    if (value.kind !== 'object') continue
    if (value.members.length > 1) found.push(value)
    waiting.push(...value.members.slice(0, MOST_OBJECTS).map(([, member]) => member))
  }
  return found
}
