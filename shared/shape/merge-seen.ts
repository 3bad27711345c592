import { type Seen, type SeenFields, type SeenObjects, type SeenStrings, SHAPE_LIMITS } from './shape.ts'

/** Puts into `target` what was seen at `source`, which is used up. */
export function mergeSeen(target: Seen, source: Seen): void {
  target.nulls += source.nulls
  target.booleans += source.booleans
  target.integers += source.integers
  target.fractions += source.fractions
  target.isBig ||= source.isBig
  target.isHuge ||= source.isHuge
  if (target.strings === null) target.strings = source.strings
  else if (source.strings !== null) mergeStrings(target.strings, source.strings)
  if (target.arrays === null) {
    target.arrays = source.arrays
  } else if (source.arrays !== null) {
    target.arrays.count += source.arrays.count
    target.arrays.items = mergedSeen(target.arrays.items, source.arrays.items)
  }
  if (target.objects === null) target.objects = source.objects
  else if (source.objects !== null) mergeObjects(target.objects, source.objects)
}

/** Either may be null, and both are used up. */
export function mergedSeen(left: Seen | null, right: Seen | null): Seen | null {
  if (left === null || right === null) return left ?? right
  mergeSeen(left, right)
  return left
}

function mergeStrings(target: SeenStrings, source: SeenStrings): void {
  target.count += source.count
  target.formats &= source.formats
  if (target.values === null) return
  if (source.values === null) {
    target.values = null
    return
  }
  for (const [value, count] of source.values) target.values.set(value, (target.values.get(value) ?? 0) + count)
  if (target.values.size > SHAPE_LIMITS.values) target.values = null
}

function mergeObjects(target: SeenObjects, source: SeenObjects): void {
  target.count += source.count
  if (source.isMixed) mixGroups(target)
  if (target.isMixed) mixGroups(source)
  for (const [key, fields] of source.groups) {
    const own = target.groups.get(key)
    if (own === undefined) target.groups.set(key, fields)
    else mergeFields(own, fields)
  }
  if (target.groups.size > SHAPE_LIMITS.groups) mixGroups(target)
}

/** Keeps objects apart by their tags no longer. */
export function mixGroups(objects: SeenObjects): void {
  if (objects.isMixed) return
  objects.isMixed = true
  const all = mergedFields([...objects.groups.values()])
  objects.groups = new Map(all === null ? [] : [['', all]])
}

/** The fields of several groups together; they are used up. Null: there were none. */
export function mergedFields(groups: ReadonlyArray<SeenFields>): SeenFields | null {
  const [first, ...others] = groups
  for (const fields of others) mergeFields(first as SeenFields, fields)
  return first ?? null
}

function mergeFields(target: SeenFields, source: SeenFields): void {
  target.count += source.count
  if (source.isMap) mapNames(target)
  if (target.isMap) mapNames(source)
  target.others = mergedSeen(target.others, source.others)
  for (const [name, seen] of source.props) {
    const own = target.props.get(name)
    if (own === undefined) target.props.set(name, seen)
    else mergeSeen(own, seen)
  }
  if (target.props.size > SHAPE_LIMITS.names) mapNames(target)
}

/** Takes all names for data. */
export function mapNames(fields: SeenFields): void {
  fields.isMap = true
  for (const seen of fields.props.values()) fields.others = mergedSeen(fields.others, seen)
  fields.props.clear()
}
