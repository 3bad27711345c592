import { type FieldType, isOptional, type ObjectType, type ShapeType } from './shape-type.ts'

/** What a type alone does not say of a field; empty where there is nothing. */
export function fieldNotes(field: FieldType): string[] {
  const notes: string[] = []
  if (isOptional(field)) notes.push(`In ${count(field.seen)} of ${count(field.of)}.`)
  if (field.nulls > 0 && field.nulls < field.seen) notes.push(`Null in ${count(field.nulls)} of ${count(field.seen)}.`)
  if (has(field.type, (type) => type.kind === 'number' && type.isBig)) {
    notes.push('Goes beyond 2^53, where JSON.parse loses digits.')
  }
  if (has(field.type, (type) => type.kind === 'number' && type.isHuge)) {
    notes.push('Goes beyond what a number holds: JSON.parse makes Infinity of it.')
  }
  return notes
}

export function objectNote(type: ObjectType): string {
  return `Seen ${type.seen === 1 ? 'once' : `${count(type.seen)} times`}.`
}

/** The formats of strings, which TypeScript has no types for. */
export function formatNotes(type: ShapeType): string[] {
  const formats = new Set<string>()
  has(type, (part) => {
    if (part.kind === 'string' && part.format !== null && part.values === null) formats.add(part.format)
    return false
  })
  return [...formats].map((format) => `Format: ${format}.`)
}

/** Whether this holds for a type, or for one that it is made of without a name in between. */
function has(type: ShapeType, holds: (type: ShapeType) => boolean): boolean {
  if (holds(type)) return true
  if (type.kind === 'array') return has(type.items, holds)
  if (type.kind === 'record') return has(type.values, holds)
  return type.kind === 'union' && type.tag === null && type.members.some((member) => has(member, holds))
}

/** Lines of a comment, which nothing in them ends. */
export function docComment(lines: ReadonlyArray<string>, indent = ''): string {
  const safe = lines.map((line) => line.replace(/\*\//g, '*\\/').replace(UNSEEN, '\u{fffd}'))
  if (safe.length === 0) return ''
  if (safe.length === 1) return `${indent}/** ${safe[0]} */\n`
  return `${indent}/**\n${safe.map((line) => `${indent} * ${line}\n`).join('')}${indent} */\n`
}

const UNSEEN = /[\p{C}\p{Zl}\p{Zp}]/gu

function count(value: number): string {
  return value.toLocaleString('en')
}
