import type { StringFormat } from './string-formats.ts'

/** What a shape is taken for: a type in no language yet. */
export type ShapeType =
  | { readonly kind: 'unknown' }
  | { readonly kind: 'null' }
  | { readonly kind: 'boolean' }
  | { readonly kind: 'number'; readonly isInteger: boolean; readonly isBig: boolean; readonly isHuge: boolean }
  | { readonly kind: 'string'; readonly format: StringFormat | null; readonly values: ReadonlyArray<string> | null }
  | { readonly kind: 'array'; readonly items: ShapeType }
  /** An object whose names are data. */
  | { readonly kind: 'record'; readonly values: ShapeType }
  /** The object that this is a field of, or an item of an array in such a field. */
  | { readonly kind: 'self' }
  | ObjectType
  | UnionType

export interface ObjectType {
  readonly kind: 'object'
  readonly fields: ReadonlyArray<FieldType>
  /** Beside the fields there are names that are data; null: there are none. */
  readonly others: ShapeType | null
  readonly seen: number
  /** What makes it this one among several; it goes into its name. */
  readonly variant: string | null
}

export interface FieldType {
  readonly name: string
  readonly type: ShapeType
  /** Of this many objects, `seen` had it. */
  readonly seen: number
  readonly of: number
  readonly nulls: number
}

export interface UnionType {
  readonly kind: 'union'
  /** The field that says which member it is; null: there is none. */
  readonly tag: string | null
  readonly members: ReadonlyArray<ShapeType>
}

export function isOptional(field: FieldType): boolean {
  return field.seen < field.of
}

/** Whether a type needs a name of its own. */
export function isNamed(type: ShapeType): type is ObjectType | UnionType {
  return type.kind === 'object' || (type.kind === 'union' && type.tag !== null)
}

/** Whether a type of a field leads back to the object that the field is of. */
export function holdsItself(type: ShapeType): boolean {
  if (type.kind === 'array') return holdsItself(type.items)
  return type.kind === 'self' || (type.kind === 'union' && type.members.some(holdsItself))
}
