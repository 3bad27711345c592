import { interpretObjects } from './interpret-objects.ts'
import type { Seen, SeenObjects, SeenStrings } from './shape.ts'
import { countOf } from './shape.ts'
import type { ShapeType } from './shape-type.ts'
import { formatFromBits } from './string-formats.ts'

/** Few strings are an enum only after they were seen so often: in all, and each on average. */
const ENUM_SEEN = 20
const ENUM_SEEN_EACH = 5

/**
 * The type of what was seen. Names are sorted, so that the same captures give the same text in whatever order they came.
 * `objects` says what objects are taken for.
 */
export function interpretSeen(
  seen: Seen | null,
  objects: (seen: SeenObjects) => ShapeType = interpretObjects,
): ShapeType {
  if (seen === null || countOf(seen) === 0) return { kind: 'unknown' }
  const members: ShapeType[] = []
  if (seen.objects !== null) members.push(objects(seen.objects))
  if (seen.arrays !== null) members.push({ kind: 'array', items: interpretSeen(seen.arrays.items, objects) })
  if (seen.strings !== null) members.push(interpretStrings(seen.strings))
  if (seen.integers + seen.fractions > 0) {
    members.push({
      kind: 'number',
      isInteger: seen.fractions === 0,
      isBig: seen.isBig,
      isHuge: seen.isHuge,
    })
  }
  if (seen.booleans > 0) members.push({ kind: 'boolean' })
  if (seen.nulls > 0) members.push({ kind: 'null' })
  return members.length === 1 ? (members[0] as ShapeType) : { kind: 'union', tag: null, members }
}

function interpretStrings({ count, formats, values }: SeenStrings): ShapeType {
  const isEnum = values !== null && values.size > 1 && count >= ENUM_SEEN && count >= values.size * ENUM_SEEN_EACH
  return {
    kind: 'string',
    format: formatFromBits(formats),
    values: isEnum ? [...values.keys()].sort() : null,
  }
}
