import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { runChild } from './run-child.mjs'
import { endProgress, say, sayProgress } from './say.mjs'

const firstByteMs = 10_000
const stalledMs = 30_000
const downloadMs = 10 * 60_000
const extractMs = 2 * 60_000
const rememberedMs = 24 * 60 * 60_000

/**
 * @typedef {{ found: true, executable: string, dist: string } | { found: false, reason: string }} ElectronRuntime
 */

/**
 * The Electron to run: the one that ELECTRON_OVERRIDE_DIST_PATH names, the one installed, or one downloaded now.
 *
 * @param {string} root
 * @param {string} node
 * @param {{ env?: NodeJS.ProcessEnv, limits?: { firstByteMs: number, stalledMs: number }, now?: number }} [options] for tests
 * @returns {Promise<ElectronRuntime>}
 */
export async function findElectronRuntime(root, node, options = {}) {
  const env = options.env ?? process.env
  const override = env.ELECTRON_OVERRIDE_DIST_PATH
  if (override) {
    const executable = join(override, platformPath(env))
    if (existsSync(executable)) return { found: true, executable, dist: override }
    return {
      found: false,
      reason: `ELECTRON_OVERRIDE_DIST_PATH names ${override}, and there is no ${platformPath(env)} in it`,
    }
  }
  const installed = installedRuntime(root, env)
  if (installed.found) return installed

  const failure = rememberedFailure(root, env, options.now ?? Date.now())
  if (failure !== null) return { found: false, reason: failure }
  say(`downloading the Electron ${versionOf(root)} runtime, once (about 110 MB)`)
  const problem = await download(root, node, env, options.limits ?? { firstByteMs, stalledMs })
  if (problem !== null) {
    rememberFailure(root, env, problem, options.now ?? Date.now())
    return { found: false, reason: `the Electron runtime could not be downloaded: ${problem}` }
  }
  return installedRuntime(root, env)
}

/** @param {string} root @param {NodeJS.ProcessEnv} env @returns {ElectronRuntime} */
function installedRuntime(root, env) {
  const dist = join(root, 'node_modules/electron/dist')
  const executable = join(dist, platformPath(env))
  const versionFile = join(dist, 'version')
  const whole =
    existsSync(executable) &&
    existsSync(versionFile) &&
    readFileSync(versionFile, 'utf8').trim().replace(/^v/, '') === versionOf(root)
  return whole ? { found: true, executable, dist } : { found: false, reason: 'the Electron runtime is not installed' }
}

/**
 * Fetches the archive with progress, then lets `install-electron` unpack and check it from its cache.
 *
 * @param {string} root
 * @param {string} node
 * @param {NodeJS.ProcessEnv} env
 * @param {{ firstByteMs: number, stalledMs: number }} limits
 * @returns {Promise<string | null>} what went wrong
 */
async function download(root, node, env, limits) {
  const stop = new AbortController()
  /** @type {string | null} */
  let problem = null
  const giveUp = (/** @type {string} */ why) => () => {
    problem = why
    stop.abort()
  }
  let timer = setTimeout(giveUp(`nothing came within ${limits.firstByteMs / 1000} seconds`), limits.firstByteMs)
  const result = await runChild(node, [join(root, 'build/setup/download-electron.mjs')], {
    cwd: root,
    env,
    quiet: true,
    timeLimitMs: downloadMs,
    signal: stop.signal,
    onOutput: (chunk) => {
      clearTimeout(timer)
      timer = setTimeout(giveUp(`it stopped for ${limits.stalledMs / 1000} seconds`), limits.stalledMs)
      const progress = chunk.trimEnd().split('\n').at(-1)
      if (progress?.startsWith('{') === false) sayProgress(`Electron runtime: ${progress}`)
    },
  })
  clearTimeout(timer)
  endProgress()
  if (problem !== null) return problem
  if (result.timedOut) return `it took more than ${downloadMs / 60_000} minutes`
  if (result.code !== 0) return lastLine(result.output)

  const { ELECTRON_OVERRIDE_DIST_PATH: _, ...plainEnv } = env
  const unpacked = await runChild(node, [join(root, 'node_modules/electron/install.js')], {
    cwd: root,
    env: plainEnv,
    quiet: true,
    timeLimitMs: extractMs,
  })
  if (unpacked.code !== 0) return `it could not be unpacked (${firstLine(unpacked.output)})`
  say('the Electron runtime is installed')
  return null
}

/** Where Electron's own installer puts the executable; see node_modules/electron/install.js. @param {NodeJS.ProcessEnv} env */
function platformPath(env) {
  const platform = env.ELECTRON_INSTALL_PLATFORM || env.npm_config_platform || process.platform
  if (platform === 'darwin' || platform === 'mas') return 'Electron.app/Contents/MacOS/Electron'
  return platform === 'win32' ? 'electron.exe' : 'electron'
}

/** @param {string} root @returns {string} */
function versionOf(root) {
  return JSON.parse(readFileSync(join(root, 'node_modules/electron/package.json'), 'utf8')).version
}

/** @param {string} root */
function failureFile(root) {
  return join(root, '.cache/electron-download-failed.json')
}

/** @param {string} root @param {NodeJS.ProcessEnv} env @param {number} now @returns {string | null} */
function rememberedFailure(root, env, now) {
  try {
    const failure = JSON.parse(readFileSync(failureFile(root), 'utf8'))
    const age = now - failure.at
    // Another version or another mirror may well work.
    const same = failure.version === versionOf(root) && failure.mirror === mirrorOf(env)
    if (!same || !(age >= 0 && age < rememberedMs)) return null
    return `the Electron runtime could not be downloaded ${ago(age)} (${failure.reason}); to try again before a day is over, delete ${failureFile(root)}`
  } catch {
    rmSync(failureFile(root), { force: true }) // None, or not readable: then nothing is remembered.
    return null
  }
}

/** @param {string} root @param {NodeJS.ProcessEnv} env @param {string} reason @param {number} at */
function rememberFailure(root, env, reason, at) {
  mkdirSync(dirname(failureFile(root)), { recursive: true })
  writeFileSync(failureFile(root), JSON.stringify({ at, version: versionOf(root), mirror: mirrorOf(env), reason }))
}

/** @param {NodeJS.ProcessEnv} env */
function mirrorOf(env) {
  return env.ELECTRON_MIRROR || env.npm_config_electron_mirror || ''
}

/** @param {number} ms */
function ago(ms) {
  const minutes = Math.round(ms / 60_000)
  if (minutes < 2) return 'a minute ago'
  return minutes < 120 ? `${minutes} minutes ago` : `${Math.round(minutes / 60)} hours ago`
}

/** @param {string} text */
function lastLine(text) {
  return text.trimEnd().split('\n').at(-1) ?? ''
}

/** @param {string} text */
function firstLine(text) {
  return text.trim().split('\n')[0] ?? ''
}
