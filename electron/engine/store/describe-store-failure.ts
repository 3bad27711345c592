import { AppError } from '../../../shared/contract/errors.ts'
import { isStoreFailure } from './write-queue.ts'

/** What a person is told when the store cannot be written or read: what is wrong, and the next step. */
export function describeStoreFailure(error: unknown, dataFolder: string): string {
  const { code = '', message } = error as { code?: string; message: string }
  const where = `captures.db in ${dataFolder}`
  if (code.startsWith('SQLITE_FULL'))
    return `No room for more captures: the disk, or the database's limit, is full (${where}). Free some space; receiving goes on by itself.`
  if (code.startsWith('SQLITE_BUSY'))
    return `Another program has locked ${where}. Close it; receiving goes on by itself.`
  if (code.startsWith('SQLITE_READONLY') || code.startsWith('SQLITE_PERM'))
    return `${where} is read-only. Mend its permissions; receiving goes on by itself.`
  if (code.startsWith('SQLITE_CORRUPT') || code === 'SQLITE_NOTADB')
    return `${where} is damaged. Restart Hookbench: it sets the damaged file aside, without deleting it, and begins a new one.`
  if (code.startsWith('SQLITE_IOERR'))
    return `The disk fails when ${where} is written (${code}). Check its space and health; receiving goes on by itself.`
  return `${where} cannot be written: ${message}`
}

/** The store's trouble as an error that a person can do something about; anything else as it is. */
export function explainStoreFailure(error: unknown, dataFolder: string): unknown {
  if (error instanceof AppError || !isStoreFailure(error)) return error
  return new AppError('unavailable', describeStoreFailure(error, dataFolder), { cause: error })
}
