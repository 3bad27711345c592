import { percentDecoded } from './header-text.ts'

/** One `name=value`, in the order and spelling that it came in. */
export interface QueryPair {
  readonly rawName: string
  /** Null: there was no `=`. */
  readonly rawValue: string | null
  readonly name: string
  readonly value: string | null
}

/** The query of a raw target, pair by pair. Never throws. */
export function parseQuery(target: string): QueryPair[] {
  const question = target.indexOf('?')
  return question === -1 ? [] : parsePairs(target.slice(question + 1))
}

/** Splits `a=1&b=2`. Empty pairs (`a&&b`) are left out, like every parser does. */
export function parsePairs(text: string, limit = Number.POSITIVE_INFINITY): QueryPair[] {
  const pairs: QueryPair[] = []
  let start = 0
  while (start <= text.length && pairs.length < limit) {
    const ampersand = text.indexOf('&', start)
    const end = ampersand === -1 ? text.length : ampersand
    if (end > start) pairs.push(pairOf(text.slice(start, end)))
    start = end + 1
  }
  return pairs
}

function pairOf(text: string): QueryPair {
  const equals = text.indexOf('=')
  const rawName = equals === -1 ? text : text.slice(0, equals)
  const rawValue = equals === -1 ? null : text.slice(equals + 1)
  return { rawName, rawValue, name: decoded(rawName), value: rawValue === null ? null : decoded(rawValue) }
}

function decoded(raw: string): string {
  return percentDecoded(raw, { plusIsSpace: true })
}
