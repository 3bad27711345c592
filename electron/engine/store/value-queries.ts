import type { HandlerInput } from '../../../shared/contract/contract.ts'
import { headerText } from '../../../shared/http/header-text.ts'
import { parseQuery } from '../../../shared/http/query.ts'
import type { SearchedValue } from '../../../shared/search/complete-filter.ts'
import { foldCase } from '../../../shared/search/fold-case.ts'
import { jsonPaths } from '../../../shared/search/json-paths.ts'
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
  /** Column of `captures` or `capture_contents`. */
  readonly column: string
  values(found: unknown): Iterable<string>
}

const SOURCES: Readonly<Record<Exclude<SearchedValue, 'endpoint' | 'tag'>, ValueSource>> = {
  method: { source: 'row', column: 'c.method', values: one },
  event: { source: 'row', column: EVENT_TYPE, values: one },
  provider: { source: 'row', column: 'v.provider', values: one },
  query: { source: 'row', column: 'c.target', values: (target) => parseQuery(String(target)).map(({ name }) => name) },
  header: {
    source: 'headers',
    column: 't.headers',
    values: (json) => pairsFromJson(String(json)).map(([name]) => headerText(name).toLowerCase()),
  },
  body: {
    source: 'body',
    column: `CASE WHEN c.body_size <= ${LONGEST_BODY} THEN t.body END`,
    values: (body) => jsonPaths(Buffer.from(body as Uint8Array).toString()),
  },
}

const TABLES: Readonly<Record<Source, string>> = {
  row: 'captures c LEFT JOIN verdicts v ON v.seq = c.seq LEFT JOIN events e ON e.seq = c.seq',
  headers: 'captures c JOIN capture_contents t ON t.seq = c.seq',
  body: 'captures c JOIN capture_contents t ON t.seq = c.seq',
}

/** What captures have, for completion. */
export function valueQueries(db: ReadConnection) {
  return {
    values({ of, prefix, limit }: HandlerInput<'search.values'>): Array<{ value: string; count: number }> {
      const counts = countsOf(db, of)
      const wanted = foldCase(prefix)
      const found = [...counts].filter(([value]) => foldCase(value).includes(wanted))
      const rank = ([value, count]: readonly [string, number]) =>
        (foldCase(value).startsWith(wanted) ? 1e15 : 0) + count
      found.sort((left, right) => rank(right) - rank(left) || (left[0] < right[0] ? -1 : 1))
      return found.slice(0, limit).map(([value, count]) => ({ value, count }))
    },
  }
}

function countsOf(db: ReadConnection, of: SearchedValue): Map<string, number> {
  if (of === 'endpoint') return endpointCounts(db)
  return of === 'tag' ? tagCounts(db) : recentCounts(db, SOURCES[of])
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

function recentCounts(db: ReadConnection, { source, column, values }: ValueSource): Map<string, number> {
  const counts = new Map<string, number>()
  const started = performance.now()
  const slice = db
    .prepare(
      `SELECT c.seq, ${column} FROM ${TABLES[source]} WHERE c.seq < ? ORDER BY c.seq DESC LIMIT ${SLICE[source]}`,
    )
    .raw()
  let before = Number.MAX_SAFE_INTEGER
  while (performance.now() - started < BUDGET_MS) {
    const rows = slice.all(before) as Array<[number, unknown]>
    for (const [, found] of rows) {
      if (found === null) continue
      for (const value of new Set(values(found))) add(counts, value)
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
