import type { JsonNode } from '../../../shared/body/json-tree.ts'
import { readValue, type ValueReading } from '../../../shared/body/value-reading.ts'
import type { TreeRow } from './tree-rows.ts'

/** A string without its quotes and escapes; anything else as it is spelled. */
export function valueText({ text, index }: TreeRow): string {
  const node = text.nodes[index] as JsonNode
  const spelled = text.source.slice(node.start, node.end)
  return node.kind === 'string' ? (JSON.parse(spelled) as string) : spelled
}

/** Null: it is neither a string nor a number. */
export function readNode(row: TreeRow): ValueReading | null {
  const { kind } = row.text.nodes[row.index] as JsonNode
  return kind === 'string' || kind === 'number' ? readValue(kind, valueText(row)) : null
}
