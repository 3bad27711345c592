import { existsSync, readdirSync, rmSync, statSync, utimesSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { runChild } from './run-child.mjs'
import { say } from './say.mjs'
import { SetUpError } from './set-up-error.mjs'

const sources = [
  'electron',
  'renderer',
  'shared',
  'build/build.mjs',
  'vite.config.ts',
  'package.json',
  'package-lock.json',
]
const outputs = [
  'dist/electron/main.js',
  'dist/electron/preload.cjs',
  'dist/electron/engine.js',
  'dist/electron/cli.js',
  'dist/renderer/index.html',
]
const timeLimitMs = 5 * 60_000

/** Whether something to run is missing or older than what it is made of. @param {string} root */
export function isStale(root) {
  const builtAt = statSync(stampOf(root), { throwIfNoEntry: false })?.mtimeMs
  if (builtAt === undefined || outputs.some((path) => !existsSync(join(root, path)))) return true
  return sources.some((path) => newest(join(root, path)) > builtAt)
}

/** @param {string} root @param {string} node */
export async function build(root, node) {
  const startedAt = new Date()
  rmSync(stampOf(root), { force: true })
  const result = await runChild(node, [join(root, 'build/build.mjs')], { cwd: root, timeLimitMs, quiet: true })
  if (result.timedOut) throw new SetUpError(`The build did not end within ${timeLimitMs / 60_000} minutes.`)
  if (result.code !== 0) throw new SetUpError(`The build failed:\n${result.output.trimEnd()}`)
  if (result.output.trim() !== '') say(`the build warns:\n${result.output.trimEnd()}`)
  writeFileSync(stampOf(root), '')
  // The start, not the end: a source saved while the build ran may not be in it.
  utimesSync(stampOf(root), startedAt, startedAt)
}

/** @param {string} root @param {string} node */
export async function buildIfStale(root, node) {
  if (!isStale(root)) return
  say(`${existsSync(join(root, 'dist')) ? 'sources changed' : 'not built yet'}: building`)
  await build(root, node)
}

/** When a file, or anything in a folder, last changed. Folders count too: they show what was deleted. @param {string} path @returns {number} */
function newest(path) {
  const stat = statSync(path, { throwIfNoEntry: false })
  if (stat === undefined) return 0
  if (!stat.isDirectory()) return isTest(path) ? 0 : stat.mtimeMs
  return readdirSync(path).reduce((latest, name) => Math.max(latest, newest(join(path, name))), stat.mtimeMs)
}

/** @param {string} path */
function isTest(path) {
  return /\.test\.tsx?$/.test(path)
}

/** @param {string} root */
function stampOf(root) {
  return join(root, 'dist/.built')
}
