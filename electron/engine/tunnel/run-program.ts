import { type ChildProcess, spawn } from 'node:child_process'
import type { Readable } from 'node:stream'
import { readLines } from './read-lines.ts'

const KEPT_LINES = 30

/** A program that runs beside the engine, and never longer than it. */
export interface RunningProgram {
  /** Settles when it is gone; never rejects. */
  readonly ended: Promise<ProgramEnd>
  /** Ends it, hard if it does not listen; resolves when it is gone. */
  end(): Promise<void>
}

export interface ProgramEnd {
  /** Why it could not be started at all; null if it was. */
  readonly startError: NodeJS.ErrnoException | null
  readonly code: number | null
  /** The last lines that it printed, on either output. */
  readonly lines: ReadonlyArray<string>
}

export interface ProgramOptions {
  readonly program: string
  readonly args: ReadonlyArray<string>
  readonly environment: NodeJS.ProcessEnv
  readonly onLine?: (line: string) => void
}

/**
 * A shell that ends the program when descriptor 3 closes: when we close it, and when the system does because the engine
 * was killed. Nothing else tells a program on Linux and macOS that its parent is gone. The program's own input stays open
 * and empty, since some servers take its end for a goodbye.
 */
const KEEPER = `
exec 4<&0 </dev/null
"$@" <&4 3<&- 4<&- &
program=$!
exec 4<&-
(exec >/dev/null 2>&1; read -r _ <&3; kill "$program"; sleep 2; kill -9 "$program") &
keeper=$!
exec 3<&-
wait "$program"
code=$?
kill "$keeper" 2>/dev/null
exit "$code"
`

export function runProgram({ program, args, environment, onLine }: ProgramOptions): RunningProgram {
  const windows = process.platform === 'win32'
  // On Windows, Node puts its children into a job that ends with it.
  const child = windows
    ? spawn(program, args, { env: environment, stdio: ['pipe', 'pipe', 'pipe'], windowsHide: true })
    : spawn('/bin/sh', ['-c', KEEPER, 'sh', program, ...args], {
        env: environment,
        stdio: ['pipe', 'pipe', 'pipe', 'pipe'],
        // A session of its own: it can ask nothing on the terminal that the engine was started from.
        detached: true,
      })
  const lines: string[] = []
  for (const stream of [child.stdout, child.stderr]) {
    if (stream === null) continue
    readLines(stream, (line) => {
      lines.push(line)
      if (lines.length > KEPT_LINES) lines.shift()
      onLine?.(line)
    })
  }
  // Written to by nobody; that it breaks with the program is no news.
  for (const stream of [child.stdin, child.stdio[3]]) stream?.on('error', () => {})

  const ended = endOf(child, lines)
  return {
    ended,
    async end() {
      if (windows) child.kill()
      else (child.stdio[3] as Readable | null)?.destroy()
      await ended
    },
  }
}

/** The engine's environment without what would change how the program behaves, or belongs to the engine. */
export function programEnvironment(withoutPrefix: string): NodeJS.ProcessEnv {
  const kept = Object.entries(process.env).filter(
    ([name]) => ![withoutPrefix, 'HOOKBENCH_', 'ELECTRON_', 'NODE_'].some((prefix) => name.startsWith(prefix)),
  )
  // Messages are read: in one language, please.
  return { ...Object.fromEntries(kept), LC_ALL: 'C' }
}

function endOf(child: ChildProcess, lines: ReadonlyArray<string>): Promise<ProgramEnd> {
  return new Promise((resolve) => {
    child.once('error', (startError) => resolve({ startError, code: null, lines }))
    child.once('close', (code) => resolve({ startError: null, code, lines }))
  })
}
