import { SetUpError } from '../setup/set-up-error.mjs'
import { endWithParent } from './end-with-parent.mjs'

/**
 * Runs a command and leaves with its exit code. What goes wrong is one message, never a stack trace, unless
 * HOOKBENCH_DEBUG asks for it.
 *
 * @param {() => Promise<number>} command
 */
export async function runCommand(command) {
  endWithParent()
  try {
    process.exitCode = await command()
  } catch (error) {
    process.exitCode = error instanceof SetUpError ? error.exitCode : 1
    const message = error instanceof Error ? error.message : String(error)
    console.error(process.env.HOOKBENCH_DEBUG ? error : `hookbench: ${message}`)
  }
}
