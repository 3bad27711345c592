import { endOnCrash } from '../end-on-crash.ts'
import type { CommandContext } from './command-context.ts'
import { Output } from './output.ts'
import { describe, runProgram } from './program.ts'

// The `hookbench` command. Nothing here decides anything: it ties a command line to this process.

const STOP_SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const

let crashed: (error: unknown) => Promise<void> = async () => {}

const context: CommandContext = {
  out: new Output(process.stdout),
  err: new Output(process.stderr),
  stdin: process.stdin,
  env: process.env,
  takeStopSignals,
  onCrash: (listener) => {
    crashed = listener
  },
}

endOnCrash((error) => Promise.allSettled([context.err.line(`hookbench: ${describe(error)}`), crashed(error)]))

// Every write is waited for, so nothing is lost; and whatever a command left open cannot keep it from ending.
process.exit(await runProgram(process.argv.slice(2), context))

/** A second signal is the system's again: `process.exit` would wait for whatever a thread is at. */
function takeStopSignals(): AbortSignal {
  const stop = new AbortController()
  for (const name of STOP_SIGNALS) {
    process.on(name, () => {
      if (stop.signal.aborted) {
        process.removeAllListeners(name)
        process.kill(process.pid, name)
      }
      stop.abort()
    })
  }
  return stop.signal
}
