import { spawn } from 'node:child_process'
import { constants } from 'node:os'

/**
 * @typedef {object} ChildResult
 * @property {number} code what a shell would report: 128 + n when a signal ended it, 127 when it could not be started
 * @property {boolean} timedOut
 * @property {string} output the end of what it wrote, both streams together
 */

/**
 * @typedef {object} ChildOptions
 * @property {string} [cwd]
 * @property {NodeJS.ProcessEnv} [env]
 * @property {number} timeLimitMs the child and all it started are ended after this
 * @property {boolean} [quiet] keep what it writes for `output` only
 * @property {(chunk: string) => void} [onOutput] sees standard output as it comes
 * @property {AbortSignal} [signal] ends the child early
 */

const keptOutput = 256 * 1024
/** Groups of running children: they end with us. @type {Set<import('node:child_process').ChildProcess>} */
const running = new Set()

/**
 * Runs a child to its end. Its standard input is closed, so nothing can sit there waiting for an answer.
 *
 * @param {string} command
 * @param {readonly string[]} args
 * @param {ChildOptions} options
 * @returns {Promise<ChildResult>}
 */
export function runChild(command, args, options) {
  return new Promise((resolve) => {
    const child = spawn(command, args, {
      cwd: options.cwd,
      env: options.env ?? process.env,
      stdio: ['ignore', 'pipe', 'pipe'],
      // A group of its own, so that a time limit reaches the grandchildren too.
      detached: process.platform !== 'win32',
      windowsHide: true,
    })
    endWithUs(child)
    let output = ''
    let timedOut = false
    let settled = false

    const keep = (/** @type {string} */ chunk) => {
      output = (output + chunk).slice(-keptOutput)
    }
    child.stdout.setEncoding('utf8').on('data', (chunk) => {
      keep(chunk)
      options.onOutput?.(chunk)
      if (!options.quiet) process.stdout.write(chunk)
    })
    child.stderr.setEncoding('utf8').on('data', (chunk) => {
      keep(chunk)
      if (!options.quiet) process.stderr.write(chunk)
    })

    /** @type {Promise<void>} */
    let ending = Promise.resolve()
    const timer = setTimeout(() => {
      timedOut = true
      ending = endTree(child)
    }, options.timeLimitMs)
    const onAbort = () => {
      ending = endTree(child)
    }
    options.signal?.addEventListener('abort', onAbort)

    const settle = async (/** @type {number} */ code) => {
      if (settled) return
      settled = true
      clearTimeout(timer)
      options.signal?.removeEventListener('abort', onAbort)
      await ending // What it started may live a little longer than it.
      ended(child)
      resolve({ code, timedOut, output })
    }
    child.on('error', (error) => {
      keep(error.message)
      void settle(127)
    })
    child.on('close', (code, signal) => void settle(exitCodeOf(code, signal)))
    // A grandchild that left the group can hold the pipes open; the child's own end is what counts.
    child.on('exit', (code, signal) => setTimeout(() => void settle(exitCodeOf(code, signal)), 2000).unref())
  })
}

/** The exit code a shell would report. @param {number | null} code @param {NodeJS.Signals | null} signal */
export function exitCodeOf(code, signal) {
  if (signal !== null) return 128 + (constants.signals[signal] ?? 0)
  return code ?? 1
}

/** Asks a child's whole group to end, and makes it after `graceMs`. @param {import('node:child_process').ChildProcess} child */
export async function endTree(child, graceMs = 3000) {
  if (child.pid === undefined) return
  if (process.platform === 'win32') {
    spawn('taskkill', ['/pid', String(child.pid), '/t', '/f'], { stdio: 'ignore', windowsHide: true }).on('error', () =>
      child.kill(),
    )
    return
  }
  signalGroup(child.pid, 'SIGTERM')
  const deadline = Date.now() + graceMs
  while (Date.now() < deadline && groupLives(child.pid)) await new Promise((resolve) => setTimeout(resolve, 50))
  signalGroup(child.pid, 'SIGKILL')
}

/** @param {number} pid @param {NodeJS.Signals} signal */
function signalGroup(pid, signal) {
  try {
    process.kill(-pid, signal)
  } catch {
    // Already gone, which is what was wanted.
  }
}

/** @param {number} pid */
function groupLives(pid) {
  try {
    process.kill(-pid, 0)
    return true
  } catch {
    return false
  }
}

/** @type {Array<() => void>} */
const stopWatching = []

/** Ctrl-C or SIGTERM while something runs: end it, then end with the code a shell expects. */
function endWithUs(/** @type {import('node:child_process').ChildProcess} */ child) {
  running.add(child)
  if (running.size > 1) return
  const watch = (/** @type {string} */ event, /** @type {() => void} */ listener) => {
    process.on(event, listener)
    stopWatching.push(() => process.off(event, listener))
  }
  for (const signal of /** @type {const} */ (['SIGINT', 'SIGTERM', 'SIGHUP'])) {
    watch(signal, () => {
      void Promise.all([...running].map((each) => endTree(each))).finally(() => process.exit(exitCodeOf(null, signal)))
    })
  }
  watch('exit', () => {
    if (process.platform === 'win32') return
    for (const each of running) if (each.pid !== undefined) signalGroup(each.pid, 'SIGKILL')
  })
}

function ended(/** @type {import('node:child_process').ChildProcess} */ child) {
  running.delete(child)
  if (running.size > 0) return
  for (const stop of stopWatching.splice(0)) stop()
}
