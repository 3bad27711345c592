import Database from 'better-sqlite3'
import { AppError } from '../../../shared/contract/errors.ts'
import { migrations, refuseNewer, schemaVersion } from './migrate.ts'

/**
 * Reads a copy of the database from end to end. Throws `AppError` where it is none, is damaged or comes from a newer
 * version. Takes its time: for a thread of its own.
 */
export function checkDatabase(file: string): void {
  const db = openBackup(file)
  try {
    const version = readVersion(db, file)
    refuseNewer(version, migrations.at(-1)?.version ?? 0, file)
    const verdict = db.pragma('integrity_check(1)', { simple: true })
    if (verdict !== 'ok') throw damaged(file, String(verdict))
  } finally {
    db.close()
  }
}

function openBackup(file: string): Database.Database {
  try {
    return new Database(file, { readonly: true, fileMustExist: true })
  } catch (error) {
    throw new AppError('not-found', `${file} cannot be opened: ${(error as Error).message}. Choose another backup.`)
  }
}

function readVersion(db: Database.Database, file: string): number {
  try {
    const version = schemaVersion(db)
    const has = db.prepare("SELECT count(*) FROM sqlite_schema WHERE name IN ('captures', 'capture_contents')").pluck()
    if (version > 0 && has.get() === 2) return version
  } catch (error) {
    throw damaged(file, (error as Error).message)
  }
  throw new AppError('invalid-input', `${file} is no database of Hookbench. Choose another backup.`)
}

function damaged(file: string, why: string): AppError {
  return new AppError('invalid-input', `${file} is damaged (${why}). Choose another backup; nothing was changed.`)
}
