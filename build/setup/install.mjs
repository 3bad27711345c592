import { existsSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { findNpm } from './find-npm.mjs'
import { runChild } from './run-child.mjs'
import { say } from './say.mjs'
import { SetUpError } from './set-up-error.mjs'

const timeLimitMs = 10 * 60_000
const quietFlags = ['--no-audit', '--no-fund', '--no-progress', '--loglevel=error']
// No package here needs its scripts: the native ones carry their binaries, and npm would run node-gyp on them all the same.
const noScripts = '--ignore-scripts'
// Whatever NODE_ENV or a user's npmrc says: the build needs the development packages, Node 24 is an optional one.
const wholeTree = ['--include=dev', '--include=optional']

/** Whether node_modules is missing, left half done, or older than the lockfile. @param {string} root */
export function needsInstall(root) {
  const lockfile = modifiedAt(join(root, 'package-lock.json'))
  // npm writes its own copy of the lockfile as the last step of an install; without it the install did not end.
  const installed = modifiedAt(join(root, 'node_modules/.package-lock.json'))
  if (installed === 0) return true
  return Math.max(installed, modifiedAt(stampOf(root))) < lockfile
}

/**
 * @typedef {object} InstallOptions
 * @property {string} [what] what the packages are, as the user is told
 * @property {NodeJS.ProcessEnv} [env] for tests
 * @property {{ command: string, args: string[] } | null} [npm] for tests
 */

/** @param {string} root @param {InstallOptions} [options] */
export async function install(root, options = {}) {
  const what = options.what ?? 'packages'
  const missing = !existsSync(join(root, 'node_modules/.package-lock.json'))
  const npm = options.npm === undefined ? findNpm(root, options.env) : options.npm
  if (npm === null)
    throw new SetUpError('npm was not found. Install Node.js 24 with npm from https://nodejs.org and try again.')
  say(`${what} are ${missing ? 'not installed yet' : 'older than the lockfile'}: running npm ci (about 30 seconds)`)
  let result = await runNpm(npm, ['ci'], root, options.env)
  if (result.code !== 0 && result.output.includes('EUSAGE')) {
    say('npm ci refused the lockfile (EUSAGE): running npm install --no-save once instead')
    result = await runNpm(npm, ['install', '--no-save'], root, options.env)
  }
  if (result.timedOut)
    throw new SetUpError(
      `npm did not end within ${timeLimitMs / 60_000} minutes. Check the network, and run: ${lineToRun(root)}`,
    )
  if (result.code !== 0) {
    throw new SetUpError(
      `npm could not install the ${what}:\n${lastLines(result.output, 15)}\nTo try that again, run: ${lineToRun(root)}`,
    )
  }
  // Now, not when npm last changed something: with nothing to change it may leave its own file alone.
  writeFileSync(stampOf(root), '')
}

/** @param {string} root */
function lineToRun(root) {
  return `npm ci --prefix "${root}" ${[...wholeTree, noScripts].join(' ')}`
}

/**
 * @param {{ command: string, args: string[] }} npm
 * @param {string[]} args
 * @param {string} root
 * @param {NodeJS.ProcessEnv | undefined} env
 */
function runNpm(npm, args, root, env = process.env) {
  return runChild(npm.command, [...npm.args, ...args, ...wholeTree, noScripts, ...quietFlags], {
    cwd: root,
    env,
    timeLimitMs,
    quiet: true,
  })
}

/** @param {string} root */
function stampOf(root) {
  return join(root, 'node_modules/.hookbench-installed')
}

/** @param {string} path */
function modifiedAt(path) {
  return statSync(path, { throwIfNoEntry: false })?.mtimeMs ?? 0
}

/** @param {string} text @param {number} count */
function lastLines(text, count) {
  return text.trimEnd().split('\n').slice(-count).join('\n')
}
