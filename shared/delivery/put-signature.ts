import type { HeaderPair, HeaderPairs } from '../http/header-pairs.ts'
import type { SentChange } from './delivery.ts'

export interface SignedHeaders {
  readonly headers: HeaderPairs
  readonly changes: ReadonlyArray<SentChange>
}

/**
 * Puts the headers of a signature in the place of those that are there, in their spelling of the name. Others of the same
 * name go, since a handler might look at any of them.
 */
export function putSignature(headers: HeaderPairs, signature: HeaderPairs, why: string): SignedHeaders {
  const wanted = new Map(signature.map((pair) => [pair[0].toLowerCase(), pair]))
  const put = new Set<string>()
  const result: HeaderPair[] = []
  const changes: SentChange[] = []
  for (const [name, value] of headers) {
    const lower = name.toLowerCase()
    const replacement = wanted.get(lower)
    if (replacement === undefined) {
      result.push([name, value])
    } else if (put.has(lower)) {
      changes.push({ kind: 'removed', header: name, from: value, to: null, why })
    } else {
      put.add(lower)
      result.push([name, replacement[1]])
      if (value !== replacement[1])
        changes.push({ kind: 'replaced', header: name, from: value, to: replacement[1], why })
    }
  }
  for (const [lower, [name, value]] of wanted) {
    if (put.has(lower)) continue
    result.push([name, value])
    changes.push({ kind: 'added', header: name, from: null, to: value, why })
  }
  return { headers: result, changes }
}

/** Takes the headers of a signature away. */
export function stripSignature(headers: HeaderPairs, names: ReadonlyArray<string>, why: string): SignedHeaders {
  const unwanted = new Set(names.map((name) => name.toLowerCase()))
  const isKept = ([name]: HeaderPair) => !unwanted.has(name.toLowerCase())
  return {
    headers: headers.filter(isKept),
    changes: headers
      .filter((pair) => !isKept(pair))
      .map(([header, from]) => ({ kind: 'removed', header, from, to: null, why })),
  }
}
