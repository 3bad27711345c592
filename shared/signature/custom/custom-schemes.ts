import type { CustomSchemeName } from '../scheme.ts'
import type { CustomScheme } from './custom-scheme.ts'

const schemes: Readonly<Partial<Record<CustomSchemeName, CustomScheme>>> = {}

/** The scheme that is code, by the name that the catalogue gives it. */
export function customScheme(name: CustomSchemeName): CustomScheme {
  const scheme = schemes[name]
  if (scheme === undefined) throw new Error(`No custom scheme ${name}`)
  return scheme
}
