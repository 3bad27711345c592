import type { CaptureFilter } from '../../../../shared/capture/capture-filter.ts'
import { clockOf, type FilterClock } from '../../../../shared/search/filter-clock.ts'
import { EVERYTHING, type FilterNode } from '../../../../shared/search/filter-node.ts'
import { foldCase } from '../../../../shared/search/fold-case.ts'
import { type FilterMatcher, filterMatcher } from '../../../../shared/search/matches-filter.ts'
import { readFilterText } from '../../../../shared/search/read-filter-text.ts'
import { likeMatcher } from '../../../../shared/search/value-matcher.ts'
import { filterGrams } from '../../searched-text/filter-grams.ts'
import { ALL, type GramQuery, textQuery } from '../../searched-text/gram-query.ts'
import type { TypeAtEndpoint } from './captures-of-types.ts'
import { columnCondition, type FewCaptures, fewCaptures } from './filter-columns.ts'

/** What is asked first, so that not every row has to be looked at. All of it gives whatever matches, and more. */
export type Narrowing =
  | { readonly kind: 'none' }
  | { readonly kind: 'few'; readonly few: FewCaptures }
  /** Captures of these types. */
  | { readonly kind: 'types'; readonly types: ReadonlyArray<TypeAtEndpoint> }
  /** Captures that have these grams, and captures of these types. */
  | { readonly kind: 'grams'; readonly grams: GramQuery; readonly types: ReadonlyArray<TypeAtEndpoint> }

/** How the captures of a filter are found. */
export interface FilterPlan {
  /** On the tables of `SUMMARY_TABLES`; whatever matches the filter fulfils it. */
  readonly where: string
  readonly values: ReadonlyArray<unknown>
  /** Asked of what fulfils the condition; null: it says all. */
  readonly matches: FilterMatcher | null
  /** Rows that do not match may be many. */
  readonly isScan: boolean
  readonly narrowing: Narrowing
}

/** `allTypes`: null where they are not known. Throws `AppError` for a text that is no filter. */
export function planFilter(
  filter: CaptureFilter,
  clock: FilterClock,
  allTypes: () => ReadonlyArray<TypeAtEndpoint> | null,
): FilterPlan {
  const node: FilterNode = hasText(filter) ? readFilterText(filter.text as string, clockOf(filter, clock)) : EVERYTHING
  const parts = ['m.trashed_at IS NULL']
  const values: unknown[] = []
  const add = (sql: string, ...bound: ReadonlyArray<unknown>) => {
    parts.push(`(${sql})`)
    values.push(...bound)
  }
  if (filter.endpoint !== undefined) add('c.endpoint = ?', filter.endpoint)
  if (filter.from !== undefined) add('c.received_at >= ?', filter.from)
  if (filter.to !== undefined) add('c.received_at < ?', filter.to)
  const columns = columnCondition(node)
  if (columns !== null) add(columns.sql, ...columns.values)
  return {
    where: parts.join(' AND '),
    values,
    matches: columns?.exact === true ? null : filterMatcher(node),
    isScan: hasText(filter) || filter.from !== undefined || filter.to !== undefined,
    narrowing: node === EVERYTHING ? { kind: 'none' } : narrowingOf(node, allTypes()),
  }
}

function hasText(filter: CaptureFilter): boolean {
  return filter.text !== undefined && filter.text.trim() !== ''
}

function narrowingOf(node: FilterNode, all: ReadonlyArray<TypeAtEndpoint> | null): Narrowing {
  const few = fewCaptures(node)
  if (few !== null) return { kind: 'few', few }
  // A word may be one of the event type, which is not in the index: then its grams alone would miss captures.
  const typesOf = (word: string) => all?.filter(({ type }) => foldCase(type).includes(foldCase(word))) ?? null
  const grams = filterGrams(node, (word) => (typesOf(word)?.length === 0 ? textQuery(word) : ALL))
  if (grams.kind !== 'all') return { kind: 'grams', grams, types: [] }
  if (all === null) return { kind: 'none' }
  return ofOneTerm(node, all) ?? { kind: 'none' }
}

/** Where there are only words that event types have as well, or types themselves: by the one that says most. */
function ofOneTerm(node: FilterNode, all: ReadonlyArray<TypeAtEndpoint>): Narrowing | null {
  const terms = node.kind === 'and' ? node.nodes : [node]
  for (const term of terms) {
    if (term.kind !== 'value' || term.field !== 'event' || term.test.kind !== 'like') continue
    const matches = likeMatcher(term.test)
    return { kind: 'types', types: all.filter(({ type }) => matches(type)) }
  }
  const words = terms.flatMap((term) => (term.kind === 'text' ? [term.text] : []))
  const longest = words.reduce((one, other) => (other.length > one.length ? other : one), '')
  const grams = textQuery(longest)
  if (grams.kind === 'all') return null
  return { kind: 'grams', grams, types: all.filter(({ type }) => foldCase(type).includes(foldCase(longest))) }
}
