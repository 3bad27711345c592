import { copyFields, copySeen } from './copy-seen.ts'
import { findDecidingTag, type TaggedFields } from './deciding-tag.ts'
import { foldRecursion } from './fold-recursion.ts'
import { interpretSeen } from './interpret-shape.ts'
import { mergedFields, mergedSeen } from './merge-seen.ts'
import { tellingKinds } from './seen-kinds.ts'
import { countOf, type Seen, type SeenFields, type SeenObjects } from './shape.ts'
import type { FieldType, ObjectType, ShapeType } from './shape-type.ts'
import { tagsFromKey } from './tags.ts'

/** A tag that was always the same is taken for a constant after so many. */
const CONSTANT_SEEN = 10
/** Objects with so many names, of which none is usual, are looked up by them. */
const MAP_NAMES = 20
const MAP_OBJECTS = 5

export function interpretObjects(objects: SeenObjects): ShapeType {
  const deciding = findDecidingTag(objects)
  if (deciding !== null) {
    const { tag, variants } = deciding
    return { kind: 'union', tag, members: variants.map((variant) => variantType(tag, variant)) }
  }
  const groups = [...objects.groups.values()]
  const fields = mergedFields(groups.length > 1 ? groups.map(copyFields) : groups)
  if (fields === null) return { kind: 'record', values: { kind: 'unknown' } }
  const recursion = foldRecursion(fields)
  // What is constant out here need not be so further in.
  if (recursion !== null) return objectType(recursion.fields, new Map(), null, recursion.names)
  const constants = objects.groups.size === 1 ? constantTags(objects) : new Map<string, string>()
  return fieldsType(fields, constants, null)
}

function variantType(tag: string, { value, fields }: TaggedFields): ShapeType {
  return objectType(fields, new Map([[tag, value]]), value)
}

function constantTags(objects: SeenObjects): Map<string, string> {
  const [key] = objects.groups.keys()
  return new Map(objects.count >= CONSTANT_SEEN ? tagsFromKey(key as string) : [])
}

function fieldsType(fields: SeenFields, constants: ReadonlyMap<string, string>, variant: string | null): ShapeType {
  if (fields.props.size === 0) return { kind: 'record', values: interpretSeen(fields.others) }
  const values = mapValues(fields)
  return values === null ? objectType(fields, constants, variant) : { kind: 'record', values: interpretSeen(values) }
}

function objectType(
  fields: SeenFields,
  constants: ReadonlyMap<string, string>,
  variant: string | null,
  recursive: ReadonlySet<string> = new Set(),
): ObjectType {
  const { count, props, others } = fields
  return {
    kind: 'object',
    fields: [...props]
      .sort(([left], [right]) => byName(left, right))
      .map(([name, seen]) =>
        recursive.has(name) ? recursiveField(name, seen, count) : fieldType(name, seen, count, constants.get(name)),
      ),
    others: others === null ? null : interpretSeen(others),
    seen: count,
    variant,
  }
}

function fieldType(name: string, seen: Seen, of: number, constant: string | undefined): FieldType {
  const type: ShapeType =
    constant === undefined ? interpretSeen(seen) : { kind: 'string', format: null, values: [constant] }
  return { name, type, seen: countOf(seen), of, nulls: seen.nulls }
}

function recursiveField(name: string, seen: Seen, of: number): FieldType {
  const type = interpretSeen(seen, () => ({ kind: 'self' }))
  return { name, type, seen: countOf(seen), of, nulls: seen.nulls }
}

/** What everybody looks for first comes first. */
const FIRST_NAMES: ReadonlyArray<string> = ['id', 'object', 'type', 'event', 'action']

function byName(left: string, right: string): number {
  return rank(left) - rank(right) || (left < right ? -1 : left > right ? 1 : 0)
}

function rank(name: string): number {
  const index = FIRST_NAMES.indexOf(name)
  return index === -1 ? FIRST_NAMES.length : index
}

/** All values together, if the names look like data: many, none of them in most objects, and values of one kind. */
function mapValues({ count, props, others }: SeenFields): Seen | null {
  if (props.size < MAP_NAMES || count < MAP_OBJECTS) return null
  const all = [...props.values()]
  if (all.some((seen) => countOf(seen) * 2 > count)) return null
  const kinds = new Set(all.map((seen) => tellingKinds(seen).join('|')))
  // Of those that were always null.
  kinds.delete('')
  if (kinds.size > 1) return null
  return [...all, ...(others === null ? [] : [others])].map(copySeen).reduce<Seen | null>(mergedSeen, null)
}
