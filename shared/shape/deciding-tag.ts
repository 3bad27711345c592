import { copyFields } from './copy-seen.ts'
import { mergedFields } from './merge-seen.ts'
import { tellingKinds } from './seen-kinds.ts'
import { countOf, type Seen, type SeenFields, type SeenObjects } from './shape.ts'
import { tagsFromKey } from './tags.ts'

export interface TaggedFields {
  readonly value: string
  readonly fields: SeenFields
}

/** A kind of object counts as evidence once so many of it were seen. */
const EVIDENCE = 3

/**
 * The tag whose value decides which other fields an object has, with the fields for each of its values; null if there is
 * none. The shape is left as it is.
 */
export function findDecidingTag(objects: SeenObjects): { tag: string; variants: TaggedFields[] } | null {
  if (objects.groups.size < 2) return null
  const groups = [...objects.groups].map(([key, fields]) => ({ tags: new Map(tagsFromKey(key)), fields }))
  const [first] = groups
  for (const tag of first?.tags.keys() ?? []) {
    if (!groups.every(({ tags }) => tags.has(tag))) continue
    const byValue = Map.groupBy(groups, ({ tags }) => tags.get(tag) as string)
    if (byValue.size < 2) continue
    const variants = [...byValue]
      .sort(([left], [right]) => (left < right ? -1 : 1))
      .map(([value, same]) => ({ value, fields: together(same.map(({ fields }) => fields)) }))
    if (decides(tag, variants)) return { tag, variants }
  }
  return null
}

function together(all: ReadonlyArray<SeenFields>): SeenFields {
  return mergedFields(all.map(copyFields)) as SeenFields
}

/** Whether something is always there with one value, and never, or something else, with another. */
function decides(tag: string, variants: ReadonlyArray<TaggedFields>): boolean {
  const known = variants.filter(({ fields }) => fields.count >= EVIDENCE)
  return known.some(({ fields }) =>
    [...fields.props].some(
      ([name, seen]) =>
        name !== tag &&
        countOf(seen) === fields.count &&
        known.some((other) => other.fields !== fields && differs(seen, other.fields.props.get(name))),
    ),
  )
}

function differs(seen: Seen, other: Seen | undefined): boolean {
  if (other === undefined) return true
  const kinds = tellingKinds(seen)
  const others = tellingKinds(other)
  return kinds.length > 0 && others.length > 0 && !kinds.some((kind) => others.includes(kind))
}
