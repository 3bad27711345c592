import { mapNames, mixGroups } from './merge-seen.ts'
import { COARSENESS, type Seen, type SeenFields, type SeenObjects, SHAPE_LIMITS, type Shape } from './shape.ts'

/** Coarsens a shape until it is light enough. */
export function fitShape(shape: Shape): void {
  while (shape.level < COARSENESS.length - 1 && weighShape(shape) > SHAPE_LIMITS.weight) {
    coarsen(shape, shape.level + 1)
  }
}

/** Leaves out what a shape of this level does not keep. */
export function coarsen(shape: Shape, level: number): void {
  if (shape.level >= level) return
  shape.level = level
  leaveOut(shape.root, 0, COARSENESS[level] as { maps: number; end: number })
}

function leaveOut(seen: Seen, depth: number, limits: { readonly maps: number; readonly end: number }): void {
  const { arrays, objects } = seen
  if (depth >= limits.end) {
    if (arrays !== null) arrays.items = null
    if (objects !== null) seen.objects = { count: objects.count, isMixed: false, groups: new Map() }
    return
  }
  if (arrays?.items != null) leaveOut(arrays.items, depth + 1, limits)
  if (objects === null) return
  if (depth >= limits.maps) {
    mixGroups(objects)
    const fields = objects.groups.get('')
    if (fields !== undefined) mapNames(fields)
  }
  for (const { props, others } of objects.groups.values()) {
    for (const value of props.values()) leaveOut(value, depth + 1, limits)
    if (others !== null) leaveOut(others, depth + 1, limits)
  }
}

/**
 * How large a shape is. It never becomes less by seeing more, also where much is put into little: what has become a map counts
 * as much as all that may have been in it. Otherwise what is left out would depend on the order of the captures.
 */
export function weighShape(shape: Shape): number {
  const { maps } = COARSENESS[shape.level] as { maps: number; end: number }
  return weigh(shape.root, 0, maps)
}

function weigh(seen: Seen, depth: number, maps: number): number {
  let weight = 1
  if (seen.strings !== null) weight += (seen.strings.values?.size ?? SHAPE_LIMITS.values) > 8 ? 2 : 1
  if (seen.arrays?.items != null) weight += weigh(seen.arrays.items, depth + 1, maps)
  if (seen.objects !== null) weight += weighObjects(seen.objects, depth, maps)
  return weight
}

function weighObjects({ groups, isMixed }: SeenObjects, depth: number, maps: number): number {
  let weight = 0
  for (const fields of groups.values()) weight += weighFields(fields, depth, maps)
  return isMixed && depth < maps ? weight * SHAPE_LIMITS.groups : weight
}

function weighFields({ props, others, isMap }: SeenFields, depth: number, maps: number): number {
  let weight = others === null ? 0 : weigh(others, depth + 1, maps)
  if (isMap && depth < maps) return weight * (SHAPE_LIMITS.names + 1)
  for (const value of props.values()) weight += weigh(value, depth + 1, maps)
  return weight
}
