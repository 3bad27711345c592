import { existsSync } from 'node:fs'
import { delimiter, dirname, join, sep } from 'node:path'

/**
 * How to run npm: with a Node outside node_modules, since an install replaces the one inside.
 *
 * @param {string} root
 * @param {NodeJS.ProcessEnv} env
 * @returns {{ command: string, args: string[] } | null}
 */
export function findNpm(root, env = process.env) {
  const inside = join(root, 'node_modules') + sep
  const folders = [env.npm_node_execpath, process.execPath]
    .filter((path) => path !== undefined)
    .map((path) => dirname(path))
    .concat((env.PATH ?? env.Path ?? '').split(delimiter))
    .filter((folder) => folder !== '' && !join(folder, sep).startsWith(inside))
  const nodes = folders.map((folder) => join(folder, process.platform === 'win32' ? 'node.exe' : 'node'))
  const node = nodes.find((path) => existsSync(path)) ?? process.execPath

  const scripts = [
    // Under npx this is npx-cli.js; npm-cli.js lies beside it. Under pnpm or yarn it is theirs: not what reads this lockfile.
    env.npm_execpath?.replace(/npx-cli\.js$/, 'npm-cli.js'),
    ...folders.map((folder) => join(folder, 'node_modules/npm/bin/npm-cli.js')),
    ...folders.map((folder) => join(folder, '../lib/node_modules/npm/bin/npm-cli.js')),
    ...folders.map((folder) => join(folder, '../share/nodejs/npm/bin/npm-cli.js')),
  ]
  const script = scripts.find((path) => path?.endsWith('npm-cli.js') && existsSync(path))
  if (script !== undefined) return { command: node, args: [script] }

  // A wrapper of a version manager: on Windows only a shell can run it, and none is needed so far.
  const wrapper = folders.map((folder) => join(folder, 'npm')).find((path) => existsSync(path))
  return wrapper !== undefined && process.platform !== 'win32' ? { command: wrapper, args: [] } : null
}
