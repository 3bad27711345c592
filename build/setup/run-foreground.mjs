import { spawn } from 'node:child_process'
import { exitCodeOf } from './run-child.mjs'

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
  const stopForwarding = forwardSignals(child)
  /** @type {Promise<{ code: number, error: Error | null }>} */
  const ended = new Promise((resolve) => {
    child.on('error', (error) => {
      stopForwarding()
      resolve({ code: 127, error })
    })
    child.on('exit', (code, signal) => {
      stopForwarding()
      resolve({ code: exitCodeOf(code, signal), error: null })
    })
  })
  return { child, ended }
}

/** @param {import('node:child_process').ChildProcess} child */
function forwardSignals(child) {
  const forwards = /** @type {const} */ (['SIGINT', 'SIGTERM', 'SIGHUP']).map((signal) => {
    const forward = () => {
      // A terminal sends Ctrl-C to the whole group: the child has it already, and a second one could mean "at once".
      if (signal === 'SIGINT' && process.stdin.isTTY) return
      child.kill(signal)
    }
    process.on(signal, forward)
    return () => process.off(signal, forward)
  })
  return () => {
    for (const stop of forwards) stop()
  }
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
