import { execFile } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'
import { delimiter, join } from 'node:path'
import { SetUpError } from './set-up-error.mjs'

/** better-sqlite3 13 crashes below it. Node 22.12 still has 9, so the version says too little. */
const neededNapi = 10

/**
 * The Node that runs the engine and all tools: Node 24 from the packages, else the machine's own if it is new enough.
 *
 * @param {string} root
 * @param {{ env?: NodeJS.ProcessEnv, own?: string }} [options] for tests
 * @returns {Promise<string>} the path of its executable
 */
export async function pickNode(root, options = {}) {
  const env = options.env ?? process.env
  const packaged = packagedNode(root)
  const onPath = (env.PATH ?? env.Path ?? '').split(delimiter).filter((folder) => folder !== '')
  const candidates = [
    packaged,
    options.own ?? process.execPath,
    env.npm_node_execpath,
    ...onPath.map((folder) => join(folder, process.platform === 'win32' ? 'node.exe' : 'node')),
  ]
  const tried = new Set()
  for (const path of candidates) {
    if (path === undefined || tried.has(path) || !existsSync(path)) continue
    tried.add(path)
    // Tried, not trusted: on Alpine or NixOS the packaged one installs and cannot run.
    if ((await napiOf(path)) >= neededNapi) return path
  }
  const why = packaged === undefined ? 'no package brings Node 24 for this system' : `${packaged} cannot run here`
  throw new SetUpError(
    `Hookbench needs Node.js 24: ${why}, and this one (${process.version}) is too old. Install Node.js 24 from https://nodejs.org and try again.`,
  )
}

/** The executable in whichever `node-<platform>-<arch>` package npm chose. @param {string} root */
function packagedNode(root) {
  const system = process.platform === 'win32' ? 'win' : process.platform
  for (const name of [`node-${system}-${process.arch}`, `node-bin-${system}-${process.arch}`]) {
    const folder = join(root, 'node_modules', name)
    if (!existsSync(join(folder, 'package.json'))) continue
    const { bin } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'))
    return join(folder, typeof bin === 'string' ? bin : bin.node)
  }
  return undefined
}

/** The Node-API version of an executable, or 0 if it does not run. @param {string} path @returns {Promise<number>} */
function napiOf(path) {
  return new Promise((resolve) => {
    execFile(
      path,
      ['-p', 'process.versions.napi'],
      { timeout: 20_000, env: { ...process.env, NODE_OPTIONS: '' } },
      (error, stdout) => {
        resolve(error === null ? Number(stdout) || 0 : 0)
      },
    )
  })
}
