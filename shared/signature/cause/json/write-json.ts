import { escapedText, type JsonEscape } from './json-escapes.ts'
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
  /** Absent: a line feed alone. */
  readonly lineEnd?: '\r\n'
}

/** A function gives the members of each object in the order that they are written in. */
export type JsonOrder =
  | 'kept'
  | 'sorted'
  | 'by-length'
  | 'integers-first'
  | ((members: ReadonlyArray<JsonMember>) => ReadonlyArray<JsonMember>)

export function writeJson(value: JsonSource, style: JsonStyle): string {
  return written(value, style, style.spacing.lineEnd ?? '\n')
}

/** `lineEnd` is what begins a line of the same depth. Strings that grow are the fastest here. */
function written(value: JsonSource, style: JsonStyle, lineEnd: string): string {
  const { comma, colon, indent } = style.spacing
  const inner = indent === null ? '' : lineEnd + indent
  switch (value.kind) {
    case 'text':
      return `"${escapedText(value, style.escape)}"`
    case 'number':
      return jsonNumbers[style.number](value.raw)
    case 'word':
      return value.raw
    case 'array': {
      if (value.items.length === 0) return '[]'
      let text = '['
      let between = inner
      for (const item of value.items) {
        text += between + written(item, style, inner)
        between = comma + inner
      }
      return `${text}${indent === null ? '' : lineEnd}]`
    }
    case 'object': {
      if (value.members.length === 0) return '{}'
      let text = '{'
      let between = inner
      for (const [name, member] of ordered(value.members, style.order)) {
        text += `${between}"${escapedText(name, style.escape)}"${colon}${written(member, style, inner)}`
        between = comma + inner
      }
      return `${text}${indent === null ? '' : lineEnd}}`
    }
  }
}

export type JsonMember = readonly [name: JsonText, value: JsonSource]

function ordered(members: ReadonlyArray<JsonMember>, order: JsonOrder): ReadonlyArray<JsonMember> {
  if (typeof order === 'function') return order(members)
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
