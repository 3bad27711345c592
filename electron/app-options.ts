import { AppError } from '../shared/contract/errors.ts'

/** What the receiver was asked for; as the app itself got it, so it is passed on to its engine. */
export interface AskedReceiver {
  readonly port?: number
  readonly host?: string
}

/** The value of `--name VALUE` or `--name=VALUE` on the app's own command line, where Electron's switches stand too. */
export function askedOption(argv: readonly string[], name: string): string | undefined {
  const start = `--${name}=`
  const at = argv.findIndex((arg) => arg === `--${name}` || arg.startsWith(start))
  return argv[at] === `--${name}` ? argv[at + 1] : argv[at]?.slice(start.length)
}

/** `--port` and `--host` again, if they were given, for the engine to judge. */
export function receiverArguments(argv: readonly string[]): string[] {
  return ['port', 'host'].flatMap((name) => {
    const value = askedOption(argv, name)
    return value === undefined ? [] : [`--${name}=${value}`]
  })
}

/** Throws `AppError` for a port that is none. */
export function askedReceiver(argv: readonly string[]): AskedReceiver {
  const port = askedOption(argv, 'port')
  const host = askedOption(argv, 'host')
  return { ...(port === undefined ? {} : { port: portFrom(port) }), ...(host === undefined ? {} : { host }) }
}

function portFrom(text: string): number {
  const port = parsePortNumber(text)
  if (port !== null) return port
  throw new AppError('invalid-input', `--port ${text}: ${PORT_HELP}`)
}

export const PORT_HELP = 'A port is a number from 0 (any free one) to 65535.'

/** Null if it is none. */
export function parsePortNumber(text: string): number | null {
  const port = /^\d{1,5}$/.test(text) ? Number(text) : Number.NaN
  return port <= 65_535 ? port : null
}
