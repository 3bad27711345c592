import { fitShape } from './coarsen-shape.ts'
import { isDataName, isWord } from './data-name.ts'
import { mapNames, mergedSeen } from './merge-seen.ts'
import { COARSENESS, nothingSeen, type Seen, type SeenFields, SHAPE_LIMITS, type Shape } from './shape.ts'
import { formatsOf } from './string-formats.ts'
import { tagKey, tagsOf } from './tags.ts'

/** The shape of one value as JSON.parse gives it. */
export function shapeOf(value: unknown): Shape {
  const shape = { level: 0, root: seenOf(value, 0) }
  fitShape(shape)
  return shape
}

const DEEPEST = (COARSENESS[0] as { end: number }).end

function seenOf(value: unknown, depth: number): Seen {
  const seen = nothingSeen()
  if (value === null || value === undefined) {
    seen.nulls = 1
    return seen
  }
  switch (typeof value) {
    case 'boolean':
      seen.booleans = 1
      break
    case 'number':
      see(seen, value)
      break
    case 'string':
      seen.strings = { count: 1, formats: formatsOf(value), values: isWord(value) ? new Map([[value, 1]]) : null }
      break
    case 'object':
      if (Array.isArray(value)) seen.arrays = { count: 1, items: depth < DEEPEST ? itemsOf(value, depth + 1) : null }
      else seen.objects = { count: 1, isMixed: false, groups: groupsOf(value as Record<string, unknown>, depth) }
  }
  return seen
}

function see(seen: Seen, value: number): void {
  if (Number.isInteger(value)) {
    seen.integers = 1
    seen.isBig = !Number.isSafeInteger(value)
  } else {
    seen.fractions = 1
    seen.isHuge = !Number.isFinite(value)
  }
}

function itemsOf(items: ReadonlyArray<unknown>, depth: number): Seen | null {
  let all: Seen | null = null
  for (const item of items) all = mergedSeen(all, seenOf(item, depth))
  return all
}

function groupsOf(object: Readonly<Record<string, unknown>>, depth: number): Map<string, SeenFields> {
  if (depth >= DEEPEST) return new Map()
  const fields: SeenFields = { count: 1, props: new Map(), others: null, isMap: false }
  for (const [name, value] of Object.entries(object)) {
    const seen = seenOf(value, depth + 1)
    if (isDataName(name)) fields.others = mergedSeen(fields.others, seen)
    else fields.props.set(name, seen)
  }
  if (fields.props.size > SHAPE_LIMITS.names) mapNames(fields)
  return new Map([[tagKey(tagsOf(object)), fields]])
}
