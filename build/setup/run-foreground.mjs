import { spawn } from 'node:child_process'
import { exitCodeOf } from './run-child.mjs'

const forwardAfterMs = 300

/**
 * Starts the program that all the set-up was for. It shares our process group, so that what ends us ends it, and its
 * exit code becomes ours.
 *
 * @param {string} command
 * @param {readonly string[]} args
 * @param {{ cwd?: string, env?: NodeJS.ProcessEnv, stdio?: import('node:child_process').StdioOptions }} [options]
 */
export function startForeground(command, args, options = {}) {
  const child = spawn(command, args, {
    cwd: options.cwd,
    env: options.env ?? process.env,
    stdio: options.stdio ?? ['ignore', 'inherit', 'inherit'],
  })
  const forwarding = forwardSignals(child)
  /** @type {Promise<{ code: number, error: Error | null }>} */
  const ended = new Promise((resolve) => {
    child.on('error', (error) => {
      forwarding.stop()
      resolve({ code: 127, error })
    })
    child.on('exit', (code, signal) => {
      forwarding.stop()
      resolve({ code: exitCodeOf(code, signal), error: null })
    })
  })
  return { child, ended, wasAskedToEnd: () => forwarding.happened }
}

/** @param {import('node:child_process').ChildProcess} child */
function forwardSignals(child) {
  const state = { happened: false, stop: () => {} }
  /** @type {Array<() => void>} */
  const stops = []
  for (const signal of /** @type {const} */ (['SIGINT', 'SIGTERM', 'SIGHUP'])) {
    let seen = false
    const forward = () => {
      if (seen) return
      seen = true
      state.happened = true
      // A terminal sends Ctrl-C to the whole group: the child has it already, and a second one would mean "at once".
      if (signal === 'SIGINT' && process.stdin.isTTY) return
      // Others may send to the group as well. A child that is still there shortly after was not sent it.
      const timer = setTimeout(() => child.kill(signal), forwardAfterMs)
      stops.push(() => clearTimeout(timer))
    }
    process.on(signal, forward)
    stops.push(() => process.off(signal, forward))
  }
  state.stop = () => {
    for (const stop of stops) stop()
  }
  return state
}

/**
 * Ends a foreground program: first it is asked, then it is made to.
 *
 * @param {import('node:child_process').ChildProcess} child
 * @param {Promise<unknown>} ended
 */
export async function endForeground(child, ended, graceMs = 4000) {
  child.kill('SIGTERM')
  const timer = setTimeout(() => child.kill('SIGKILL'), graceMs)
  await ended
  clearTimeout(timer)
}
