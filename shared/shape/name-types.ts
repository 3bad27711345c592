import { isNamed, isOptional, type ObjectType, type ShapeType, type UnionType } from './shape-type.ts'

/** A type and all that it is made of, with names. */
export interface NamedTypes {
  readonly root: ShapeType
  readonly rootName: string
  /** Types that are the same have one name between them. */
  readonly names: ReadonlyMap<ObjectType | UnionType, string>
  /** One of each name, in the order in which they are met. */
  readonly distinct: ReadonlyArray<readonly [name: string, type: ObjectType | UnionType]>
  /** The same, each behind those that it is made of. */
  readonly innermostFirst: ReadonlyArray<readonly [name: string, type: ObjectType | UnionType]>
}

/** Words that the languages, or what is emitted, mean something by. */
const TAKEN = new Set(
  'Any Array BigInt Boolean Date Error Function Infinity Map NaN Never Null Number Object Promise Record Set String Symbol Undefined Unknown Void'.split(
    ' ',
  ),
)

/** Gives each object a name after the field that holds it. */
export function nameTypes(root: ShapeType, rootName: string): NamedTypes {
  const wanted = pascalCase(rootName) || 'Payload'
  const name = TAKEN.has(wanted) ? `${wanted}Payload` : wanted
  const naming = new Naming(root, name)
  naming.visit(root, name, '')
  return {
    root,
    rootName: name,
    names: naming.names,
    distinct: [...naming.distinct],
    innermostFirst: [...naming.innermostFirst],
  }
}

class Naming {
  readonly names = new Map<ObjectType | UnionType, string>()
  readonly distinct = new Map<string, ObjectType | UnionType>()
  readonly innermostFirst = new Map<string, ObjectType | UnionType>()
  private readonly bySignature = new Map<string, string>()
  private readonly root: ShapeType
  private readonly rootName: string

  constructor(root: ShapeType, rootName: string) {
    this.root = root
    this.rootName = rootName
  }

  visit(type: ShapeType, wanted: string, parent: string): void {
    if (isNamed(type)) {
      const signature = signatureOf(type)
      const known = this.bySignature.get(signature)
      const name = known ?? (type === this.root ? wanted : this.free(wanted, parent))
      this.names.set(type, name)
      if (known === undefined) {
        this.bySignature.set(signature, name)
        this.distinct.set(name, type)
      }
      this.visitInside(type, name)
      // Behind all that it is made of; those that were met before are there already.
      this.innermostFirst.set(name, type)
    } else {
      this.visitInside(type, wanted, parent)
    }
  }

  private visitInside(type: ShapeType, name: string, parent = name): void {
    switch (type.kind) {
      case 'array':
        this.visit(type.items, singular(name), parent)
        return
      case 'record':
        this.visit(type.values, singular(name), parent)
        return
      case 'object':
        for (const field of type.fields) this.visit(field.type, pascalCase(field.name) || 'Value', name)
        if (type.others !== null) this.visit(type.others, `${name}Entry`, name)
        return
      case 'union':
        for (const member of type.members) {
          const variant = member.kind === 'object' && member.variant !== null ? pascalCase(member.variant) : ''
          this.visit(member, `${name}${variant}`, parent)
        }
    }
  }

  private isFree(name: string): boolean {
    return !this.distinct.has(name) && !TAKEN.has(name) && name !== this.rootName
  }

  private free(wanted: string, parent: string): string {
    const candidates = [wanted, `${parent}${wanted}`]
    const free = candidates.find((name) => this.isFree(name))
    if (free !== undefined) return free
    let number = 2
    while (!this.isFree(`${wanted}${number}`)) number++
    return `${wanted}${number}`
  }
}

/** Equal for types that would be written the same. */
function signatureOf(type: ShapeType): string {
  return JSON.stringify(type, (key, value: unknown) => {
    if (key === 'seen' || key === 'of' || key === 'nulls' || key === 'variant') return undefined
    if (key === 'fields') {
      return (value as ObjectType['fields']).map((field) => [field.name, isOptional(field), field.type])
    }
    return value
  })
}

const LONGEST_NAME = 60

/** Letters and digits of ASCII only: what is a letter elsewhere is not so in every tool. */
function pascalCase(text: string): string {
  const name = text
    .replace(/([a-z0-9])([A-Z])/g, '$1 $2')
    .split(/[^A-Za-z0-9]+/)
    .filter(Boolean)
    .map((word) => `${(word[0] as string).toUpperCase()}${word.slice(1)}`)
    .join('')
    .slice(0, LONGEST_NAME)
  return /^\d/.test(name) ? `N${name}` : name
}

function singular(name: string): string {
  if (/ies$/.test(name)) return `${name.slice(0, -3)}y`
  if (/(s|x|ch|sh)es$/.test(name)) return name.slice(0, -2)
  if (/[^su]s$/.test(name) && !/(is|news|data)$/i.test(name)) return name.slice(0, -1)
  return `${name}Item`
}
