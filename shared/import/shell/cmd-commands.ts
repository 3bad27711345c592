import { AppError } from '../../contract/errors.ts'
import { headerFromText } from '../../http/header-text.ts'
import { attempt, type RequestFaults } from '../request-faults.ts'
import { CommandBuilder } from './command-builder.ts'
import type { ShellCommand } from './shell-command.ts'
import { TextPlaces } from './text-places.ts'

/**
 * The commands of a text for cmd.exe, which two readers take apart one after the other: cmd, for which a caret takes the
 * meaning from what follows, and then the program's own start-up, for which a backslash counts only before a quote.
 */
export function cmdCommands(source: string, faults: RequestFaults | null): ShellCommand[] {
  const commands: ShellCommand[] = []
  const places = new TextPlaces(source)
  for (const line of linesOf(source)) {
    if (faults?.isFull) break
    const begun = line.find(({ text }) => /\S/.test(text))
    const command = attempt(
      faults,
      () => places.lineOf(begun?.at ?? 0),
      () => wordsOf(line, places),
    )
    if (command !== null && command.words.length > 0) commands.push(command)
  }
  return commands
}

/** A character that cmd hands on, and where it stood. */
interface KeptCharacter {
  readonly text: string
  readonly at: number
}

const NEXT_CURL = /^\s*(?:\S*[/\\])?curl(?:\.exe)?\s/i

/** Far more than cmd takes, which is 8191. */
const LONGEST_LINE = 2_000_000

/** With the file. */
const REDIRECTION = /^(?:\d?>&\d|\d?(?:>>?|<)[ \t]*(?:"[^"\n]*"|[^\s&|]*))/

/** What cmd hands on: without carets, each command a line; and without what redirections name. */
function* linesOf(source: string): Iterable<KeptCharacter[]> {
  let line: KeptCharacter[] = []
  // Of cmd, which sees only quotes that no caret stands before.
  let isQuoted = false
  const put = (text: string, at: number) => {
    if (line.push({ text, at }) > LONGEST_LINE) {
      throw new AppError(
        'invalid-input',
        `At ${new TextPlaces(source).of(at)}: no command for cmd is as long as this one.`,
      )
    }
  }
  const ended = () => {
    const whole = line
    line = []
    return whole
  }
  for (let at = 0; at < source.length; ) {
    const character = String.fromCodePoint(source.codePointAt(at) as number)
    if (character === '^' && !isQuoted) {
      const lineEnd = /^\^[ \t]*\r?\n/.exec(source.slice(at, at + 40))?.[0]
      at += lineEnd?.length ?? 1
      if (at >= source.length) break
      // What stands first in the next line has lost its meaning, too: of two line ends one is kept.
      if (lineEnd !== undefined && !/[\r\n]/.test(source[at] as string)) continue
      const taken = source.startsWith('\r\n', at) ? '\r\n' : String.fromCodePoint(source.codePointAt(at) as number)
      put(taken === '\r\n' ? '\n' : taken, at)
      at += taken.length
      continue
    }
    if (character === '"') isQuoted = !isQuoted
    const redirection = isQuoted ? null : REDIRECTION.exec(source.slice(at, at + 400))
    if (!isQuoted && '&|'.includes(character)) yield ended()
    else if (!isQuoted && /[\r\n]/.test(character) && NEXT_CURL.test(source.slice(at, at + 300))) yield ended()
    else if (redirection !== null && (/[<>]/.test(character) || /\s/.test(source[at - 1] ?? ''))) {
      put(' ', at)
      at += redirection[0].length
      continue
    } else put(character, at)
    at += character.length
  }
  yield line
}

function wordsOf(line: ReadonlyArray<KeptCharacter>, places: TextPlaces): ShellCommand {
  const command = new CommandBuilder(null)
  let openedAt: number | null = null
  for (let index = 0; index < line.length; ) {
    const { text, at } = line[index] as KeptCharacter
    const slashes = slashesAt(line, index)
    if (slashes > 0 && line[index + slashes]?.text === '"') {
      command.add('\\'.repeat(Math.floor(slashes / 2)), at)
      if (slashes % 2 === 1) command.add('"', at)
      index += slashes + (slashes % 2)
      continue
    }
    if (text === '"') {
      // Two of them between quotes are one that is meant.
      const isMeant = openedAt !== null && line[index + 1]?.text === '"'
      command.add(isMeant ? '"' : '', at)
      if (isMeant) index++
      else openedAt = openedAt === null ? at : null
    } else if (openedAt === null && /\s/.test(text)) command.endWord()
    else command.add(headerFromText(text), at)
    index++
  }
  if (openedAt !== null) {
    const where = places.of(openedAt)
    throw new AppError('invalid-input', `At ${where}: a quote " is opened and never closed. Expected another ".`)
  }
  command.endWord()
  for (const { text, at } of command.words) {
    const variable = /%[A-Za-z_]\w*%/.exec(text)?.[0]
    if (variable !== undefined) {
      command.warn(at, (where) => `${variable} at ${where} is kept as text: cmd would put something in its place.`)
    }
  }
  return command.built(() => ({ kind: 'unknown', program: '' }))
}

function slashesAt(line: ReadonlyArray<KeptCharacter>, from: number): number {
  let count = 0
  while (line[from + count]?.text === '\\') count++
  return count
}
