import { parseJson } from '../parse-json.ts'
import { printBodyPath } from './body-path.ts'
import type { BodyStep } from './filter-node.ts'

const DEEPEST = 8
const MOST_PATHS = 400

/** Paths to the values of a JSON text, as a filter writes them after `body`; none where it is no JSON. For completion. */
export function jsonPaths(source: string): string[] {
  if (!/^\s*[[{]/.test(source)) return []
  const paths = new Set<string>()
  gather(parseJson(source), [], paths)
  return [...paths]
}

function gather(value: unknown, path: ReadonlyArray<BodyStep>, paths: Set<string>): void {
  if (paths.size >= MOST_PATHS) return
  if (path.length > 0) paths.add(printBodyPath(path))
  if (typeof value !== 'object' || value === null || path.length >= DEEPEST) return
  if (Array.isArray(value)) {
    // Items are mostly alike; the first ones say what can be asked of all.
    for (const item of value.slice(0, 5)) gather(item, [...path, { kind: 'items' }], paths)
    return
  }
  for (const [name, member] of Object.entries(value)) gather(member, [...path, { kind: 'name', name }], paths)
}
