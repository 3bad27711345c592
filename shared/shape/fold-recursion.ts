import { copyFields, copySeen } from './copy-seen.ts'
import { mergedFields } from './merge-seen.ts'
import { tellingKinds } from './seen-kinds.ts'
import { countOf, type Seen, type SeenFields, type SeenObjects } from './shape.ts'

/** Objects that hold objects of their own kind, such as comments with replies: all levels of them as one. */
export interface Recursion {
  readonly fields: SeenFields
  /** Fields that hold more of the same; the objects in them are left out of `fields`. */
  readonly names: ReadonlySet<string>
}

/** What lies too deep to be kept is taken for one level more of this many that are alike. */
const LEVELS_BEFORE_END = 8
/** How far down it is looked whether other fields are alike. */
const COMPARED_DEPTH = 3

/**
 * Null unless it can be told that objects within these are the same: below a field, or items of its array, every level has
 * the fields of this one, each of the same kinds, and that field again. The original stays as it is.
 */
export function foldRecursion(fields: SeenFields): Recursion | null {
  if (fields.isMap || fields.others !== null) return null
  const names = new Set([...fields.props].filter(([, seen]) => objectsIn(seen).length > 0).map(([name]) => name))
  while (names.size > 0) {
    const wrong = wrongName(fields, names)
    if (wrong === null) return { fields: allLevels(fields, names), names }
    names.delete(wrong)
  }
  return null
}

interface Level {
  /** The field that holds it. */
  readonly name: string
  readonly depth: number
  readonly objects: SeenObjects
}

/** A field below which something is not the same; null: everything is. */
function wrongName(fields: SeenFields, names: ReadonlySet<string>): string | null {
  const levels = levelsBelow(fields, names, 0)
  for (let level = levels.pop(); level !== undefined; level = levels.pop()) {
    const { name, depth, objects } = level
    const inside = fieldsOf(objects)
    if (inside === null) {
      if (depth <= LEVELS_BEFORE_END) return name
      continue
    }
    if (!isAlike(fields, inside, names) || !inside.props.has(name)) return name
    levels.push(...levelsBelow(inside, names, depth))
  }
  return null
}

function levelsBelow(fields: SeenFields, names: ReadonlySet<string>, depth: number): Level[] {
  return [...names].flatMap((name) => {
    const seen = fields.props.get(name)
    const below = seen === undefined ? [] : objectsIn(seen)
    return below.map((objects) => ({ name, depth: depth + 1, objects }))
  })
}

/** At this place, or as items of its arrays. */
function objectsIn({ objects, arrays }: Seen): SeenObjects[] {
  const inItems = arrays?.items == null ? [] : objectsIn(arrays.items)
  return objects === null ? inItems : [objects, ...inItems]
}

/** Null: they lie too deep to be known. */
function fieldsOf({ groups }: SeenObjects): SeenFields | null {
  return mergedFields([...groups.values()].map(copyFields))
}

function isAlike(outer: SeenFields, inner: SeenFields, names: ReadonlySet<string>): boolean {
  const others = [...outer.props].filter(([name]) => !names.has(name))
  if (others.length === 0) return false
  return haveSameFields(outer, inner) && others.every(([name, seen]) => isSameKind(seen, inner.props.get(name), 1))
}

/** But for those that are not always there. */
function haveSameFields(outer: SeenFields, inner: SeenFields): boolean {
  if (inner.isMap || inner.others !== null) return false
  return (
    usualNames(outer).every((name) => inner.props.has(name)) && usualNames(inner).every((name) => outer.props.has(name))
  )
}

function usualNames({ count, props }: SeenFields): string[] {
  return [...props].filter(([, seen]) => countOf(seen) === count).map(([name]) => name)
}

function isSameKind(outer: Seen, inner: Seen | undefined, depth: number): boolean {
  if (inner === undefined) return true
  const kinds = tellingKinds(outer).join('|')
  const others = tellingKinds(inner).join('|')
  if (kinds === '' || others === '') return true
  if (kinds !== others) return false
  if (depth >= COMPARED_DEPTH) return true
  const [one, ...more] = objectsIn(outer).map(fieldsOf)
  const [other] = objectsIn(inner).map(fieldsOf)
  if (one == null || other == null || more.length > 0) return true
  return (
    haveSameFields(one, other) &&
    [...one.props].every(([name, seen]) => isSameKind(seen, other.props.get(name), depth + 1))
  )
}

function allLevels(fields: SeenFields, names: ReadonlySet<string>): SeenFields {
  const all = [withoutInside(fields, names)]
  const levels = levelsBelow(fields, names, 0)
  for (let level = levels.pop(); level !== undefined; level = levels.pop()) {
    const inside = fieldsOf(level.objects)
    if (inside === null) continue
    all.push(withoutInside(inside, names))
    levels.push(...levelsBelow(inside, names, level.depth))
  }
  return mergedFields(all) as SeenFields
}

function withoutInside(fields: SeenFields, names: ReadonlySet<string>): SeenFields {
  const props = [...fields.props].map(
    ([name, seen]) => [name, names.has(name) ? withoutObjects(seen) : copySeen(seen)] as const,
  )
  return { ...fields, props: new Map(props) }
}

/** How many there were stays known. */
function withoutObjects(seen: Seen): Seen {
  const { arrays, objects } = seen
  return copySeen({
    ...seen,
    arrays: arrays && { ...arrays, items: arrays.items && withoutObjects(arrays.items) },
    objects: objects && { count: objects.count, isMixed: false, groups: new Map() },
  })
}
