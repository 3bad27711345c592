import { assertNever } from '../../../../shared/assert-never.ts'
import type { FilterNode, FilterTerm, NumberTest, ValueField } from '../../../../shared/search/filter-node.ts'
import { foldCase } from '../../../../shared/search/fold-case.ts'
import { EVENT_TYPE, stateCode, verdictCode } from '../rows.ts'

/** A condition on the tables of `SUMMARY_TABLES` that holds for whatever matches a filter. */
export interface ColumnCondition {
  readonly sql: string
  readonly values: ReadonlyArray<string | number | Uint8Array>
  /** It holds for nothing else: then no row has to be looked into. */
  readonly exact: boolean
}

/** Where few captures have what a filter asks for: a query of their sequence numbers, as `seq`. */
export interface FewCaptures {
  readonly sql: string
  readonly values: ReadonlyArray<string | number | Uint8Array>
}

/** What the columns say of a filter; null: nothing. */
export function columnCondition(node: FilterNode): ColumnCondition | null {
  switch (node.kind) {
    case 'and': {
      const parts = node.nodes.map(columnCondition)
      const known = parts.filter((part) => part !== null)
      return known.length === 0 && node.nodes.length > 0 ? null : joined(known, ' AND ', 'TRUE', !parts.includes(null))
    }
    case 'or': {
      const parts = node.nodes.map(columnCondition)
      return parts.some((part) => part === null)
        ? null
        : joined(
            parts.filter((part) => part !== null),
            ' OR ',
            'FALSE',
            true,
          )
    }
    case 'not': {
      const part = columnCondition(node.node)
      if (part === null || !part.exact) return null
      // Of what is NULL the filter says that it does not match.
      return { ...part, sql: `NOT coalesce((${part.sql}), FALSE)` }
    }
    default:
      return termCondition(node)
  }
}

/** One term that must hold and that only few captures match; null: there is none. */
export function fewCaptures(node: FilterNode): FewCaptures | null {
  if (node.kind === 'and') {
    for (const each of node.nodes) {
      const few = fewCaptures(each)
      if (few !== null) return few
    }
    return null
  }
  switch (node.kind) {
    case 'id': {
      const { first, last } = idRange(node.prefix)
      return { sql: 'SELECT seq FROM captures WHERE id BETWEEN ? AND ?', values: [first, last] }
    }
    case 'is':
      return node.mark === 'pinned' ? { sql: 'SELECT seq FROM marks WHERE pinned = 1', values: [] } : null
    case 'contains':
      return node.field === 'note' ? { sql: "SELECT seq FROM marks WHERE note <> ''", values: [] } : null
    case 'value':
      return node.field === 'tag' ? { sql: 'SELECT DISTINCT seq FROM tags', values: [] } : null
    default:
      return null
  }
}

function joined(parts: ReadonlyArray<ColumnCondition>, by: string, none: string, isWhole: boolean): ColumnCondition {
  return {
    sql: parts.length === 0 ? none : parts.map(({ sql }) => `(${sql})`).join(by),
    values: parts.flatMap(({ values }) => values),
    exact: isWhole && parts.every(({ exact }) => exact),
  }
}

/** The one place that knows in which column a term of the language is. */
function termCondition(term: FilterTerm): ColumnCondition | null {
  switch (term.kind) {
    case 'text':
    case 'named':
    case 'body':
      return null
    case 'contains':
      if (term.field === 'note') return null
      return term.field === 'body' && term.test.kind === 'exists' ? exactly('c.body_size > 0') : null
    case 'value':
      return valueCondition(term)
    case 'status':
      if (term.test.kind === 'exists') return exactly('a.status IS NOT NULL')
      if (term.test.kind === 'class') {
        return exactly('a.status >= ? AND a.status < ?', term.test.hundreds * 100, term.test.hundreds * 100 + 100)
      }
      return numberCondition('a.status', term.test)
    case 'answered':
      return term.test.kind === 'exists'
        ? exactly('a.after_us IS NOT NULL')
        : numberCondition('a.after_us / 1000.0', term.test)
    case 'attempt':
      return numberCondition('coalesce(e.attempt, 1)', term.test)
    case 'size':
      return numberCondition('c.body_size', term.test)
    case 'time':
      return exactly(term.field === 'after' ? 'c.received_at >= ?' : 'c.received_at < ?', term.time.at)
    case 'verdict':
      if (term.test.kind === 'exists') return null
      // What was checked and has no row is not checkable.
      return term.test.verdict === 'not-checkable' ? null : exactly('v.verdict = ?', verdictCode(term.test.verdict))
    case 'state':
      return exactly('c.state = ?', stateCode(term.state))
    case 'is':
      switch (term.mark) {
        case 'pinned':
          return exactly('m.pinned = 1')
        case 'handshake':
          return exactly('h.kind IS NOT NULL')
        case 'truncated':
          return exactly('c.state = ?', stateCode('truncated'))
        case 'replayed':
          return exactly("EXISTS (SELECT 1 FROM deliveries d WHERE d.capture_seq = c.seq AND d.kind <> 'forward')")
        case 'duplicate':
          return exactly('e.first_seq IS NOT NULL OR e.repeats IS NOT NULL')
        case 'drift':
          return exactly('EXISTS (SELECT 1 FROM drifts WHERE drifts.seq = c.seq AND accepted = 0)')
        default:
          return assertNever(term.mark)
      }
    case 'id': {
      const { first, last } = idRange(term.prefix)
      return { sql: 'c.id BETWEEN ? AND ?', values: [first, last], exact: false }
    }
    default:
      return assertNever(term)
  }
}

const VALUE_COLUMNS: Readonly<Partial<Record<ValueField, string>>> = {
  method: 'c.method',
  endpoint: 'c.endpoint',
  provider: 'v.provider',
  event: EVENT_TYPE,
  'event-id': 'e.event_id',
}

function valueCondition({ field, test }: Extract<FilterTerm, { kind: 'value' }>): ColumnCondition | null {
  if (field === 'tag' && test.kind === 'exists') {
    return exactly('EXISTS (SELECT 1 FROM tags WHERE tags.seq = c.seq)')
  }
  const column = VALUE_COLUMNS[field]
  if (column === undefined) return null
  if (test.kind === 'exists') return exactly(`${column} IS NOT NULL`)
  const [only, ...more] = test.kind === 'like' ? test.parts : []
  if (only === undefined || more.length > 0) return null
  return exactly(`fold_case(${column}) = ?`, foldCase(only))
}

function numberCondition(column: string, { op, value }: NumberTest): ColumnCondition {
  return exactly(`${column} ${op} ?`, value)
}

function exactly(sql: string, ...values: ReadonlyArray<string | number>): ColumnCondition {
  return { sql, values, exact: true }
}

/** Ids that begin so; where the hyphens stand makes no difference here. */
function idRange(prefix: string): { first: Uint8Array; last: Uint8Array } {
  const digits = prefix.replaceAll('-', '').slice(0, 32)
  return { first: Buffer.from(digits.padEnd(32, '0'), 'hex'), last: Buffer.from(digits.padEnd(32, 'f'), 'hex') }
}
