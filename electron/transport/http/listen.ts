import { randomBytes } from 'node:crypto'
import { once } from 'node:events'
import { chmod, mkdtemp, rm } from 'node:fs/promises'
import type { Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { basename, dirname, join } from 'node:path'
import { AppError } from '../../../shared/contract/errors.ts'

const FOLDER_PREFIX = 'hookbench-'
const SOCKET_NAME = 'engine.sock'
/** A unix socket's path has 104 bytes on macOS, 108 on Linux, the last of them NUL. */
const LONGEST_SOCKET_PATH = 100
const PORTS_TO_TRY = 50

/**
 * Listens on a socket that only this user can open, and returns its path. A folder of its own, since the folder's
 * rights hold from the start while a socket's own could be changed only after it is there.
 */
export async function listenOnLocalSocket(server: Server): Promise<string> {
  const path = process.platform === 'win32' ? pipePath() : await socketPath()
  await listening(server, { path })
  if (process.platform !== 'win32') await chmod(path, 0o600)
  return path
}

/** Removes the folder of a socket that nobody listens on any more. */
export async function removeLocalSocket(path: string): Promise<void> {
  if (process.platform === 'win32') return // A named pipe goes with its last handle.
  const folder = dirname(path)
  const isOurs = basename(path) === SOCKET_NAME && basename(folder).startsWith(FOLDER_PREFIX)
  if (isOurs) await rm(folder, { recursive: true, force: true })
}

/** Listens on 127.0.0.1 and returns the port. Unless `exact`, a taken port gives way to the next free one. */
export async function listenOnLoopback(server: Server, port: number, exact: boolean): Promise<number> {
  const last = exact || port === 0 ? port : Math.min(port + PORTS_TO_TRY, 65_535)
  for (let candidate = port; ; candidate++) {
    try {
      await listening(server, { host: '127.0.0.1', port: candidate })
      return (server.address() as AddressInfo).port
    } catch (error) {
      const code = error instanceof Error && 'code' in error ? error.code : undefined
      if (code !== 'EADDRINUSE' && code !== 'EACCES') throw error
      if (candidate >= last) {
        const why = code === 'EACCES' ? 'needs more rights' : 'is taken'
        throw new AppError('unavailable', `Port ${port} for the screen ${why}. Choose another.`, { cause: error })
      }
    }
  }
}

async function listening(server: Server, where: { path: string } | { host: string; port: number }): Promise<void> {
  server.listen(where)
  await once(server, 'listening')
}

async function socketPath(): Promise<string> {
  for (const parent of [process.env.XDG_RUNTIME_DIR, tmpdir(), '/tmp']) {
    if (!parent || join(parent, `${FOLDER_PREFIX}XXXXXX`, SOCKET_NAME).length > LONGEST_SOCKET_PATH) continue
    try {
      return join(await mkdtemp(join(parent, FOLDER_PREFIX)), SOCKET_NAME) // mkdtemp makes it 0700.
    } catch (error) {
      const code = error instanceof Error && 'code' in error ? String(error.code) : ''
      // XDG_RUNTIME_DIR may name a folder of a session that has ended, or of another user (sudo).
      if (!['ENOENT', 'ENOTDIR', 'EACCES', 'EPERM', 'EROFS', 'ENOSPC'].includes(code)) throw error
    }
  }
  throw new AppError('unavailable', 'No folder for the local socket could be made. Set TMPDIR to one that is writable.')
}

function pipePath(): string {
  return `\\\\.\\pipe\\${FOLDER_PREFIX}${randomBytes(16).toString('hex')}`
}
