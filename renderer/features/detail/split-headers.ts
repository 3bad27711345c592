import type { HeaderPairs } from '../../../shared/http/header-pairs.ts'

/** The headers by who wrote them: the sender, or the tunnel on the way. Each keeps its order. */
export interface SplitHeaders {
  readonly own: HeaderPairs
  readonly added: HeaderPairs
}

/** `addedNames`: of the headers that the tunnel adds, in any letter case. */
export function splitHeaders(headers: HeaderPairs, addedNames: readonly string[]): SplitHeaders {
  if (addedNames.length === 0) return { own: headers, added: [] }
  const names = new Set(addedNames.map((name) => name.toLowerCase()))
  const isAdded = ([name]: HeaderPairs[number]) => names.has(name.toLowerCase())
  return { own: headers.filter((pair) => !isAdded(pair)), added: headers.filter(isAdded) }
}
