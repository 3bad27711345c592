import type { JsonObject } from './json-document.ts'

/** Members of two objects by name; of several of one name, the first by the first and so on. */
export interface AlignedMembers {
  readonly pairs: ReadonlyArray<AlignedMember>
  readonly removed: ReadonlyArray<AlignedMember>
  readonly added: ReadonlyArray<AlignedMember>
}

export interface AlignedMember {
  readonly name: string
  readonly occurrence: number
  /** Places in the objects; -1: it is not there. */
  readonly left: number
  readonly right: number
}

export function alignMembers(left: JsonObject, right: JsonObject): AlignedMembers {
  const rights = new Map(numbered(right).map((member) => [keyOf(member), member.place]))
  const pairs: AlignedMember[] = []
  const removed: AlignedMember[] = []
  const taken = new Set<number>()
  for (const { name, occurrence, place } of numbered(left)) {
    const other = rights.get(keyOf({ name, occurrence }))
    const member = { name, occurrence, left: place, right: other ?? -1 }
    if (other === undefined) removed.push(member)
    else {
      taken.add(other)
      pairs.push(member)
    }
  }
  const added = numbered(right)
    .filter(({ place }) => !taken.has(place))
    .map(({ name, occurrence, place }) => ({ name, occurrence, left: -1, right: place }))
  return { pairs, removed, added }
}

function numbered({ names, hasDuplicates }: JsonObject) {
  const seen = new Map<string, number>()
  return names.map((name, place) => {
    const occurrence = hasDuplicates ? (seen.get(name) ?? 0) + 1 : 1
    if (hasDuplicates) seen.set(name, occurrence)
    return { name, occurrence, place }
  })
}

function keyOf({ name, occurrence }: { readonly name: string; readonly occurrence: number }): string {
  return `${occurrence} ${name}`
}
