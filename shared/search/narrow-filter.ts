import { NO_CLOCK } from './filter-clock.ts'
import type { FilterNode, FilterTerm } from './filter-node.ts'
import type { GroupedBy } from './group.ts'
import { literalLike } from './literal-like.ts'
import { parseFilter } from './parse-filter.ts'
import { printFilter, printTerm } from './print-filter.ts'

/** What a filter's text asks for beside a group of captures that it is narrowed to. */
export interface Grouping {
  /** Without what narrows it to a group. */
  readonly rest: string
  /** Printed, as `groupText` gives them. */
  readonly chosen: ReadonlySet<string>
}

/** Takes apart what narrows a filter to groups of this kind. A text that cannot be read is left whole. */
export function groupingOf(text: string, by: GroupedBy): Grouping {
  const nodes = termsOf(text)
  const chosen = nodes.filter((node) => isGroup(node, by)).map(printFilter)
  if (chosen.length === 0) return { rest: text.trim(), chosen: new Set() }
  const others = nodes.filter((node) => !isGroup(node, by))
  return { rest: others.map(printWithin).join(' '), chosen: new Set(chosen) }
}

/** The filter narrowed to one group, or to none of them if it was this one. */
export function withGroup(text: string, by: GroupedBy, value: string | null): string {
  const { rest, chosen } = groupingOf(text, by)
  const group = groupText(by, value)
  if (chosen.has(group)) return rest
  const parsed = parseFilter(rest, NO_CLOCK)
  const isOr = parsed.ok && parsed.node.kind === 'or'
  return [isOr ? `(${rest})` : rest, group].filter(Boolean).join(' ')
}

/** What finds the captures of a group. */
export function groupText(by: GroupedBy, value: string | null): string {
  return printFilter(groupNode(by, value))
}

function groupNode(by: GroupedBy, value: string | null): FilterNode {
  if (value === null) return { kind: 'not', node: existsTerm(by) }
  if (by === 'status') {
    return { kind: 'status', test: { kind: 'number', op: '=', value: Number(value), text: value } }
  }
  return { kind: 'value', field: by, test: literalLike(by, value) }
}

function existsTerm(by: GroupedBy): FilterTerm {
  const test = { kind: 'exists' } as const
  return by === 'status' ? { kind: 'status', test } : { kind: 'value', field: by, test }
}

/** One value of this kind, or none. */
function isGroup(node: FilterNode, by: GroupedBy): boolean {
  if (node.kind === 'not') return printFilter(node.node) === printTerm(existsTerm(by))
  if (node.kind === 'status') return by === 'status' && node.test.kind === 'number' && node.test.op === '='
  return node.kind === 'value' && node.field === by && node.test.kind === 'like' && node.test.parts.length === 1
}

function termsOf(text: string): ReadonlyArray<FilterNode> {
  const parsed = parseFilter(text, NO_CLOCK)
  if (!parsed.ok) return []
  return parsed.node.kind === 'and' ? parsed.node.nodes : [parsed.node]
}

function printWithin(node: FilterNode): string {
  return node.kind === 'or' || node.kind === 'and' ? `(${printFilter(node)})` : printFilter(node)
}
