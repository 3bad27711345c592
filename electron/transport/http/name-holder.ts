import { AppError } from '../../../shared/contract/errors.ts'
import { readControlFile } from './control-file.ts'

/** Adds to "another one holds the data folder" which one it is, and where its screen is. Other errors stay as they are. */
export async function nameHolder(error: unknown, dataFolder: string): Promise<unknown> {
  if (!(error instanceof AppError) || error.kind !== 'conflict') return error
  const control = await readControlFile(dataFolder)
  // A control file outlives an engine that was killed; then it names nobody.
  if (control === null || !isAlive(control.pid)) return error
  const where = control.uiUrl === null ? 'It is the desktop app.' : `Its screen is at ${control.uiUrl}.`
  const message = `Another Hookbench (process ${control.pid}) holds ${dataFolder}. ${where} Stop it, or choose another folder with --data.`
  return new AppError('conflict', message, { cause: error })
}

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0)
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM'
  }
}
