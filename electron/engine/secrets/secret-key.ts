import { randomBytes } from 'node:crypto'
import fs from 'node:fs'
import path from 'node:path'
import { AppError } from '../../../shared/contract/errors.ts'
import type { Log } from '../log/log.ts'
import { makePrivateFolder, tightenMode } from '../private-folder.ts'

const KEY_BYTES = 32
const KEY_LINE = /^[A-Za-z0-9_-]{43}\n?$/

export function secretKeyFile(dataFolder: string): string {
  return path.join(dataFolder, 'secret.key')
}

/** The key, or null where there is none yet. What stands in the file and is no key is never taken for one. */
export function readSecretKey(file: string, log: Log): Buffer | null {
  const text = readIfThere(file)
  if (text === null) return null
  tightenMode(file, 0o600, log)
  if (KEY_LINE.test(text)) return Buffer.from(text.trim(), 'base64url')
  throw new AppError(
    'unavailable',
    `${file} is damaged, so saved secrets cannot be read. Put it back from a backup; without one, remove it and the saved secrets, and enter them again.`,
  )
}

/** Makes a key, on disk before anything is sealed with it. Fails where the file exists: a key is never overwritten. */
export function createSecretKey(file: string): Buffer {
  makePrivateFolder(path.dirname(file))
  const key = randomBytes(KEY_BYTES)
  const handle = fs.openSync(file, 'wx', 0o600)
  try {
    fs.writeSync(handle, `${key.toString('base64url')}\n`)
    fs.fsyncSync(handle)
  } catch (error) {
    // Half a key, that nothing was sealed with, would be in the way of the next try.
    fs.rmSync(file, { force: true })
    throw error
  } finally {
    fs.closeSync(handle)
  }
  syncFolder(path.dirname(file))
  return key
}

function readIfThere(file: string): string | null {
  try {
    return fs.readFileSync(file, 'latin1')
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException
    if (code === 'ENOENT') return null
    throw new AppError('unavailable', `${file} cannot be read (${code}). Give this user the right to read it.`, {
      cause: error,
    })
  }
}

/** A new file is safe from a power cut only once its folder is on disk too. Windows has no such call. */
function syncFolder(folder: string): void {
  if (process.platform === 'win32') return
  const handle = fs.openSync(folder, 'r')
  try {
    fs.fsyncSync(handle)
  } finally {
    fs.closeSync(handle)
  }
}
