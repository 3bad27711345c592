import { Worker } from 'node:worker_threads'
import { AppError } from '../../../shared/contract/errors.ts'
import { threadMemory } from '../threads/thread-memory.ts'
import { workerUrl } from '../threads/worker-url.ts'
import type { FromImportWorker, ImportBatch, ImportTally, ImportWork, ToImportWorker } from './import-messages.ts'

/** What it makes lives as long as a batch, but for one entry that may have a body of 64 MiB. */
const LIMITS_OF_THREAD = threadMemory(512)

/** In which a thread that is told to end, or says that it does, may end by itself. */
const GRACE_MS = 500

export interface ImportTaker {
  progressed(tally: ImportTally): void
  /** Resolves once it is on disk. */
  take(batch: ImportBatch): Promise<void>
}

/** A file that a thread reads. */
export interface ImportThread {
  /**
   * Settles once the thread is gone and nothing is being taken any more: with what was read, all of it taken, or null if it was
   * cancelled. Rejects with an `AppError` for what a person can mend.
   */
  readonly ended: Promise<ImportTally | null>
  cancel(): void
}

export function startImportThread(work: ImportWork, taker: ImportTaker, limits = LIMITS_OF_THREAD): ImportThread {
  const worker = new Worker(workerUrl(new URL('./import-worker.ts', import.meta.url)), {
    workerData: work,
    resourceLimits: limits,
  })
  const tell = (message: ToImportWorker): void => worker.postMessage(message)
  const { promise, resolve, reject } = Promise.withResolvers<ImportTally | null>()
  let tally: ImportTally | null = null
  let failure: unknown = null
  let cancelled = false
  let grace: NodeJS.Timeout | null = null
  /** Batches are taken one after the other, in the order that they came in. */
  let taken: Promise<void> = Promise.resolve()

  /** It may be at an entry of megabytes, and hear nothing meanwhile. */
  const expectExit = (): void => {
    grace ??= setTimeout(() => void worker.terminate(), GRACE_MS)
  }
  const fail = (error: unknown): void => {
    failure ??= error
    tell('cancel')
    expectExit()
  }
  worker.on('message', (message: FromImportWorker) => {
    switch (message.kind) {
      case 'progress':
        taker.progressed(message.tally)
        return
      case 'batch':
        taken = taken
          .then(() => (cancelled || failure !== null ? undefined : taker.take(message.batch)))
          .then(() => {
            // Each has memory outside of V8's heap, which would collect it once there are 64 MiB of them.
            for (const buffer of message.batch.buffers) buffer.transfer(0)
            tell('written')
          }, fail)
        return
      case 'end':
        tally = message.tally
        expectExit()
        return
      case 'refused':
        fail(new AppError('invalid-input', message.message))
        return
      case 'failed':
        fail(Object.assign(new Error(message.message), message.stack === undefined ? {} : { stack: message.stack }))
    }
  })
  worker.on('error', (error: NodeJS.ErrnoException) =>
    fail(error.code === 'ERR_WORKER_OUT_OF_MEMORY' ? tooLarge(limits.maxOldGenerationSizeMb) : error),
  )
  worker.once('exit', () => {
    if (grace !== null) clearTimeout(grace)
    // What is being written stays in its turn: to take it back beside that would leave some of it.
    void taken.then(() => {
      if (cancelled) resolve(null)
      else if (failure !== null) reject(failure)
      else if (tally !== null) resolve(tally)
      else reject(new Error('The thread that imports ended by itself'))
    })
  })
  return {
    ended: promise,
    cancel: () => {
      cancelled = true
      tell('cancel')
      expectExit()
    },
  }
}

function tooLarge(most: number): AppError {
  return new AppError(
    'invalid-input',
    `To read this file takes more than the ${most} MiB of memory that there are for it. Split it.`,
  )
}
