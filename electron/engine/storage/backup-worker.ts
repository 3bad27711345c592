import fs from 'node:fs'
import { parentPort, workerData } from 'node:worker_threads'
import Database from 'better-sqlite3'
import { checkBackup } from './check-backup.ts'

/** What the thread that backs up is asked for. */
export type BackupJob =
  /** Copies `from`, which others write to, to a new file `to`; then looks that over. */
  | { readonly kind: 'copy'; readonly from: string; readonly to: string }
  /** Looks over whether `file` can take the place of the database. */
  | { readonly kind: 'check'; readonly file: string }

export type BackupMessage =
  | { readonly kind: 'progress'; readonly done: number; readonly total: number }
  | { readonly kind: 'done' }
  | { readonly kind: 'failed'; readonly message: string }

/** 1 MiB of it: then cancelling is heard of. */
const PAGES_A_STEP = 256

const job = workerData as BackupJob
const tell = (message: BackupMessage): void => parentPort?.postMessage(message)

try {
  if (job.kind === 'copy') await copy(job.from, job.to)
  else checkBackup(job.file)
  tell({ kind: 'done' })
} catch (error) {
  tell({ kind: 'failed', message: (error as Error).message })
}

async function copy(from: string, to: string): Promise<void> {
  const db = new Database(from, { readonly: true, timeout: 5000 })
  try {
    // One state of the database from the first page to the last: else the copy would begin anew with every commit.
    db.exec('BEGIN')
    db.prepare('SELECT count(*) FROM sqlite_schema').get()
    fs.closeSync(fs.openSync(to, 'wx', 0o600))
    await db.backup(to, {
      progress: ({ totalPages, remainingPages }) => {
        tell({ kind: 'progress', done: totalPages - remainingPages, total: totalPages })
        return PAGES_A_STEP
      },
    })
  } finally {
    db.close()
  }
  // One file, without a log of its own beside it.
  const written = new Database(to)
  written.pragma('journal_mode = DELETE')
  written.close()
  checkBackup(to)
}
