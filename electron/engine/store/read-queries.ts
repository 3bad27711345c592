import path from 'node:path'
import type { Database } from 'better-sqlite3'
import { captureQueries } from './capture-queries.ts'
import { changeQueries } from './change-queries.ts'
import { contentQueries } from './content-queries.ts'
import { deliveryQueries } from './delivery-queries.ts'
import { eventQueries } from './event-queries.ts'
import { listQueries } from './list-queries.ts'
import { ReadConnection } from './read-connection.ts'
import { requestQueries } from './request-queries.ts'
import type { UnaskableCapture } from './search/capture-search.ts'
import { openSearch } from './search/open-search.ts'
import { tallyQueries } from './search/tally-queries.ts'
import { storageQueries } from './storage-queries.ts'
import { tagQueries } from './tag-queries.ts'
import { valueQueries } from './value-queries.ts'

export interface ReaderHooks {
  readonly unaskable?: UnaskableCapture
  /** Whoever asks is about to go: what takes long is to be cut short. */
  isEnding?(): boolean
}

/**
 * Every question that can be asked of a store, on any connection. All but those that take long answer without a pause: whoever may
 * not wait asks through a worker.
 */
export function readQueries(db: Database, { unaskable, isEnding = () => false }: ReaderHooks = {}) {
  const connection = new ReadConnection(db)
  const search = openSearch(connection, path.dirname(db.name), unaskable)
  return {
    ...listQueries(connection, search),
    ...captureQueries(connection),
    ...changeQueries(connection),
    ...eventQueries(connection),
    ...tallyQueries(search, isEnding),
    ...deliveryQueries(connection),
    ...requestQueries(connection),
    ...contentQueries(connection),
    ...valueQueries(connection),
    ...tagQueries(connection),
    ...storageQueries(connection),
  }
}

export type ReadQueries = ReturnType<typeof readQueries>
export type Query = keyof ReadQueries

/** Asks the store, through a thread or directly. */
export type AskStore<Asked extends Query> = <Name extends Asked>(
  query: Name,
  ...args: Parameters<ReadQueries[Name]>
) => Promise<Awaited<ReturnType<ReadQueries[Name]>>>

/** Answers a question that came by its name. */
export async function answerQuery<Name extends Query>(
  queries: ReadQueries,
  name: Name,
  args: ReadonlyArray<unknown>,
): Promise<Awaited<ReturnType<ReadQueries[Name]>>> {
  return await (queries[name] as (...args: ReadonlyArray<unknown>) => ReturnType<ReadQueries[Name]>)(...args)
}
