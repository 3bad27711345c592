import fs from 'node:fs'
import path from 'node:path'
import Database from 'better-sqlite3'
import { AppError } from '../../../shared/contract/errors.ts'

/** Held by the one engine of a data folder. */
export interface EngineLock {
  release(): void
}

/**
 * Takes the exclusive lock of a data folder. It is SQLite's own file lock on `engine.lock`, so the system lets go of it
 * when the process dies, however it dies, and no native module is needed for it.
 */
export function takeEngineLock(dataFolder: string): EngineLock {
  const file = path.join(dataFolder, 'engine.lock')
  const db = new Database(file, { timeout: 0 })
  fs.chmodSync(file, 0o600)
  try {
    db.pragma('locking_mode = EXCLUSIVE')
    db.pragma('journal_mode = MEMORY')
    db.exec('BEGIN EXCLUSIVE')
  } catch (error) {
    db.close()
    if ((error as { code?: string }).code?.startsWith('SQLITE_BUSY')) {
      throw new AppError('conflict', `Another Hookbench holds the data folder ${dataFolder}.`, { cause: error })
    }
    throw error
  }
  return { release: () => db.close() }
}
