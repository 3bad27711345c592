import { accessSync, constants, statSync } from 'node:fs'
import { delimiter, join } from 'node:path'

/**
 * The path of the first of `names` that is on the PATH.
 *
 * @param {readonly string[]} names
 * @param {NodeJS.ProcessEnv} [env]
 */
export function findProgram(names, env = process.env) {
  const folders = (env.PATH ?? env.Path ?? '').split(delimiter).filter((folder) => folder !== '')
  const endings = process.platform === 'win32' ? ['.exe'] : ['']
  for (const name of names) {
    for (const folder of folders) {
      for (const ending of endings) {
        const path = join(folder, name + ending)
        if (isExecutable(path)) return path
      }
    }
  }
  return null
}

/** @param {string} path */
export function isExecutable(path) {
  try {
    accessSync(path, constants.X_OK)
    return statSync(path).isFile()
  } catch {
    return false
  }
}
