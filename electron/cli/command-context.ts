import type { Readable } from 'node:stream'
import type { Output } from './output.ts'

/** What a command may touch of the process that it runs in. */
export interface CommandContext {
  readonly out: Output
  /** For people: progress, warnings, errors. */
  readonly err: Output
  readonly stdin: Readable
  readonly env: NodeJS.ProcessEnv
  /** From now on the first SIGINT, SIGTERM or SIGHUP aborts the signal instead of ending the process. */
  takeStopSignals(): AbortSignal
  /** Called before a bug ends the process; it ends once the promise has settled. */
  onCrash(listener: (error: unknown) => Promise<void>): void
}

/** What a command ends with. */
export const EXIT = { done: 0, failed: 1, usage: 2, notCheckable: 3 } as const

export type ExitCode = (typeof EXIT)[keyof typeof EXIT]

/** The command was called in a way that it does not take. */
export class UsageError extends Error {
  constructor(message: string, options?: ErrorOptions) {
    super(message, options)
    this.name = 'UsageError'
  }
}
