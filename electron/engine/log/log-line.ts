import type { LogFields } from './log.ts'

export type LogLevel = 'info' | 'warn' | 'error'

/** No value is longer: what is longer is content, and content does not belong in a log. */
const LONGEST_VALUE = 1000
const STACK_FRAMES = 40
const CAUSES = 8

/** One JSON line. Never throws, whatever it is given: a log line must not be what breaks. */
export function formatLogLine(level: LogLevel, message: string, fields: LogFields = {}, error?: unknown): string {
  const line: Record<string, unknown> = { time: new Date().toISOString(), level, message: shortened(message) }
  for (const [name, value] of Object.entries(fields)) {
    if (value === undefined || Object.hasOwn(line, name)) continue
    line[name] = typeof value === 'string' ? shortened(value) : value
  }
  if (error !== undefined) line.error = describeError(error, CAUSES)
  return `${JSON.stringify(line)}\n`
}

function describeError(error: unknown, causesLeft: number): unknown {
  if (!(error instanceof Error)) return { message: shortened(describeThrown(error)) }
  const code = (error as { code?: unknown }).code
  return {
    name: error.name,
    message: shortened(error.message),
    ...(typeof code === 'string' ? { code: shortened(code) } : {}),
    stack: stackFrames(error),
    ...(error instanceof AggregateError && causesLeft > 0
      ? { errors: error.errors.slice(0, CAUSES).map((each) => describeError(each, causesLeft - 1)) }
      : {}),
    ...(error.cause !== undefined && causesLeft > 0 ? { cause: describeError(error.cause, causesLeft - 1) } : {}),
  }
}

/** Only the frames: the message above them is logged by itself, and there it is shortened. */
function stackFrames(error: Error): string[] {
  return (error.stack ?? '')
    .split('\n')
    .filter((line) => /^\s+at /.test(line))
    .slice(0, STACK_FRAMES)
    .map((line) => shortened(line.trim()))
}

function describeThrown(thrown: unknown): string {
  try {
    return `Thrown: ${String(thrown)}`
  } catch {
    // An object without a prototype cannot be made a string; that it was thrown is all that can be said.
    return 'Thrown: an object that cannot be shown'
  }
}

function shortened(text: string): string {
  if (text.length <= LONGEST_VALUE) return text
  const note = `… (${text.length} characters)`
  return text.slice(0, LONGEST_VALUE - note.length) + note
}
