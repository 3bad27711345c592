import { type NamedTypes, nameTypes } from './name-types.ts'
import { isNamed, isOptional, type ObjectType, type ShapeType, type UnionType } from './shape-type.ts'
import { docComment, fieldNotes, formatNotes, objectNote } from './type-notes.ts'
import { fieldKey, pad, quoted, type TypeSource } from './type-source.ts'

/** Interfaces and types, the root first. */
export function emitTypeScript({ root, name, about }: TypeSource): string {
  const named = nameTypes(root, name)
  const declared = named.distinct.map(([own, type]) => declaration(own, type, named))
  if (!isNamed(root)) declared.unshift(`export type ${named.rootName} = ${expression(root, named)}\n`)
  return `${docComment(about)}\n${declared.join('\n')}`
}

function declaration(name: string, type: ObjectType | UnionType, named: NamedTypes): string {
  if (type.kind === 'union') {
    const members = type.members.map((member) => `\n  | ${expression(member, named)}`).join('')
    return `${docComment([`Its \`${type.tag}\` says which one it is.`])}export type ${name} =${members}\n`
  }
  const fields = type.fields.map((field) => {
    const notes = docComment([...fieldNotes(field), ...formatNotes(field.type)], pad(1))
    return `${notes}${pad(1)}${fieldKey(field.name)}${isOptional(field) ? '?' : ''}: ${expression(field.type, named, name)}\n`
  })
  if (type.others !== null) {
    const note = docComment([`Names that are data; of type ${expression(type.others, named)}.`], pad(1))
    // Not of that type: it would have to include those of all fields.
    fields.push(`${note}${pad(1)}[name: string]: unknown\n`)
  }
  return `${docComment([objectNote(type)])}export interface ${name} {\n${fields.join('')}}\n`
}

/** `self`: the interface that the type is in. */
function expression(type: ShapeType, named: NamedTypes, self = ''): string {
  switch (type.kind) {
    case 'unknown':
    case 'null':
    case 'boolean':
    case 'number':
      return type.kind
    case 'string':
      return type.values === null ? 'string' : type.values.map(quoted).join(' | ')
    case 'array': {
      const items = expression(type.items, named, self)
      return isAlternatives(type.items, named) ? `Array<${items}>` : `${items}[]`
    }
    case 'record':
      return `Record<string, ${expression(type.values, named)}>`
    case 'self':
      return self
    case 'object':
      return named.names.get(type) as string
    case 'union':
      return named.names.get(type) ?? type.members.map((member) => expression(member, named, self)).join(' | ')
  }
}

/** It is written as several types with bars between them. */
function isAlternatives(type: ShapeType, named: NamedTypes): boolean {
  if (type.kind === 'string') return type.values !== null && type.values.length > 1
  return type.kind === 'union' && !named.names.has(type)
}
