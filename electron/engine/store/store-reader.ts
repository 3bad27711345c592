import type { Log } from '../log/log.ts'
import { AnsweringThread } from '../threads/answering-thread.ts'
import { threadMemory } from '../threads/thread-memory.ts'
import type { Query, ReadQueries } from './read-queries.ts'

export interface ReaderData {
  readonly dataFolder: string
  /** The receiver goes first. */
  readonly givesWay: boolean
}

/** Asks `readQueries` in a thread. */
export class StoreReader {
  private readonly thread: AnsweringThread<ReadQueries>
  private readonly explain: (error: unknown) => unknown

  /** `explain` gets the error of every question that could not be answered, and gives the one that its asker gets. */
  constructor(dataFolder: string, explain: (error: unknown) => unknown, log: Log, { givesWay = false } = {}) {
    this.explain = explain
    this.thread = new AnsweringThread({
      name: 'The thread that reads the store',
      source: new URL('./reader-worker.ts', import.meta.url),
      data: { dataFolder, givesWay } satisfies ReaderData,
      log,
      // A page of a list is small; what is large goes out in pieces.
      memory: threadMemory(1024),
    })
  }

  ask<Name extends Query>(
    query: Name,
    ...args: Parameters<ReadQueries[Name]>
  ): Promise<Awaited<ReturnType<ReadQueries[Name]>>> {
    return this.thread.ask(query, ...args).catch((error: unknown) => {
      throw this.explain(error)
    })
  }

  close(): Promise<void> {
    return this.thread.close()
  }
}
