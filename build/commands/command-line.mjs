import { sayOnStandardError } from '../setup/say.mjs'
import { setUp } from '../setup/set-up.mjs'
import { runCommandLine } from './serve.mjs'

/** @param {string[]} args */
export async function run(args) {
  sayOnStandardError()
  // Open: `hookbench replay ID --body-file -` reads it.
  return runCommandLine(await setUp(), args, 'inherit')
}
