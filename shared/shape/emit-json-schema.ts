import { type NamedTypes, nameTypes } from './name-types.ts'
import { isNamed, isOptional, type ObjectType, type ShapeType, type UnionType } from './shape-type.ts'
import { fieldNotes, objectNote } from './type-notes.ts'
import type { TypeSource } from './type-source.ts'

type Schema = Readonly<Record<string, unknown>>

/** A schema of the draft 2020-12. Objects stay open: a field that is new is no mistake of the sender's. */
export function emitJsonSchema({ root, name, about }: TypeSource): string {
  const named = nameTypes(root, name)
  const inside = named.distinct.filter(([, type]) => type !== root)
  const schema: Schema = {
    $schema: 'https://json-schema.org/draft/2020-12/schema',
    title: named.rootName,
    description: about.join(' '),
    ...(isNamed(root) ? definition(root, named) : schemaOf(root, named)),
    ...(inside.length > 0 && {
      // Not by assignment, which means something else for one of the names that a field may have.
      $defs: Object.fromEntries(inside.map(([own, type]) => [own, definition(type, named)])),
    }),
  }
  return `${JSON.stringify(schema, null, 2)}\n`
}

function definition(type: ObjectType | UnionType, named: NamedTypes): Schema {
  if (type.kind === 'union') return { oneOf: type.members.map((member) => schemaOf(member, named)) }
  const required = type.fields.filter((field) => !isOptional(field)).map((field) => field.name)
  return {
    $comment: objectNote(type),
    type: 'object',
    properties: Object.fromEntries(
      type.fields.map((field) => {
        const notes = fieldNotes(field)
        return [
          field.name,
          { ...(notes.length > 0 && { $comment: notes.join(' ') }), ...schemaOf(field.type, named, type) },
        ]
      }),
    ),
    ...(required.length > 0 && { required }),
  }
}

/** `self`: the object that the type is in. */
function schemaOf(type: ShapeType, named: NamedTypes, self: ObjectType | null = null): Schema {
  switch (type.kind) {
    case 'unknown':
      return {}
    case 'null':
    case 'boolean':
      return { type: type.kind }
    case 'number':
      return { type: type.isInteger ? 'integer' : 'number' }
    case 'string':
      if (type.values?.length === 1) return { const: type.values[0] }
      if (type.values !== null) return { enum: type.values }
      return { type: 'string', ...(type.format !== null && { format: type.format }) }
    case 'array':
      return { type: 'array', ...(type.items.kind !== 'unknown' && { items: schemaOf(type.items, named, self) }) }
    case 'record':
      return {
        type: 'object',
        ...(type.values.kind !== 'unknown' && { additionalProperties: schemaOf(type.values, named) }),
      }
    case 'self':
      return self === null ? {} : reference(self, named)
    case 'object':
      return reference(type, named)
    case 'union':
      return type.tag === null
        ? anyOf(type.members.map((member) => schemaOf(member, named, self)))
        : reference(type, named)
  }
}

function reference(type: ObjectType | UnionType, named: NamedTypes): Schema {
  const name = named.names.get(type) as string
  return { $ref: name === named.rootName && isNamed(named.root) ? '#' : `#/$defs/${name}` }
}

/** `{"type": ["string", "null"]}` where nothing but types is said: that is how people write it. */
function anyOf(schemas: ReadonlyArray<Schema>): Schema {
  const [only, ...rest] = schemas.filter((schema) => schema.type !== 'null')
  if (only !== undefined && rest.length === 0 && typeof only.type === 'string') {
    return schemas.length === 1 ? only : { ...only, type: [only.type, 'null'] }
  }
  const plain = schemas.every((schema) => typeof schema.type === 'string' && Object.keys(schema).length === 1)
  return plain ? { type: schemas.map((schema) => schema.type) } : { anyOf: schemas }
}
