import fs from 'node:fs'
import path from 'node:path'
import { AppError } from '../../../shared/contract/errors.ts'
import { DATABASE_FILE } from '../store/open-database.ts'
import { runBackupThread } from './backup-thread.ts'

interface BackupOptions {
  readonly signal?: AbortSignal
  /** In pages. */
  progress?(done: number, total: number): void
}

/**
 * Copies the database of a data folder to a new file, which gets its name only once it is whole and looked over. An
 * engine may be writing meanwhile. Throws `AppError`.
 */
export async function makeBackup(dataFolder: string, to: string, options: BackupOptions = {}): Promise<void> {
  const from = path.join(dataFolder, DATABASE_FILE)
  if (!fs.existsSync(from)) throw new AppError('not-found', `There are no captures in ${dataFolder} yet.`)
  if (fs.existsSync(to)) throw new AppError('conflict', `${to} is there already. Choose another name.`)
  const unfinished = `${to}.unfinished`
  try {
    await runBackupThread({ kind: 'copy', from, to: unfinished }, options)
    await fs.promises.rename(unfinished, to)
  } finally {
    for (const suffix of ['', '-journal', '-wal', '-shm']) await fs.promises.rm(unfinished + suffix, { force: true })
  }
}
