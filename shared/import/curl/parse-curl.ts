import { AppError } from '../../contract/errors.ts'
import { headerText } from '../../http/header-text.ts'
import { ExpansionBudget } from '../expansion-budget.ts'
import type { ImportedRequest } from '../imported-request.ts'
import { attempt, type RequestFaults } from '../request-faults.ts'
import type { ReadNamedFile, ShellWord } from '../shell/shell-command.ts'
import { shellCommands } from '../shell/shell-commands.ts'
import { TextPlaces } from '../shell/text-places.ts'
import { CurlReading } from './curl-reading.ts'
import { readArguments } from './read-arguments.ts'

/** A request of several, and the line that its command begins at. */
export interface CommandRequest {
  readonly line: number
  readonly request: ImportedRequest
}

export interface CurlOptions {
  /** For all that is read together. */
  readonly budget?: ExpansionBudget
  /** Takes what is wrong with single commands; without it the first is thrown. */
  readonly faults?: RequestFaults | null
  /** In milliseconds: cookies of files that are over by then are not sent. */
  readonly now?: number
}

/**
 * The first request that a pasted curl command would send. Nothing is run. Throws `AppError` that names the position and
 * what was expected.
 */
export function parseCurl(
  pasted: string,
  readFile: ReadNamedFile = () => null,
  given: Omit<CurlOptions, 'faults'> = {},
): ImportedRequest {
  const [first, ...more] = parseCurlCommands(pasted, readFile, given)
  const { request } = first as CommandRequest
  if (more.length === 0) return request
  const others = `There is more than one request; the other ${more.length} (${headerText(more[0]?.request.target ?? '')}) are left out.`
  return { ...request, warnings: [...request.warnings, others] }
}

/** All requests of what was pasted: several commands, several URLs of one, and what stands behind --next. */
export function parseCurlCommands(
  pasted: string,
  readFile: ReadNamedFile = () => null,
  { budget = new ExpansionBudget(), faults = null, now = 0 }: CurlOptions = {},
): CommandRequest[] {
  const commands = shellCommands(pasted, readFile, faults)
  const places = new TextPlaces(pasted)
  // What other programs do before it and with its answer (`| jq .`) is no request.
  const ofCurl = commands.filter(({ words }) => curlAt(words) !== -1)
  if (ofCurl.length === 0 && (faults === null || faults.found.length === 0))
    throw notOfCurl(commands[0]?.words[0], places)
  const found: CommandRequest[] = []
  for (const command of ofCurl) {
    if (faults?.isFull || (budget.isSpent && faults !== null)) break
    const at = curlAt(command.words)
    const line = places.lineOf(command.words[at]?.at ?? 0)
    const requests = attempt(
      faults,
      () => line,
      () => {
        const reading = new CurlReading(command, { places, readFile, budget, now })
        const asking = command.words.find(({ argument }) => argument !== undefined)
        if (asking?.argument !== undefined) reading.failArgument(asking.argument, asking.at)
        return readArguments(command.words.slice(at + 1), reading, endOf(pasted, command.words.at(-1) as ShellWord))
      },
    )
    // What is said of a command is said once.
    for (const [index, request] of (requests ?? []).entries())
      found.push({ line, request: index === 0 ? request : { ...request, warnings: [] } })
  }
  return found
}

const CURL = /^(?:.*[/\\])?curl(?:\.exe)?$/i

/** Prompts, variables and programs before it (`$ sudo FOO=1 curl`) are not part of the command. */
const BEFORE =
  /^(?:[$%>#!&{]|[\w-]{1,100}\(\)|\S{0,100}[@~]\S{0,100}[$#%>]|sudo|time|exec|command|env|nohup|then|do|else|if|while|until|watch|xargs|\w+=[\s\S]*)$/

function curlAt(words: ReadonlyArray<ShellWord>): number {
  const at = words.findIndex(({ text }) => CURL.test(text))
  // `function name {`
  const from = words[0]?.text === 'function' ? 2 : 0
  return words.slice(from, Math.max(from, at)).every(({ text }) => BEFORE.test(text)) ? at : -1
}

function notOfCurl(word: ShellWord | undefined, places: TextPlaces): AppError {
  const found = word === undefined ? 'nothing' : JSON.stringify(headerText(word.text.slice(0, 40)))
  return new AppError(
    'invalid-input',
    `At ${places.of(word?.at ?? 0)}: expected a command that begins with curl, found ${found}.`,
  )
}

/** Behind the last word, quotes and all. */
function endOf(pasted: string, last: ShellWord): number {
  const rest = /^\S*/.exec(pasted.slice(last.at, last.at + 10_000))?.[0] ?? ''
  return last.at + rest.length
}
