/**
 * What is known of the values seen at one place: how often each kind was seen, and what is inside. Everything in it is a
 * count or a join, so that shapes can be merged in any order, and the same captures always make the same shape.
 */
export interface Seen {
  nulls: number
  booleans: number
  /** Without a fraction. */
  integers: number
  /** With one, or too large for a number. */
  fractions: number
  /** An integer beyond 2^53, of which JSON.parse loses digits. */
  isBig: boolean
  /** A number beyond what a double holds, of which JSON.parse makes Infinity. */
  isHuge: boolean
  strings: SeenStrings | null
  arrays: SeenArrays | null
  objects: SeenObjects | null
}

export interface SeenStrings {
  count: number
  /** Bits of `STRING_FORMATS` that every one of them had. */
  formats: number
  /** Each value with how often it was seen; null: too many, or not words that an enum would have. */
  values: Map<string, number> | null
}

export interface SeenArrays {
  count: number
  /** All items of all of them. Null: there were none, or they lie too deep. */
  items: Seen | null
}

export interface SeenObjects {
  count: number
  /** By the tags that they carry (`tagsOf`), '' without any; one group '' once `isMixed`. Empty: they lie too deep. */
  groups: Map<string, SeenFields>
  /** There were too many groups to keep apart. */
  isMixed: boolean
}

/** The fields of objects that carry the same tags. */
export interface SeenFields {
  count: number
  props: Map<string, Seen>
  /** The values of names that are data (ids and the like); of all names once `isMap`. */
  others: Seen | null
  /** There were too many names: they are data, too. */
  isMap: boolean
}

/** What was seen of many samples. */
export interface Shape {
  /** How much was left out to keep the size in bounds: a place in `COARSENESS`. */
  level: number
  root: Seen
}

/** How much a shape keeps. */
export const SHAPE_LIMITS = {
  /** Names of an object; beyond it the names are data. */
  names: 200,
  /** Groups of objects by their tags. */
  groups: 16,
  /** Strings that may become an enum. */
  values: 16,
  /** The whole shape, as `weighShape` counts. */
  weight: 40_000,
} as const

/**
 * What is left out, step by step, while a shape is too heavy: from the depth `maps` on, the names of objects; from the depth
 * `end` on, what is inside of values.
 */
export const COARSENESS: ReadonlyArray<{ readonly maps: number; readonly end: number }> = [
  { maps: 24, end: 24 },
  { maps: 12, end: 24 },
  { maps: 8, end: 24 },
  { maps: 6, end: 24 },
  { maps: 5, end: 24 },
  { maps: 4, end: 24 },
  { maps: 3, end: 24 },
  { maps: 2, end: 24 },
  { maps: 1, end: 24 },
  { maps: 0, end: 24 },
  { maps: 0, end: 12 },
  { maps: 0, end: 6 },
  { maps: 0, end: 3 },
  { maps: 0, end: 1 },
]

export function nothingSeen(): Seen {
  return {
    nulls: 0,
    booleans: 0,
    integers: 0,
    fractions: 0,
    isBig: false,
    isHuge: false,
    strings: null,
    arrays: null,
    objects: null,
  }
}

export function emptyShape(): Shape {
  return { level: 0, root: nothingSeen() }
}

/** How many values were seen at this place. */
export function countOf(seen: Seen): number {
  return (
    seen.nulls +
    seen.booleans +
    seen.integers +
    seen.fractions +
    (seen.strings?.count ?? 0) +
    (seen.arrays?.count ?? 0) +
    (seen.objects?.count ?? 0)
  )
}
