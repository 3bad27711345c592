import { isDataName } from './data-name.ts'
import { kindsOfSeen } from './seen-kinds.ts'
import { COARSENESS, countOf, type Seen, type SeenFields, type SeenObjects, type Shape } from './shape.ts'
import type { ShapeChange } from './shape-change.ts'
import { tagKey, tagsOf } from './tags.ts'

/** Objects with the same tags speak for themselves once there were so many; until then all objects at the place do. */
const GROUP_EVIDENCE = 20
const MOST_CHANGES = 50
/** Of a list, and of an object whose names are data. */
const MOST_VALUES = 1000

/** What in a value is new to a shape; of a list only the first item that differs so. */
export function findChanges(shape: Shape, value: unknown): ShapeChange[] {
  const { maps, end } = COARSENESS[shape.level] as { maps: number; end: number }
  const finder = new ChangeFinder(maps, end)
  if (countOf(shape.root) > 0) finder.compare([shape.root], value, '', '', 0)
  return finder.changes
}

class ChangeFinder {
  readonly changes: ShapeChange[] = []
  private readonly told = new Set<string>()
  private readonly maps: number
  private readonly end: number

  constructor(maps: number, end: number) {
    this.maps = maps
    this.end = end
  }

  /** `general`: the pointer with a star for what is one of many. */
  compare(places: ReadonlyArray<Seen>, value: unknown, pointer: string, general: string, depth: number): void {
    if (this.changes.length >= MOST_CHANGES) return
    const now = kindOf(value)
    const was = kindsOfSeen(places)
    if (!was.includes(now) && !(now === 'integer' && was.includes('number'))) {
      this.tell({ kind: 'type', pointer, was, now, seen: sum(places, countOf) }, general)
    } else if (depth < this.end && Array.isArray(value)) {
      const items = places.flatMap(({ arrays }) => arrays?.items ?? [])
      this.compareAll(items, value, pointer, general, depth)
    } else if (depth < this.end && typeof value === 'object' && value !== null) {
      const objects = places.flatMap((place) => place.objects ?? [])
      this.compareFields(objects, value as Record<string, unknown>, pointer, general, depth)
    }
  }

  private compareAll(
    items: ReadonlyArray<Seen>,
    values: object,
    pointer: string,
    general: string,
    depth: number,
  ): void {
    // A list that was always empty says nothing of its items.
    if (items.length === 0) return
    for (const [name, value] of Object.entries(values).slice(0, MOST_VALUES)) {
      this.compare(items, value, `${pointer}/${escaped(name)}`, `${general}/*`, depth + 1)
    }
  }

  private compareFields(
    objects: ReadonlyArray<SeenObjects>,
    value: Readonly<Record<string, unknown>>,
    pointer: string,
    general: string,
    depth: number,
  ): void {
    const known = groupsFor(objects, value)
    if (depth >= this.maps || known.some(({ isMap }) => isMap)) {
      this.compareAll(othersOf(known), value, pointer, general, depth)
      return
    }
    const seen = sum(known, ({ count }) => count)
    if (seen === 0) return
    this.findGone(known, value, pointer, general, seen)
    for (const [name, inside] of Object.entries(value)) {
      const [at, generalAt] = [`${pointer}/${escaped(name)}`, `${general}/${escaped(name)}`]
      if (isDataName(name)) {
        const others = othersOf(known)
        if (others.length > 0) this.compare(others, inside, at, `${general}/*`, depth + 1)
        continue
      }
      const places = known.flatMap(({ props }) => props.get(name) ?? [])
      if (places.length > 0) this.compare(places, inside, at, generalAt, depth + 1)
      else this.tell({ kind: 'added', pointer: at, was: [], now: kindOf(inside), seen }, generalAt)
    }
  }

  private findGone(
    known: ReadonlyArray<SeenFields>,
    value: Readonly<Record<string, unknown>>,
    pointer: string,
    general: string,
    seen: number,
  ): void {
    for (const name of known[0]?.props.keys() ?? []) {
      if (Object.hasOwn(value, name)) continue
      const places = known.flatMap(({ props }) => props.get(name) ?? [])
      if (sum(places, countOf) < seen) continue
      const gone: ShapeChange = {
        kind: 'gone',
        pointer: `${pointer}/${escaped(name)}`,
        was: kindsOfSeen(places),
        now: null,
        seen,
      }
      this.tell(gone, `${general}/${escaped(name)}`)
    }
  }

  private tell(change: ShapeChange, general: string): void {
    const key = `${change.kind} ${general}`
    if (this.told.has(key) || this.changes.length >= MOST_CHANGES) return
    this.told.add(key)
    this.changes.push(change)
  }
}

/** Those with the same tags, if there were enough; else all. */
function groupsFor(objects: ReadonlyArray<SeenObjects>, value: Readonly<Record<string, unknown>>): SeenFields[] {
  const key = tagKey(tagsOf(value))
  const own = objects.flatMap(({ groups }) => groups.get(key) ?? [])
  return sum(own, ({ count }) => count) >= GROUP_EVIDENCE ? own : objects.flatMap(({ groups }) => [...groups.values()])
}

function othersOf(known: ReadonlyArray<SeenFields>): Seen[] {
  return known.flatMap(({ others }) => others ?? [])
}

function kindOf(value: unknown): string {
  if (value === null || value === undefined) return 'null'
  if (Array.isArray(value)) return 'array'
  if (typeof value === 'number') return Number.isInteger(value) ? 'integer' : 'number'
  return typeof value
}

function sum<Item>(items: ReadonlyArray<Item>, count: (item: Item) => number): number {
  return items.reduce((total, item) => total + count(item), 0)
}

/** A name in a JSON pointer. */
function escaped(name: string): string {
  return name.replaceAll('~', '~0').replaceAll('/', '~1')
}
