import type { Handlers } from '../../../shared/contract/contract.ts'
import { AppError } from '../../../shared/contract/errors.ts'
import { DEFAULT_SIGNING } from '../../../shared/endpoint/endpoint-signing.ts'
import { ContentDecoder } from '../content/content-decoder.ts'
import { openContent } from '../content/open-content.ts'
import type { Content, ContentRef } from '../engine-door.ts'
import { readEndpoints } from './endpoint-store.ts'
import { readFilters } from './filter-store.ts'
import { readIgnoreRules } from './ignore-rule-store.ts'
import { openReadingDatabase } from './open-database.ts'
import { type AskStore, answerQuery, type Query, readQueries } from './read-queries.ts'
import { readSigning } from './signing-store.ts'

/** The calls that are answered the same with an engine and without one. */
export type ReadHandlers = Pick<
  Handlers,
  | 'captures.list'
  | 'captures.get'
  | 'captures.attempts'
  | 'captures.previousOfType'
  | 'deliveries.list'
  | 'deliveries.get'
>

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

export function readHandlers(
  ask: AskStore<'list' | 'get' | 'attempts' | 'previousOfType' | 'deliveries' | 'delivery'>,
): ReadHandlers {
  return {
    'captures.list': (input) => ask('list', input),
    'captures.get': async ({ id }) => foundCapture(await ask('get', id), id),
    'captures.attempts': async ({ id, limit }) => foundCapture(await ask('attempts', id, limit), id),
    'captures.previousOfType': async ({ id }) => foundCapture(await ask('previousOfType', id), id),
    'deliveries.list': ({ captureId }) => ask('deliveries', captureId),
    'deliveries.get': async ({ id }) =>
      found(await ask('delivery', id), `There is no delivery ${id}. Its capture may have been deleted.`),
  }
}

function foundCapture<Value>(value: Value | null, id: string): Value {
  return found(value, `There is no capture ${id}. It may have been deleted.`)
}

function found<Value>(value: Value | null, message: string): Value {
  if (value === null) throw new AppError('not-found', message)
  return value
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
