import { Worker } from 'node:worker_threads'
import { AppError } from '../../../shared/contract/errors.ts'
import { workerUrl } from '../threads/worker-url.ts'
import type { BackupMessage, BackupOrder } from './backup-worker.ts'

/**
 * Copies or checks a database in a thread of its own, since reading a whole database takes its time. Throws `AppError` if it fails or
 * `signal` ends it.
 */
export async function runBackupThread(
  order: BackupOrder,
  options: { readonly signal?: AbortSignal; progress?(done: number, total: number): void } = {},
): Promise<void> {
  const { signal, progress } = options
  if (signal?.aborted) throw cancelled()
  const worker = new Worker(workerUrl(new URL('./backup-worker.ts', import.meta.url)), { workerData: order })
  const stop = (): void => void worker.terminate()
  signal?.addEventListener('abort', stop, { once: true })
  try {
    await new Promise<void>((resolve, reject) => {
      worker.on('message', (message: BackupMessage) => {
        if (message.kind === 'progress') progress?.(message.done, message.total)
        else if (message.kind === 'done') resolve()
        else reject(new AppError('unavailable', message.message))
      })
      worker.on('error', reject)
      worker.on('exit', () => reject(signal?.aborted ? cancelled() : new Error('The thread that backs up ended')))
    })
  } finally {
    signal?.removeEventListener('abort', stop)
    await worker.terminate()
  }
}

function cancelled(): AppError {
  return new AppError('refused', 'Cancelled.')
}
