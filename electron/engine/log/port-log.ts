import type { Log, LogFields } from './log.ts'

/** A line of a thread, on its way to the engine's log. */
export type LogMessage =
  | { readonly level: 'info' | 'warn'; readonly message: string; readonly fields: LogFields | undefined }
  | {
      readonly level: 'error'
      readonly message: string
      readonly fields: LogFields | undefined
      readonly error: SentError
    }

/** What the log writes of an error. Sent by hand: between threads an error loses its name and its code. */
interface SentError {
  readonly name: string
  readonly message: string
  readonly stack: string | undefined
  readonly code: string | undefined
}

/** The log of a thread: its lines are written where all others are. */
export function portLog(send: (message: LogMessage) => void): Log {
  return {
    info: (message, fields) => send({ level: 'info', message, fields }),
    warn: (message, fields) => send({ level: 'warn', message, fields }),
    error: (message, error, fields) => send({ level: 'error', message, fields, error: sentError(error) }),
  }
}

/** Writes a thread's line. */
export function writeLog(log: Log, line: LogMessage): void {
  if (line.level !== 'error') log[line.level](line.message, line.fields)
  else log.error(line.message, Object.assign(new Error(line.error.message), line.error), line.fields)
}

function sentError(error: unknown): SentError {
  if (!(error instanceof Error)) return { name: 'Error', message: String(error), stack: undefined, code: undefined }
  const { name, message, stack } = error
  const { code } = error as { code?: unknown }
  return { name, message, stack, code: typeof code === 'string' ? code : undefined }
}
