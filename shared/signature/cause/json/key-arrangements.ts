import { permutationsAt } from '../permutations.ts'
import type { JsonObject, JsonSource } from './json-source.ts'
import type { KeyOrder } from './key-order.ts'
import type { JsonMember } from './write-json.ts'

/** How the members of every object are put into an order. */
export type Arrange = (members: ReadonlyArray<JsonMember>) => ReadonlyArray<JsonMember>

/** Objects with the same names, which one program writes in one order. */
interface Shape {
  /** As the order that was guessed first has them. */
  readonly names: ReadonlyArray<string>
  readonly objects: ReadonlyArray<{ readonly members: Members; readonly byName: ReadonlyMap<string, JsonMember> }>
}

type Members = ReadonlyArray<JsonMember>

/** Objects of more names stay in the guessed order: there are too many others. */
const MOST_NAMES = 12
const MOST_SHAPES = 64

/**
 * The guessed order, and then those near it: with one pair of neighbours swapped, with two, and so on over all objects
 * together, until every order was given. Each holds until the next one is asked for.
 */
export function* keyArrangements(source: JsonSource, guess: KeyOrder): Iterable<Arrange> {
  const shapes = shapesOf(source, guess)
  const arranged = arrangedBy(shapes)
  const free = shapes.filter(({ names }) => names.length <= MOST_NAMES).slice(0, MOST_SHAPES)
  const last: ReadonlyArray<string>[] = []
  for (let swaps = 0; swaps <= mostSwaps(free); swaps++) {
    for (const orders of ordersAt(free, swaps)) {
      for (const [index, order] of orders.entries()) {
        if (order === last[index]) continue
        last[index] = order
        const shape = free[index]
        if (shape !== undefined) arrange(shape, order, arranged)
      }
      yield (members) => arranged.get(members) ?? members
    }
  }
}

/** All objects as the order says. */
export function arrangedAs(source: JsonSource, order: KeyOrder): Arrange {
  const arranged = arrangedBy(shapesOf(source, order))
  return (members) => arranged.get(members) ?? members
}

function arrangedBy(shapes: ReadonlyArray<Shape>): Map<Members, Members> {
  const arranged = new Map<Members, Members>()
  for (const shape of shapes) arrange(shape, shape.names, arranged)
  return arranged
}

function arrange({ objects }: Shape, order: ReadonlyArray<string>, arranged: Map<Members, Members>): void {
  for (const { members, byName } of objects) {
    // One that has a name twice stays as it is.
    if (byName.size !== members.length) continue
    arranged.set(
      members,
      order.map((name) => byName.get(name) as JsonMember),
    )
  }
}

function mostSwaps(shapes: ReadonlyArray<Shape>): number {
  return shapes.reduce((sum, { names }) => sum + (names.length * (names.length - 1)) / 2, 0)
}

/** One order for each shape, with so many swaps in all. */
function* ordersAt(shapes: ReadonlyArray<Shape>, swaps: number): Iterable<ReadonlyArray<string>[]> {
  const [first, ...rest] = shapes
  if (first === undefined) {
    if (swaps === 0) yield []
    return
  }
  const room = mostSwaps(rest)
  for (let own = Math.max(0, swaps - room); own <= swaps; own++) {
    for (const order of permutationsAt(first.names, own)) {
      for (const others of ordersAt(rest, swaps - own)) yield [order, ...others]
    }
  }
}

function shapesOf(source: JsonSource, guess: KeyOrder): Shape[] {
  const byNames = new Map<string, JsonObject[]>()
  const visit = (value: JsonSource): void => {
    if (value.kind === 'array') value.items.forEach(visit)
    if (value.kind !== 'object') return
    if (value.members.length > 1) {
      const key = JSON.stringify(namesOf(value).sort())
      const same = byNames.get(key)
      if (same === undefined) byNames.set(key, [value])
      else same.push(value)
    }
    for (const [, member] of value.members) visit(member)
  }
  visit(source)
  return [...byNames.values()].flatMap((objects) => {
    const [first] = objects
    if (first === undefined) return []
    const named = objects.map(({ members }) => ({
      members,
      byName: new Map(members.map((member) => [member[0].value, member] as const)),
    }))
    return [{ objects: named, names: guess(namesOf(first), first) }]
  })
}

function namesOf({ members }: JsonObject): string[] {
  return members.map(([name]) => name.value)
}
