import { type JsonEscape, jsonEscapes } from './json-escapes.ts'
import { type JsonNumberForm, jsonNumbers } from './json-numbers.ts'
import type { JsonSource, JsonText } from './json-source.ts'

/** How a program writes JSON. */
export interface JsonStyle {
  readonly spacing: JsonSpacing
  readonly order: JsonOrder
  readonly escape: JsonEscape
  readonly number: JsonNumberForm
}

export interface JsonSpacing {
  readonly comma: string
  readonly colon: string
  /** Null: all on one line. */
  readonly indent: string | null
}

export type JsonOrder = 'kept' | 'sorted' | 'by-length' | 'integers-first'

export function writeJson(value: JsonSource, style: JsonStyle): string {
  const pieces: string[] = []
  writeValue(value, style, '\n', pieces)
  return pieces.join('')
}

function writeValue(value: JsonSource, style: JsonStyle, lineEnd: string, pieces: string[]): void {
  switch (value.kind) {
    case 'text':
      pieces.push('"', jsonEscapes[style.escape](value), '"')
      return
    case 'number':
      pieces.push(jsonNumbers[style.number](value.raw))
      return
    case 'word':
      pieces.push(value.raw)
      return
    case 'array':
      writeList('[', value.items, ']', style, lineEnd, pieces, (item, inner) => writeValue(item, style, inner, pieces))
      return
    case 'object':
      writeList('{', ordered(value.members, style.order), '}', style, lineEnd, pieces, ([name, member], inner) => {
        pieces.push('"', jsonEscapes[style.escape](name), '"', style.spacing.colon)
        writeValue(member, style, inner, pieces)
      })
  }
}

function writeList<Item>(
  open: string,
  items: ReadonlyArray<Item>,
  close: string,
  { spacing }: JsonStyle,
  lineEnd: string,
  pieces: string[],
  write: (item: Item, lineEnd: string) => void,
): void {
  const inner = spacing.indent === null ? '' : lineEnd + spacing.indent
  pieces.push(open)
  for (const [index, item] of items.entries()) {
    if (index > 0) pieces.push(spacing.comma)
    pieces.push(inner)
    write(item, inner)
  }
  if (items.length > 0 && spacing.indent !== null) pieces.push(lineEnd)
  pieces.push(close)
}

type Member = readonly [name: JsonText, value: JsonSource]

function ordered(members: ReadonlyArray<Member>, order: JsonOrder): ReadonlyArray<Member> {
  switch (order) {
    case 'kept':
      return members
    case 'sorted':
      return members.toSorted(([left], [right]) => compare(left.value, right.value))
    // PostgreSQL's jsonb and MySQL's JSON.
    case 'by-length':
      return members.toSorted(
        ([left], [right]) => left.value.length - right.value.length || compare(left.value, right.value),
      )
    // JavaScript's objects.
    case 'integers-first': {
      const numbers = members.filter(([name]) => INTEGER.test(name.value))
      const others = members.filter(([name]) => !INTEGER.test(name.value))
      return [...numbers.toSorted(([left], [right]) => Number(left.value) - Number(right.value)), ...others]
    }
  }
}

const INTEGER = /^(?:0|[1-9]\d{0,9})$/

function compare(left: string, right: string): number {
  if (left === right) return 0
  return left < right ? -1 : 1
}
