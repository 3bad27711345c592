import { type NamedTypes, nameTypes } from './name-types.ts'
import { holdsItself, isNamed, isOptional, type ObjectType, type ShapeType, type UnionType } from './shape-type.ts'
import { docComment, fieldNotes, objectNote } from './type-notes.ts'
import { fieldKey, pad, quoted, type TypeSource } from './type-source.ts'

/** Schemas of Zod 4, each after those that it is made of, and the types that they infer. Objects stay open. */
export function emitZod({ root, name, about }: TypeSource): string {
  const named = nameTypes(root, name)
  const declared = named.innermostFirst.map(([own, type]) => `${declaration(own, type, named)}${inferred(own)}`)
  if (!isNamed(root)) {
    declared.push(
      `export const ${schemaName(named.rootName)} = ${expression(root, named)}\n${inferred(named.rootName)}`,
    )
  }
  return `${docComment(about)}\nimport { z } from 'zod'\n\n${declared.join('\n')}`
}

function inferred(name: string): string {
  return `export type ${name} = z.infer<typeof ${schemaName(name)}>\n`
}

/** Ends in a word of its own, so that none is a reserved one. */
function schemaName(name: string): string {
  return `${(name[0] as string).toLowerCase()}${name.slice(1)}Schema`
}

function declaration(name: string, type: ObjectType | UnionType, named: NamedTypes): string {
  if (type.kind === 'union') {
    const members = type.members.map((member) => `  ${expression(member, named)},\n`).join('')
    return `export const ${schemaName(name)} = z.discriminatedUnion(${quoted(type.tag ?? '')}, [\n${members}])\n`
  }
  const fields = type.fields.map((field) => {
    const optional = isOptional(field) ? '.optional()' : ''
    const schema = `${expression(field.type, named, name)}${optional}`
    // A schema cannot be named while it is made; a getter is asked later.
    const member = holdsItself(field.type)
      ? `get ${fieldKey(field.name)}() {\n${pad(2)}return ${schema}\n${pad(1)}}`
      : `${fieldKey(field.name)}: ${schema}`
    return `${docComment(fieldNotes(field), pad(1))}${pad(1)}${member},\n`
  })
  return `${docComment([objectNote(type)])}export const ${schemaName(name)} = z.looseObject({\n${fields.join('')}})\n`
}

/** `self`: the object that the type is in. */
function expression(type: ShapeType, named: NamedTypes, self = ''): string {
  switch (type.kind) {
    case 'unknown':
    case 'null':
    case 'boolean':
      return `z.${type.kind}()`
    case 'number':
      return numberSchema(type)
    case 'string':
      return stringSchema(type)
    case 'array':
      return `z.array(${expression(type.items, named, self)})`
    case 'record':
      return `z.record(z.string(), ${expression(type.values, named)})`
    case 'self':
      return schemaName(self)
    case 'object':
      return schemaName(named.names.get(type) as string)
    case 'union':
      return type.tag === null ? unionSchema(type, named, self) : schemaName(named.names.get(type) as string)
  }
}

function unionSchema({ members }: UnionType, named: NamedTypes, self: string): string {
  const isNullable = members.some(({ kind }) => kind === 'null')
  const others = members.filter(({ kind }) => kind !== 'null').map((member) => expression(member, named, self))
  const union = others.length === 1 ? others[0] : `z.union([${others.join(', ')}])`
  return isNullable ? `${union}.nullable()` : `${union}`
}

function numberSchema({ isInteger, isBig, isHuge }: Extract<ShapeType, { kind: 'number' }>): string {
  if (isHuge) return 'z.number().or(z.literal([Infinity, -Infinity]))'
  // `z.int()` takes safe integers only.
  return isInteger && !isBig ? 'z.int()' : 'z.number()'
}

function stringSchema({ format, values }: Extract<ShapeType, { kind: 'string' }>): string {
  if (values?.length === 1) return `z.literal(${quoted(values[0] as string)})`
  if (values !== null) return `z.enum([${values.map(quoted).join(', ')}])`
  switch (format) {
    case null:
      return 'z.string()'
    case 'date-time':
      return 'z.iso.datetime({ offset: true })'
    case 'date':
      return 'z.iso.date()'
    case 'uuid':
      // `z.uuid()` asks for a version, which not all ids have.
      return 'z.guid()'
    case 'email':
      return 'z.email()'
    case 'uri':
      return 'z.url()'
  }
}
