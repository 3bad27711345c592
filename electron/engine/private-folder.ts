import fs from 'node:fs'
import path from 'node:path'
import type { Log } from './log/log.ts'

/**
 * Makes a folder, and the ones above it, that only their owner can look into. Level by level: Node's own `recursive`
 * never returns where a folder that exists refuses new ones with ENOENT, as `/proc` does.
 */
export function makePrivateFolder(folder: string): void {
  for (const missing of missingFolders(path.resolve(folder))) {
    try {
      fs.mkdirSync(missing, { mode: 0o700 })
    } catch (error) {
      // Somebody else was quicker.
      if (!isFolder(missing)) throw error
    }
  }
}

/** Takes from others what an older version, a backup or a `mkdir` by hand gave them. Not being able to is a line in the log. */
export function tightenMode(file: string, mode: 0o700 | 0o600, log: Log): void {
  // The bits mean nothing on Windows.
  if (process.platform === 'win32') return
  const found = fs.statSync(file, { throwIfNoEntry: false })
  if (found === undefined || (found.mode & 0o777 & ~mode) === 0) return
  try {
    // A sticky folder such as /tmp is everybody's on purpose.
    if ((found.mode & 0o1000) !== 0) throw new Error('It is a folder that many share')
    fs.chmodSync(file, mode)
    log.info('Others could look into it; now only its owner can', { file })
  } catch (error) {
    log.warn('Others can look into it, and that could not be changed', { file, error: String(error) })
  }
}

/** Outermost first. */
function missingFolders(folder: string): string[] {
  if (isFolder(folder)) return []
  const parent = path.dirname(folder)
  return parent === folder ? [folder] : [...missingFolders(parent), folder]
}

function isFolder(folder: string): boolean {
  return fs.statSync(folder, { throwIfNoEntry: false })?.isDirectory() === true
}
