import { endOfScalar, endOfString, skipSpace } from './json-token.ts'

/** One value of a JSON text, by where it stands in it: its spelling is never lost. */
export interface JsonNode {
  readonly kind: 'object' | 'array' | 'string' | 'number' | 'word'
  /** Of the key with its quotes; null in arrays and at the top. */
  readonly key: { readonly start: number; readonly end: number } | null
  readonly start: number
  end: number
  readonly depth: number
  /** Index in the tree; -1 at the top. */
  readonly parent: number
  /** Its place among its siblings. */
  readonly place: number
  children: number
  /** Index of the first node that is not inside it. */
  after: number
}

/** The values of a valid JSON text in the order in which they stand. Null: there are more than `limit`, or it is not valid. */
export function jsonTree(source: string, limit: number): JsonNode[] | null {
  const nodes: JsonNode[] = []
  const open: number[] = []
  let key: JsonNode['key'] = null
  for (let at = skipSpace(source, 0); at < source.length; at = skipSpace(source, at)) {
    const char = source.charAt(at)
    if (char === ',' || char === ':') {
      at++
      continue
    }
    if (char === '}' || char === ']') {
      const closed = nodes[open.pop() ?? -1]
      if (closed === undefined) return null
      closed.end = ++at
      closed.after = nodes.length
      continue
    }
    const parent = open.at(-1) ?? -1
    if (nodes[parent]?.kind === 'object' && key === null) {
      const end = char === '"' ? endOfString(source, at) : -1
      if (end < 0) return null
      key = { start: at, end }
      at = end
      continue
    }
    if (nodes.length >= limit) return null
    const kind = kindOf(char)
    const isContainer = kind === 'object' || kind === 'array'
    const end = isContainer ? at + 1 : kind === 'string' ? endOfString(source, at) : endOfScalar(source, at)
    if (end < 0) return null
    const index = nodes.length
    nodes.push({
      kind,
      key,
      start: at,
      end,
      depth: open.length,
      parent,
      place: childOf(nodes[parent]),
      children: 0,
      after: index + 1,
    })
    if (isContainer) open.push(index)
    key = null
    at = end
  }
  return open.length === 0 ? nodes : null
}

/** `data.items[0]["odd key"]`, as one would write it in code. */
export function jsonPath(source: string, nodes: readonly JsonNode[], index: number): string {
  const steps: string[] = []
  for (let node = nodes[index]; node !== undefined && node.parent >= 0; node = nodes[node.parent]) {
    steps.push(node.key === null ? `[${node.place}]` : keyStep(source.slice(node.key.start, node.key.end)))
  }
  return steps.reverse().join('').replace(/^\./, '')
}

function childOf(parent: JsonNode | undefined): number {
  return parent === undefined ? 0 : parent.children++
}

function kindOf(char: string): JsonNode['kind'] {
  if (char === '{') return 'object'
  if (char === '[') return 'array'
  if (char === '"') return 'string'
  return char === '-' || (char >= '0' && char <= '9') ? 'number' : 'word'
}

function keyStep(quoted: string): string {
  const name = quoted.slice(1, -1)
  return /^[A-Za-z_$][\w$]*$/.test(name) ? `.${name}` : `[${quoted}]`
}
