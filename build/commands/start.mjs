import { findElectronRuntime } from '../setup/electron-runtime.mjs'
import { findDisplay } from '../setup/find-display.mjs'
import { openDesktop } from '../setup/open-desktop.mjs'
import { projectRoot } from '../setup/project-root.mjs'
import { say, sayOnStandardError } from '../setup/say.mjs'
import { setUp } from '../setup/set-up.mjs'
import { serve } from './serve.mjs'

/**
 * Opens the desktop app, or serves the same screen to a browser where there can be no window.
 *
 * @param {string[]} args
 */
export async function run(args) {
  if (args.includes('--json')) sayOnStandardError()
  const node = await setUp()
  // The display first: without one, a runtime would be downloaded for nothing.
  const display = await findDisplay()
  // The command itself only knows that a display is named, and would open a browser on one that does not answer.
  if (!display.found) return serveBecause(node, ['--no-open', ...args], display.reason)
  const runtime = await findElectronRuntime(projectRoot, node)
  if (!runtime.found) return serveBecause(node, args, runtime.reason)
  const outcome = await openDesktop({ root: projectRoot, executable: runtime.executable, args })
  if (outcome.kind === 'failed') return serveBecause(node, args, outcome.reason)
  return outcome.code
}

/** @param {string} node @param {string[]} args @param {string} why */
function serveBecause(node, args, why) {
  say(`no desktop window: ${why}. The same screen is served to a browser instead:`)
  return serve(node, args)
}
