import { AppError } from '../../contract/errors.ts'
import { headerText } from '../../http/header-text.ts'
import { type ExpansionBudget, MOST_BYTES, MOST_REQUESTS } from '../expansion-budget.ts'
import type { ReadNamedFile, ShellCommand, ShellInput } from '../shell/shell-command.ts'
import type { TextPlaces } from '../shell/text-places.ts'

/** More of them nobody reads. */
const MOST_WARNINGS = 100

const EMPTY: ShellInput = { kind: 'bytes', bytes: '' }

interface ReadWith {
  readonly places: TextPlaces
  readonly readFile: ReadNamedFile
  readonly budget: ExpansionBudget
  readonly now: number
}

/** What one command is read with: where things stand in it, files that it names, and what is said about it. */
export class CurlReading {
  readonly warnings: string[]
  /** Files that are not at hand. */
  readonly files: string[] = []
  /** In milliseconds; cookies of a file may be over by then. */
  readonly now: number
  private readonly places: TextPlaces
  private readonly readFile: ReadNamedFile
  private readonly shellFiles: Map<string, ShellInput>
  private readonly budget: ExpansionBudget
  private input: ShellInput | null

  constructor(command: ShellCommand, { places, readFile, budget, now }: ReadWith) {
    this.places = places
    this.budget = budget
    this.now = now
    this.readFile = readFile
    this.shellFiles = new Map(command.files)
    this.input = command.input
    this.warnings = command.warnings.slice(0, MOST_WARNINGS).map(({ at, message }) => message(places.of(at)))
  }

  place(at: number): string {
    return this.places.of(at)
  }

  warn(warning: string): void {
    if (this.warnings.length < MOST_WARNINGS && !this.warnings.includes(warning)) this.warnings.push(warning)
  }

  fail(at: number, message: string): never {
    throw new AppError('invalid-input', `At ${this.place(at)}: ${message}`)
  }

  /** Nothing calls the script or the function that gets it. */
  failArgument(name: string, at: number): never {
    this.fail(
      at,
      `what stands here follows from ${name}, an argument of a function or of the script, which is not known. Put the value in its place, or write \\$ if a dollar sign is meant.`,
    )
  }

  expected(at: number, what: string, found: string): never {
    this.fail(at, `expected ${what}, found ${JSON.stringify(headerText(found.slice(0, 60)))}.`)
  }

  /** The bytes of a file that the command names (`-` is what is piped in); '' stands in for one that is not at hand. */
  file(path: string, at: number): string {
    if (path === '-' || path === '/dev/stdin') return this.standardInput(at)
    if (path === '/dev/null') return ''
    const made = this.shellFiles.get(path)
    if (made !== undefined) return this.bytesOf(this.onceRead(path, made), at)
    return this.bytesOf({ kind: 'file', path: headerText(path) }, at)
  }

  /** The bytes of a file if it is at hand, else null: nothing is asked for. */
  optionalFile(path: string): string | null {
    return this.readFile(headerText(path))
  }

  needsFile(path: string): void {
    this.files.push(path)
    this.warn(`The file ${path} is needed.`)
  }

  /** Requests beyond the one that a command is. */
  takeRequests(count: number, at: number): void {
    if (this.budget.takeRequests(count)) return
    this.fail(
      at,
      `the URLs up to here stand for more than ${MOST_REQUESTS} requests. Write fewer, or add -g if brackets are meant.`,
    )
  }

  /** What stands here again, and elsewhere already. */
  takeBytes(count: number, at: number): void {
    if (this.budget.takeBytes(count)) return
    this.fail(at, `what is written here stands for more than ${MOST_BYTES / 1024 / 1024} MiB. Read it in parts.`)
  }

  /** A pipe is empty afterwards. */
  private onceRead(path: string, made: ShellInput): ShellInput {
    this.shellFiles.set(path, EMPTY)
    return made
  }

  private standardInput(at: number): string {
    const { input } = this
    if (input === null) {
      this.fail(
        at,
        'the standard input (-) is asked for, and nothing is piped into curl. Put what is meant there in its place.',
      )
    }
    // It can be read once.
    this.input = EMPTY
    return this.bytesOf(input, at)
  }

  private bytesOf(input: ShellInput, at: number): string {
    if (input.kind === 'bytes') return input.bytes
    if (input.kind === 'argument') this.failArgument(input.name, at)
    if (input.kind === 'unknown') {
      const program = JSON.stringify(input.program.slice(0, 60))
      this.fail(at, `what ${program} writes is not known here, since nothing is run. Put its output in its place.`)
    }
    const bytes = this.readFile(input.path)
    if (bytes === null) this.needsFile(input.path)
    return bytes ?? ''
  }
}
