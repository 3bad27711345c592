import type { FilterNode } from './filter-node.ts'

/** What has to be read of a capture to ask a filter, from what costs nothing to what costs most. */
type FilterNeed = 'row' | 'beside' | 'body'

/** `beside`: headers, note or tags. */
function filterNeed(node: FilterNode): FilterNeed {
  switch (node.kind) {
    case 'and':
    case 'or':
      return node.nodes.map(filterNeed).reduce(dearer, 'row')
    case 'not':
      return filterNeed(node.node)
    case 'text':
    case 'body':
      return 'body'
    case 'contains':
      return node.field === 'body' && node.test.kind !== 'exists' ? 'body' : node.field === 'body' ? 'row' : 'beside'
    case 'named':
      return node.field === 'header' ? 'beside' : 'row'
    case 'value':
      return node.field === 'tag' ? 'beside' : 'row'
    default:
      return 'row'
  }
}

const ORDER: ReadonlyArray<FilterNeed> = ['row', 'beside', 'body']

export function byNeed(one: FilterNode, other: FilterNode): number {
  return ORDER.indexOf(filterNeed(one)) - ORDER.indexOf(filterNeed(other))
}

function dearer(one: FilterNeed, other: FilterNeed): FilterNeed {
  return ORDER.indexOf(one) >= ORDER.indexOf(other) ? one : other
}
