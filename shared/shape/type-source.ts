import { LITERALS, type LiteralRules, stringLiteral } from '../codegen/string-literal.ts'
import type { ShapeType } from './shape-type.ts'

/** What types are emitted of, and what is said of it. */
export interface TypeSource {
  readonly root: ShapeType
  /** Of the root type, before it is made a name. */
  readonly name: string
  /** Where the types come from; comments at the top. */
  readonly about: ReadonlyArray<string>
}

const RULES: LiteralRules = { ...LITERALS.javascript, quote: "'" }

export function quoted(text: string): string {
  return stringLiteral(text, RULES)
}

const IDENTIFIER = /^[A-Za-z_$][A-Za-z0-9_$]*$/

/** The name of a field where an object's or an interface's fields are named. */
export function fieldKey(name: string): string {
  return IDENTIFIER.test(name) ? name : quoted(name)
}

/** So many levels of indentation. */
export function pad(levels: number): string {
  return '  '.repeat(levels)
}
