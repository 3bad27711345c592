import { Worker } from 'node:worker_threads'
import { AppError, type CallError } from '../../../shared/contract/errors.ts'
import { workerUrl } from '../worker-url.ts'
import type { RedactionOrder } from './new-redaction.ts'
import type { RedactedCapture } from './redact-capture.ts'

export interface RedactWork {
  readonly dataFolder: string
  readonly id: string
  readonly order: RedactionOrder
  readonly maxBody: number
}

export type FromRedactWorker =
  | { readonly kind: 'redacted'; readonly capture: RedactedCapture }
  | { readonly kind: 'refused'; readonly error: CallError }

/** Redacts a capture in a thread of its own: a body of megabytes takes a second, in which others are received. */
export function redactInThread(work: RedactWork): Promise<RedactedCapture> {
  const worker = new Worker(workerUrl(new URL('./redact-capture-worker.ts', import.meta.url)), { workerData: work })
  return new Promise((resolve, reject) => {
    worker.once('message', (message: FromRedactWorker) => {
      if (message.kind === 'redacted') resolve(message.capture)
      else reject(new AppError(message.error.kind, message.error.message))
    })
    worker.once('error', reject)
    worker.once('exit', () => reject(new Error('The thread that redacts ended by itself')))
  })
}
