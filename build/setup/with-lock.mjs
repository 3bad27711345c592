import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { dirname } from 'node:path'
import { SetUpError } from './set-up-error.mjs'

const pollMs = 200

/**
 * Runs `work` while holding a lock file, so that two commands started together do not install or build over each other.
 *
 * @template T
 * @param {string} path
 * @param {{ waitMs: number, onWait: (pid: number) => void }} options
 * @param {() => Promise<T>} work
 * @returns {Promise<T>}
 */
export async function withLock(path, options, work) {
  mkdirSync(dirname(path), { recursive: true })
  const deadline = Date.now() + options.waitMs
  let told = false
  while (!take(path)) {
    const holder = holderOf(path) ?? (await pause().then(() => holderOf(path)))
    if (holder === null || !isAlive(holder)) {
      rmSync(path, { force: true })
      continue
    }
    if (Date.now() > deadline) {
      throw new SetUpError(
        `Process ${holder} is still setting up this folder. Wait for it, or end it and delete ${path}.`,
      )
    }
    if (!told) options.onWait(holder)
    told = true
    await pause()
  }
  const release = () => rmSync(path, { force: true })
  process.on('exit', release)
  try {
    return await work()
  } finally {
    process.off('exit', release)
    release()
  }
}

/** @param {string} path */
function take(path) {
  try {
    writeFileSync(path, String(process.pid), { flag: 'wx' })
    return true
  } catch (error) {
    if (/** @type {NodeJS.ErrnoException} */ (error).code === 'EEXIST') return false
    throw error
  }
}

/** @param {string} path */
function holderOf(path) {
  try {
    const pid = Number(readFileSync(path, 'utf8'))
    return Number.isInteger(pid) && pid > 0 ? pid : null
  } catch {
    return null // Released between our look and our read, or not yet written.
  }
}

function pause() {
  return new Promise((resolve) => setTimeout(resolve, pollMs))
}

/** @param {number} pid */
function isAlive(pid) {
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    return /** @type {NodeJS.ErrnoException} */ (error).code === 'EPERM'
  }
}
