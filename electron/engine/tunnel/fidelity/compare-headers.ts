import { type HeaderPair, type HeaderPairs, headerValue } from '../../../../shared/http/header-pairs.ts'
import type { FidelityChange } from '../../../../shared/tunnel/fidelity.ts'
import { shown } from './trial.ts'

/** They speak about one connection, or about the framing on it; what carries a request may well change them. */
const ABOUT_THE_CONNECTION = new Set([
  'connection',
  'keep-alive',
  'proxy-connection',
  'te',
  'trailer',
  'transfer-encoding',
  'content-length',
  'upgrade',
])
const MOST_ADDED = 60

export function comparableHeaders(headers: HeaderPairs): ReadonlyArray<HeaderPair> {
  return headers.filter(([name]) => !ABOUT_THE_CONNECTION.has(name.toLowerCase()))
}

/** Values that are others, and headers that are gone, each once. */
export function headerChanges(sent: HeaderPairs, arrived: HeaderPairs): FidelityChange[] {
  return comparableHeaders(sent).flatMap(([name, value]): FidelityChange[] => {
    const found = headerValue(arrived, name)
    return found === value ? [] : [{ what: name, sent: value, arrived: found === undefined ? null : shown(found) }]
  })
}

export interface HeaderAdditions {
  readonly added: HeaderPair[]
  readonly removed: string[]
}

/** Headers that came on the way, as they arrived, and names of those that were lost. */
export function headerAdditions(sent: HeaderPairs, arrived: HeaderPairs): HeaderAdditions {
  const lower = (headers: HeaderPairs) => new Set(headers.map(([name]) => name.toLowerCase()))
  const known = lower(sent)
  const there = lower(arrived)
  return {
    added: comparableHeaders(arrived)
      .filter(([name]) => !known.has(name.toLowerCase()))
      .slice(0, MOST_ADDED)
      .map(([name, value]) => [shown(name), shown(value)] as const),
    removed: comparableHeaders(sent)
      .map(([name]) => name)
      .filter((name) => !there.has(name.toLowerCase())),
  }
}
