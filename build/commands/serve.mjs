import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { projectRoot } from '../setup/project-root.mjs'
import { startForeground } from '../setup/run-foreground.mjs'
import { SetUpError } from '../setup/set-up-error.mjs'

/**
 * Runs the engine without a desktop, until it is ended.
 *
 * @param {string} node
 * @param {readonly string[]} args
 */
export function serve(node, args) {
  return runCommandLine(node, ['serve', ...args], 'ignore')
}

/**
 * Runs the built command line.
 *
 * @param {string} node
 * @param {readonly string[]} args
 * @param {'ignore' | 'inherit'} standardInput
 */
export async function runCommandLine(node, args, standardInput) {
  const { ended } = startForeground(node, [...engineNodeFlags(), join(projectRoot, 'dist/electron/cli.js'), ...args], {
    stdio: [standardInput, 'inherit', 'inherit'],
    env: { ...engineEnvironment(), ...process.env },
  })
  const { code, error } = await ended
  if (error !== null) throw new SetUpError(`${node} could not be started (${error.message}).`)
  return code
}

/** The same as `electron/engine-node-flags.ts` gives the desktop's engine. */
function engineNodeFlags() {
  return engineConfig().engineNodeFlags.split(' ')
}

/** The same as `electron/engine-environment.ts`. */
function engineEnvironment() {
  const settings = engineConfig().engineEnvironment.split(' ')
  return Object.fromEntries(settings.map((/** @type {string} */ setting) => setting.split('=')))
}

function engineConfig() {
  return JSON.parse(readFileSync(join(projectRoot, 'package.json'), 'utf8')).config
}
