import type { HandlerInput } from '../../../shared/contract/contract.ts'
import { contentEncoding } from '../../../shared/http/content-encoding.ts'
import type { HeaderPairs } from '../../../shared/http/header-pairs.ts'
import { headerText } from '../../../shared/http/header-text.ts'
import { parseQuery } from '../../../shared/http/query.ts'
import { originForm } from '../../../shared/http/raw-target.ts'
import { readBodyPath } from '../../../shared/search/body-path.ts'
import type { SearchedValue } from '../../../shared/search/complete-filter.ts'
import type { BodyPath } from '../../../shared/search/filter-node.ts'
import { foldCase } from '../../../shared/search/fold-case.ts'
import { someFormValueAt } from '../../../shared/search/form-values-at.ts'
import { jsonPaths } from '../../../shared/search/json-paths.ts'
import { type JsonToken, someJsonValueAt } from '../../../shared/search/json-values-at.ts'
import { readSearchedBody } from '../searched-text/searched-body.ts'
import type { ReadConnection } from './read-connection.ts'
import { EVENT_TYPE, pairsFromJson } from './rows.ts'
import { tagQueries } from './tag-queries.ts'

/** A person types on while this is looked up. */
const BUDGET_MS = 60
/** Rows of lists are small; what holds headers and bodies is not. */
const SLICE: Readonly<Record<Source, number>> = { row: 2000, headers: 100, body: 10 }
const MOST_VALUES = 5000
/** Longer bodies tell no more of what bodies look like. */
const LONGEST_BODY = 64 * 1024
const LONGEST_VALUE = 200

type Source = 'row' | 'headers' | 'body'

interface ValueSource {
  readonly source: Source
  /** Of `TABLES`. */
  readonly columns: string
  /** Of a row; what it has twice counts once. */
  values(...row: ReadonlyArray<unknown>): Iterable<string>
}

type Asked = Pick<HandlerInput<'search.values'>, 'of' | 'within'>

function sourceOf({
  of,
  within,
}: {
  of: Exclude<SearchedValue, 'endpoint' | 'tag'>
  within: string | null
}): ValueSource {
  switch (of) {
    case 'query': {
      const pairs = (target: unknown) => parseQuery(String(target))
      if (within === null) return row('c.target', (target) => pairs(target).map(({ name }) => name))
      return row('c.target', (target) =>
        pairs(target).flatMap(({ name, value }) => (name === within && value !== null ? [value] : [])),
      )
    }
    case 'header': {
      const name = within?.toLowerCase() ?? null
      return {
        source: 'headers',
        columns: 't.headers',
        values: (json) =>
          pairsFromJson(String(json)).flatMap(([key, value]) => {
            const lower = headerText(key).toLowerCase()
            if (name === null) return [lower]
            return lower === name ? [headerText(value)] : []
          }),
      }
    }
    case 'body': {
      const path = within === null ? null : readBodyPath(within, 0, within.length)
      if (path?.ok === false) return NOTHING
      const step = path?.path ?? null
      return {
        source: 'body',
        columns: `CASE WHEN c.body_size <= ${LONGEST_BODY} THEN t.body END, t.headers`,
        values: (body, headers) => bodyValues(body as Uint8Array, pairsFromJson(String(headers)), step),
      }
    }
    case 'path':
      return row('c.target', (target) => [headerText(originForm(String(target)).split(/[?#]/, 1)[0] as string)])
    default:
      return row(ROW_COLUMNS[of], one)
  }
}

const ROW_COLUMNS = {
  method: 'c.method',
  event: EVENT_TYPE,
  'event-id': 'e.event_id',
  provider: 'v.provider',
  status: 'a.status',
} as const

const NOTHING: ValueSource = { source: 'row', columns: 'NULL', values: () => [] }

function row(columns: string, values: ValueSource['values']): ValueSource {
  return { source: 'row', columns, values }
}

/** Paths in a body, or what stands at one. What is compressed is not opened for it: a person types on meanwhile. */
function bodyValues(body: Uint8Array, headers: HeaderPairs, path: BodyPath | null): string[] {
  if (contentEncoding(headers) !== null) return []
  const read = readSearchedBody(headers, body)
  if (read === null) return []
  if (path === null) return jsonPaths(read.text)
  const found: string[] = []
  const take = (token: JsonToken) => {
    if (token.kind !== 'container') found.push(token.kind === 'text' ? token.text : token.raw)
    return found.length >= MOST_VALUES
  }
  if (read.fields !== null) someFormValueAt(read.fields, path, take)
  else someJsonValueAt(read.text, path, take)
  return found
}

const TABLES: Readonly<Record<Source, string>> = {
  row: `captures c LEFT JOIN verdicts v ON v.seq = c.seq LEFT JOIN events e ON e.seq = c.seq
    LEFT JOIN answers a ON a.seq = c.seq`,
  headers: 'captures c JOIN capture_contents t ON t.seq = c.seq',
  body: 'captures c JOIN capture_contents t ON t.seq = c.seq',
}

/** What captures have, for completion. */
export function valueQueries(db: ReadConnection) {
  return {
    values({ of, within, prefix, limit }: HandlerInput<'search.values'>): Array<{ value: string; count: number }> {
      const counts = countsOf(db, { of, within })
      const wanted = foldCase(prefix)
      const found = [...counts].filter(([value]) => foldCase(value).includes(wanted))
      const rank = ([value, count]: readonly [string, number]) =>
        (foldCase(value).startsWith(wanted) ? 1e15 : 0) + count
      found.sort((left, right) => rank(right) - rank(left) || (left[0] < right[0] ? -1 : 1))
      return found.slice(0, limit).map(([value, count]) => ({ value, count }))
    },
  }
}

function countsOf(db: ReadConnection, { of, within }: Asked): Map<string, number> {
  if (of === 'endpoint') return endpointCounts(db)
  return of === 'tag' ? tagCounts(db) : recentCounts(db, sourceOf({ of, within }))
}

function tagCounts(db: ReadConnection): Map<string, number> {
  return new Map(
    tagQueries(db)
      .tags()
      .map(({ tag, captures }) => [tag, captures]),
  )
}

function endpointCounts(db: ReadConnection): Map<string, number> {
  const rows = db
    .prepare('SELECT endpoint, sum(captures) AS captures FROM endpoint_counts GROUP BY endpoint')
    .all() as Array<{ endpoint: string; captures: number }>
  const counts = new Map(rows.map(({ endpoint, captures }) => [endpoint, captures]))
  const slugs = db.prepare('SELECT slug FROM endpoints WHERE deleted_at IS NULL').pluck().all() as string[]
  for (const slug of slugs) counts.set(slug, counts.get(slug) ?? 0)
  return counts
}

function recentCounts(db: ReadConnection, { source, columns, values }: ValueSource): Map<string, number> {
  const counts = new Map<string, number>()
  const started = performance.now()
  const slice = db
    .prepare(
      `SELECT c.seq, ${columns} FROM ${TABLES[source]} WHERE c.seq < ? ORDER BY c.seq DESC LIMIT ${SLICE[source]}`,
    )
    .raw()
  let before = Number.MAX_SAFE_INTEGER
  while (performance.now() - started < BUDGET_MS) {
    const rows = slice.all(before) as Array<[number, ...unknown[]]>
    for (const [, ...found] of rows) {
      if (found[0] === null) continue
      for (const value of new Set(values(...found))) add(counts, value)
    }
    const last = rows.at(-1)
    if (last === undefined || rows.length < SLICE[source]) break
    before = last[0]
  }
  return counts
}

function add(counts: Map<string, number>, value: string): void {
  if (value === '' || value.length > LONGEST_VALUE) return
  const count = counts.get(value)
  if (count !== undefined || counts.size < MOST_VALUES) counts.set(value, (count ?? 0) + 1)
}

function one(value: unknown): [string] {
  return [String(value)]
}
