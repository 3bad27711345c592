import type { Handlers } from '../../../shared/contract/contract.ts'
import { DEFAULT_SIGNING } from '../../../shared/endpoint/endpoint-signing.ts'
import { ContentDecoder } from '../content/content-decoder.ts'
import type { Content, ContentRef } from '../engine-door.ts'
import { openContent } from '../handlers/open-content.ts'
import { type ReadHandlers, readHandlers } from '../handlers/read-handlers.ts'
import { readEndpoints } from '../store/endpoint-store.ts'
import { readFilters } from '../store/filter-store.ts'
import { readIgnoreRules } from '../store/ignore-rule-store.ts'
import { openReadingDatabase } from '../store/open-database.ts'
import { type AskStore, answerQuery, type Query, readQueries } from '../store/read-queries.ts'
import { readSigning } from '../store/signing-store.ts'

export interface ReadOnlyStore {
  readonly handlers: ReadHandlers & Pick<Handlers, 'endpoints.list' | 'filters.list' | 'ignoreRules.list'>
  openContent(ref: ContentRef): Promise<Content | null>
  close(): Promise<void>
}

/** A data folder without its engine: takes no lock and writes nothing. Throws `AppError` `not-found` without a database. */
export function openReadOnlyStore(dataFolder: string): ReadOnlyStore {
  const db = openReadingDatabase(dataFolder)
  const queries = readQueries(db)
  const decoder = new ContentDecoder()
  const ask: AskStore<Query> = (query, ...args) => answerQuery(queries, query, args)
  return {
    handlers: {
      ...readHandlers(ask),
      'endpoints.list': () => endpointsOf(db),
      'filters.list': () => readFilters(db),
      'ignoreRules.list': () => readIgnoreRules(db),
    },
    openContent: (ref) => openContent(ref, ask, decoder),
    async close() {
      await decoder.close()
      db.close()
    },
  }
}

function endpointsOf(db: ReturnType<typeof openReadingDatabase>): Awaited<ReturnType<Handlers['endpoints.list']>> {
  const count = db.prepare(
    'SELECT coalesce(sum(captures), 0) AS captures, coalesce(sum(bytes), 0) AS bytes FROM endpoint_counts WHERE endpoint = ?',
  )
  const signing = readSigning(db)
  return readEndpoints(db).map((endpoint) => ({
    ...endpoint,
    ...(count.get(endpoint.slug) as { captures: number; bytes: number }),
    signing: signing.get(endpoint.slug) ?? DEFAULT_SIGNING,
  }))
}
