import { parentPort, workerData } from 'node:worker_threads'
import { checkDatabase } from '../store/check-database.ts'
import { copyDatabase } from '../store/copy-database.ts'
import { giveWayToReceiver } from '../threads/give-way.ts'

/** What the thread that backs up is asked for. */
export type BackupOrder =
  /** Copies `from`, which others write to, to a new file `to`; then looks that over. */
  | { readonly kind: 'copy'; readonly from: string; readonly to: string }
  /** Looks over whether `file` can take the place of the database. */
  | { readonly kind: 'check'; readonly file: string }

export type BackupMessage =
  | { readonly kind: 'progress'; readonly done: number; readonly total: number }
  | { readonly kind: 'done' }
  | { readonly kind: 'failed'; readonly message: string }

giveWayToReceiver()
const order = workerData as BackupOrder
const tell = (message: BackupMessage): void => parentPort?.postMessage(message)

try {
  if (order.kind === 'copy')
    await copyDatabase(order.from, order.to, (done, total) => tell({ kind: 'progress', done, total }))
  checkDatabase(order.kind === 'copy' ? order.to : order.file)
  tell({ kind: 'done' })
} catch (error) {
  tell({ kind: 'failed', message: (error as Error).message })
}
