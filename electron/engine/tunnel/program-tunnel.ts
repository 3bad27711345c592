import { AppError } from '../../../shared/contract/errors.ts'
import type { TunnelFact } from '../../../shared/tunnel/tunnel-state.ts'
import { openTunnel, type TunnelLife } from './open-tunnel.ts'
import { type ProgramEnd, type RunningProgram, runProgram } from './run-program.ts'
import type { OpenTunnel } from './tunnel.ts'

export interface ProgramTunnelOptions {
  readonly program: string
  readonly args: ReadonlyArray<string>
  readonly environment: NodeJS.ProcessEnv
  readonly signal: AbortSignal
  /** Reads what the program prints, and says what it means. */
  readonly onLine: (line: string, news: ProgramNews) => void
  /** Why the program ended by itself. May look further, and fail at it. */
  readonly explainEnd: (end: ProgramEnd) => AppError | Promise<AppError>
  /** Called once nothing is left running. Must not throw. */
  readonly cleanUp?: () => void
}

/** What a line can mean. Only the first `open` counts. */
export interface ProgramNews {
  open(granted: {
    readonly url: string
    readonly wantedUrl: string | null
    readonly facts: ReadonlyArray<TunnelFact>
  }): void
  /** It did not open, or is lost. Ends the program. */
  fail(error: AppError): void
}

/** A tunnel that a program holds open, and that lives as long as the program. */
export function openByProgram(options: ProgramTunnelOptions): Promise<OpenTunnel> {
  const { signal, onLine, explainEnd, cleanUp, ...start } = options
  return new Promise((resolve, reject) => {
    let running: RunningProgram | null = null
    let life: TunnelLife | null = null
    let over = false
    const end = async (): Promise<void> => {
      over = true
      await running?.end()
      cleanUp?.()
    }
    const giveUp = (error: unknown): void => {
      if (over) return
      signal.removeEventListener('abort', abort)
      // What is still running would hold the name or the port that the next try asks for.
      void end().then(() => reject(error))
    }
    const abort = (): void => giveUp(signal.reason)
    const news: ProgramNews = {
      open(granted) {
        if (over || life !== null) return
        signal.removeEventListener('abort', abort)
        life = openTunnel({ ...granted, end })
        resolve(life.tunnel)
      },
      fail(error) {
        if (life === null) giveUp(error)
        else life.lose(error)
      },
    }
    if (signal.aborted) {
      cleanUp?.()
      reject(signal.reason)
      return
    }
    signal.addEventListener('abort', abort)
    try {
      running = runProgram({
        ...start,
        onLine: (line) => {
          if (!over) onLine(line, news)
        },
      })
    } catch (error) {
      giveUp(cannotStart(start.program, error as NodeJS.ErrnoException))
      return
    }
    running.ended
      .then(async (ended) => {
        if (over) return
        news.fail(ended.startError === null ? await explainEnd(ended) : cannotStart(start.program, ended.startError))
      })
      .catch((error: unknown) => news.fail(error instanceof AppError ? error : endedUnexplained(start.program, error)))
  })
}

/** The last thing that a program said which reads like a reason, or null. */
export function lastComplaint(lines: ReadonlyArray<string>): string | null {
  const said = lines.filter((line) => line.trim() !== '')
  const line =
    said.findLast((each) => /\b(err|error|failed|cannot|denied|refused|invalid)\b/i.test(each)) ?? said.at(-1)
  return line === undefined ? null : line.trim().slice(0, 300)
}

function endedUnexplained(program: string, cause: unknown): AppError {
  return new AppError('unavailable', `${program} ended, and why could not be found out.`, { cause })
}

function cannotStart(program: string, error: NodeJS.ErrnoException): AppError {
  return new AppError('unavailable', `${program} could not be started (${error.code ?? error.message}).`, {
    cause: error,
  })
}
