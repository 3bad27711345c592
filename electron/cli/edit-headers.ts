import type { HeaderPair, HeaderPairs } from '../../shared/http/header-pairs.ts'

/**
 * The headers with some taken out and some set. A set header stands where the first of that name stood, instead of all
 * of that name; new ones come last, in the order given.
 */
export function editHeaders(captured: HeaderPairs, set: HeaderPairs, removed: ReadonlyArray<string>): HeaderPair[] {
  const dropped = new Set(removed.map((name) => name.toLowerCase()))
  const waiting = new Map<string, HeaderPair[]>()
  for (const pair of set) {
    const name = pair[0].toLowerCase()
    waiting.set(name, [...(waiting.get(name) ?? []), pair])
  }
  const replaced = new Set(waiting.keys())
  const edited: HeaderPair[] = []
  for (const pair of captured) {
    const name = pair[0].toLowerCase()
    if (!dropped.has(name) && !replaced.has(name)) edited.push(pair)
    edited.push(...(waiting.get(name) ?? []))
    waiting.delete(name)
  }
  return [...edited, ...[...waiting.values()].flat()]
}
