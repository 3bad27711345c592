import type { JsonNode } from '../../../shared/body/json-tree.ts'

/** A JSON text with its values: the body itself, or what a string in it holds. */
export interface TreeText {
  readonly source: string
  readonly nodes: readonly JsonNode[]
}

/** A row of the tree. Keys tell rows apart, also those of texts within texts. */
export interface TreeRow {
  readonly key: string
  /** Of the row that it is inside of; null at the top. */
  readonly parentKey: string | null
  readonly text: TreeText
  readonly index: number
  readonly depth: number
}

/** Small texts open whole; of larger ones the first levels. */
const OPEN_VALUES = 1000
const OPEN_DEPTH = 2

/** `prefix`: of the key of the string that holds the text. */
export function rowKey(prefix: string, index: number): string {
  return prefix === '' ? String(index) : `${prefix}>${index}`
}

/** Rows of what is open, in order; `expanded` by the key of the string that holds each text. */
export function treeRows(
  root: TreeText,
  closed: ReadonlySet<string>,
  expanded: ReadonlyMap<string, TreeText>,
): TreeRow[] {
  const rows: TreeRow[] = []
  addRows(rows, root, { key: '', depth: 0 }, closed, expanded)
  return rows
}

/** Calls itself only for strings that the user opened, one within the other. */
function addRows(
  rows: TreeRow[],
  text: TreeText,
  holder: { readonly key: string; readonly depth: number },
  closed: ReadonlySet<string>,
  expanded: ReadonlyMap<string, TreeText>,
): void {
  const { nodes } = text
  for (let index = 0; index < nodes.length; ) {
    const node = nodes[index] as JsonNode
    const key = rowKey(holder.key, index)
    const depth = holder.depth + node.depth
    const parentKey = node.parent >= 0 ? rowKey(holder.key, node.parent) : holder.key || null
    rows.push({ key, parentKey, text, index, depth })
    const isClosed = closed.has(key)
    const inside = isClosed ? undefined : expanded.get(key)
    if (inside !== undefined) addRows(rows, inside, { key, depth: depth + 1 }, closed, expanded)
    index = isClosed ? node.after : index + 1
  }
}

/** The containers that are closed at first. */
export function initiallyClosed({ nodes }: TreeText, prefix = ''): string[] {
  if (nodes.length <= OPEN_VALUES) return []
  return nodes.flatMap((node, index) => (node.children > 0 && node.depth >= OPEN_DEPTH ? [rowKey(prefix, index)] : []))
}

/** What must be open for a value of the body to be seen. */
export function ancestorsOf({ nodes }: TreeText, index: number): string[] {
  const keys: string[] = []
  for (let at = nodes[index]?.parent ?? -1; at >= 0; at = (nodes[at] as JsonNode).parent) keys.push(rowKey('', at))
  return keys
}
