import { findProgram } from './find-program.mjs'
import { runChild } from './run-child.mjs'
import { say } from './say.mjs'

const updateMs = 3 * 60_000
const installMs = 6 * 60_000

/** Whether system packages can be installed without asking anyone: as root, on Debian or what descends from it. */
export function canAptInstall() {
  return process.platform === 'linux' && process.getuid?.() === 0 && findProgram(['apt-get']) !== null
}

/**
 * @param {readonly string[]} packages
 * @returns {Promise<boolean>} whether it worked; if not, apt's last words were shown
 */
export async function aptInstall(packages) {
  say(`installing ${packages.join(' and ')} with apt-get`)
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' }
  // A failed update is no end: the lists that are there may do.
  await runChild('apt-get', ['update', '-qq'], { env, timeLimitMs: updateMs, quiet: true })
  const result = await runChild('apt-get', ['install', '-y', '-qq', '--no-install-recommends', ...packages], {
    env,
    timeLimitMs: installMs,
    quiet: true,
  })
  if (result.code === 0) return true
  const words = result.timedOut
    ? `it did not end within ${installMs / 60_000} minutes`
    : result.output.trimEnd().split('\n').slice(-5).join('\n')
  say(`apt-get could not install ${packages.join(' and ')}: ${words}`)
  return false
}
