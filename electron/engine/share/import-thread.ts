import { Worker } from 'node:worker_threads'
import { AppError } from '../../../shared/contract/errors.ts'
import { workerUrl } from '../threads/worker-url.ts'
import type { FromImportWorker, ImportBatch, ImportTally, ImportWork, ToImportWorker } from './import-messages.ts'

/** What it makes lives as long as a batch; the more it may take, the later it collects. One entry may have a body of 64 MiB. */
const LIMITS_OF_THREAD = { maxYoungGenerationSizeMb: 8, maxOldGenerationSizeMb: 512 }

export interface ImportTaker {
  progressed(tally: ImportTally): void
  /** Resolves once it is on disk. */
  take(batch: ImportBatch): Promise<void>
}

/** A file that a thread reads. */
export interface ImportThread {
  /** Resolves once all of it is read, and taken; null if it was cancelled. Rejects with an `AppError` for what a person can mend. */
  readonly ended: Promise<ImportTally | null>
  cancel(): void
}

export function startImportThread(work: ImportWork, taker: ImportTaker): ImportThread {
  const worker = new Worker(workerUrl(new URL('./import-worker.ts', import.meta.url)), {
    workerData: work,
    resourceLimits: LIMITS_OF_THREAD,
  })
  const tell = (message: ToImportWorker): void => worker.postMessage(message)
  const { promise, resolve, reject } = Promise.withResolvers<ImportTally | null>()
  let cancelled = false
  /** Batches are taken one after the other, in the order that they came in. */
  let taken: Promise<void> = Promise.resolve()
  const fail = (error: unknown): void => {
    reject(error)
    tell('cancel')
  }
  worker.on('message', (message: FromImportWorker) => {
    switch (message.kind) {
      case 'progress':
        taker.progressed(message.tally)
        return
      case 'batch':
        taken = taken.then(() => (cancelled ? undefined : taker.take(message.batch)))
        taken.then(() => tell('written'), fail)
        return
      case 'end':
        taken.then(() => resolve(cancelled ? null : message.tally), fail)
        return
      case 'refused':
        reject(new AppError('invalid-input', message.message))
        return
      case 'failed':
        reject(Object.assign(new Error(message.message), message.stack === undefined ? {} : { stack: message.stack }))
    }
  })
  worker.on('error', reject)
  worker.once('exit', () => {
    // Without an end it was told to stop.
    if (cancelled) taken.then(() => resolve(null), reject)
    else taken.then(() => reject(new Error('The thread that imports ended by itself')), reject)
  })
  return {
    ended: promise,
    cancel: () => {
      cancelled = true
      tell('cancel')
    },
  }
}
