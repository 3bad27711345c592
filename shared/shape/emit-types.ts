import { assertNever } from '../assert-never.ts'
import { emitJsonSchema } from './emit-json-schema.ts'
import { emitTypeScript } from './emit-typescript.ts'
import { emitZod } from './emit-zod.ts'
import { interpretSeen } from './interpret-shape.ts'
import type { Shape } from './shape.ts'
import type { TypeLanguage } from './type-language.ts'

/** What the types are called, and what is said at their top. */
export interface TypesHeading {
  readonly name: string
  readonly about: ReadonlyArray<string>
}

/** The types of what was seen. */
export function emitTypes(shape: Shape, language: TypeLanguage, heading: TypesHeading): string {
  const source = { root: interpretSeen(shape.root), ...heading }
  switch (language) {
    case 'ts':
      return emitTypeScript(source)
    case 'schema':
      return emitJsonSchema(source)
    case 'zod':
      return emitZod(source)
    default:
      return assertNever(language)
  }
}
