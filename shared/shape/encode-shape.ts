import { nothingSeen, type Seen, type SeenFields, type Shape } from './shape.ts'

/** The form of shapes that are kept; another one is not read but learned anew. */
const VERSION = 1

type EncodedSeen = readonly [
  counts: readonly [nulls: number, booleans: number, integers: number, fractions: number, flags: number],
  strings: readonly [count: number, formats: number, values: ReadonlyArray<readonly [string, number]> | null] | 0,
  arrays: readonly [count: number, items: EncodedSeen | 0] | 0,
  objects: readonly [count: number, isMixed: number, groups: ReadonlyArray<readonly [string, EncodedFields]>] | 0,
]
type EncodedFields = readonly [
  count: number,
  isMap: number,
  others: EncodedSeen | 0,
  props: ReadonlyArray<readonly [string, EncodedSeen]>,
]

/** A shape as text. Names are values in it, so that none of them has a meaning. */
export function encodeShape(shape: Shape): string {
  return JSON.stringify([VERSION, shape.level, encodeSeen(shape.root)])
}

/** Null: it was written in another form. */
export function decodeShape(text: string): Shape | null {
  const [version, level, root] = JSON.parse(text) as [number, number, EncodedSeen]
  return version === VERSION ? { level, root: decodeSeen(root) } : null
}

function encodeSeen(seen: Seen): EncodedSeen {
  const { nulls, booleans, integers, fractions, strings, arrays, objects } = seen
  const flags = (seen.isBig ? 1 : 0) + (seen.isHuge ? 2 : 0)
  return [
    [nulls, booleans, integers, fractions, flags],
    strings === null ? 0 : [strings.count, strings.formats, strings.values === null ? null : [...strings.values]],
    arrays === null ? 0 : [arrays.count, arrays.items === null ? 0 : encodeSeen(arrays.items)],
    objects === null
      ? 0
      : [
          objects.count,
          objects.isMixed ? 1 : 0,
          [...objects.groups].map(([key, fields]) => [key, encodeFields(fields)] as const),
        ],
  ]
}

function encodeFields({ count, isMap, others, props }: SeenFields): EncodedFields {
  return [
    count,
    isMap ? 1 : 0,
    others === null ? 0 : encodeSeen(others),
    [...props].map(([name, seen]) => [name, encodeSeen(seen)] as const),
  ]
}

function decodeSeen([counts, strings, arrays, objects]: EncodedSeen): Seen {
  const [nulls, booleans, integers, fractions, flags] = counts
  return {
    ...nothingSeen(),
    nulls,
    booleans,
    integers,
    fractions,
    isBig: (flags & 1) !== 0,
    isHuge: (flags & 2) !== 0,
    strings:
      strings === 0
        ? null
        : { count: strings[0], formats: strings[1], values: strings[2] === null ? null : new Map(strings[2]) },
    arrays: arrays === 0 ? null : { count: arrays[0], items: arrays[1] === 0 ? null : decodeSeen(arrays[1]) },
    objects:
      objects === 0
        ? null
        : {
            count: objects[0],
            isMixed: objects[1] === 1,
            groups: new Map(objects[2].map(([key, fields]) => [key, decodeFields(fields)])),
          },
  }
}

function decodeFields([count, isMap, others, props]: EncodedFields): SeenFields {
  return {
    count,
    isMap: isMap === 1,
    others: others === 0 ? null : decodeSeen(others),
    props: new Map(props.map(([name, seen]) => [name, decodeSeen(seen)])),
  }
}
