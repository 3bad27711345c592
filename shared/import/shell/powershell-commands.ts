import { AppError } from '../../contract/errors.ts'
import { headerFromText } from '../../http/header-text.ts'
import { attempt, type RequestFaults } from '../request-faults.ts'
import { CommandBuilder } from './command-builder.ts'
import type { ShellCommand, ShellInput } from './shell-command.ts'
import { TextPlaces } from './text-places.ts'

/**
 * The commands of a text for PowerShell: a backtick takes the meaning from what follows, quotes are doubled to be meant, and
 * texts of several lines stand between `@'` and `'@`. Variables that are set to a text before are known.
 */
export function powershellCommands(source: string, faults: RequestFaults | null): ShellCommand[] {
  return new PowershellReader(source).read(faults)
}

/** What variables may put in their places, in bytes. */
const MOST_EXPANDED = 16 * 1024 * 1024

const ESCAPES: Readonly<Record<string, string>> = {
  n: '\n',
  r: '\r',
  t: '\t',
  '0': '\0',
  a: '\x07',
  b: '\b',
  e: '\x1b',
  f: '\f',
  v: '\v',
}

class PowershellReader {
  private readonly source: string
  private readonly found: CommandBuilder[] = []
  private readonly variables = new Map<string, string>()
  private command = new CommandBuilder(null)
  private at = 0
  private mayExpand = MOST_EXPANDED

  constructor(source: string) {
    this.source = source
  }

  read(faults: RequestFaults | null): ShellCommand[] {
    attempt(
      faults,
      () => new TextPlaces(this.source).lineOf(this.command.at),
      () => {
        while (this.at < this.source.length) this.step()
        this.endCommand()
      },
    )
    return this.found.map((command) => forProgram(command.built((from) => this.outputOf(from))))
  }

  /** A text alone is what it writes. */
  private outputOf({ words: [first, ...more] }: ShellCommand): ShellInput {
    return first !== undefined && more.length === 0 && /["'@$]/.test(this.source[first.at] ?? '')
      ? { kind: 'bytes', bytes: `${first.text}\r\n` }
      : { kind: 'unknown', program: first?.text ?? '' }
  }

  private step(): void {
    const { source, at, command } = this
    const rest = source.slice(at, at + 300)
    const character = String.fromCodePoint(source.codePointAt(at) as number)
    const lineEnd = /^`[ \t]*\r?\n/.exec(rest)?.[0]
    const comment = /^(?:#[^\n]*|<#)/.exec(rest)
    if (lineEnd !== undefined) this.at += lineEnd.length
    else if (/^@['"][ \t]*\r?\n/.test(rest) && !command.isInWord) this.hereString()
    else if (/['‘’‚‛]/.test(character)) this.single()
    else if (/["“”„]/.test(character)) this.double()
    else if (character === '`') {
      command.add(headerFromText(escapeOf(source[at + 1] ?? '')), at)
      this.at += 2
    } else if (character === '$') this.variable()
    else if (character === ' ' || character === '\t') {
      command.endWord()
      this.at++
    } else if (comment !== null && !command.isInWord) this.at += comment[0] === '<#' ? 2 : comment[0].length
    else if (character === '\n' || character === '\r') {
      this.at++
      command.endWord()
      // Options that lost their backtick are part of the command.
      if (!/^\s*(?:-{1,2}[A-Za-z]|['"]|https?:)/.test(source.slice(this.at, this.at + 500))) this.endCommand()
    } else if (character === ';' || character === '|') {
      this.at++
      this.endCommand(character === '|')
    } else {
      command.add(headerFromText(character), at)
      this.at += character.length
    }
  }

  private single(): void {
    const { source, at: open, command } = this
    this.at++
    command.add('', open)
    for (;;) {
      const character = source[this.at]
      if (character === undefined) throw this.unclosed("'", open)
      if (/['‘’‚‛]/.test(character)) {
        if (!/['‘’‚‛]/.test(source[this.at + 1] ?? '')) break
        this.at++
      }
      this.take(open)
    }
    this.at++
  }

  private double(): void {
    const { source, at: open, command } = this
    this.at++
    command.add('', open)
    for (;;) {
      const character = source[this.at]
      if (character === undefined) throw this.unclosed('"', open)
      if (character === '$') this.variable()
      else if (character === '`') {
        command.add(headerFromText(escapeOf(source[this.at + 1] ?? '')), open)
        this.at += 2
      } else if (/["“”„]/.test(character)) {
        if (!/["“”„]/.test(source[this.at + 1] ?? '')) break
        this.at++
        this.take(open)
      } else this.take(open)
    }
    this.at++
  }

  /** `@'`, lines, `'@`: nothing in it has a meaning, but for variables between `@"` and `"@`. */
  private hereString(): void {
    const { source, at } = this
    const quote = source[at + 1] as string
    const from = source.indexOf('\n', at) + 1
    const end = new RegExp(`\\r?\\n${quote}@`, 'g')
    end.lastIndex = from - 1
    const closing = end.exec(source)
    if (closing === null) throw this.unclosed(`@${quote}`, at)
    this.command.add(headerFromText(source.slice(from, Math.max(from, closing.index))), at)
    this.at = closing.index + closing[0].length
  }

  private variable(): void {
    const { source, at, command } = this
    const [whole, name = ''] = /^\$\{?((?:env:)?[A-Za-z_]\w*)\}?/i.exec(source.slice(at, at + 200)) ?? []
    const assigned = /^\$([A-Za-z_]\w*)[ \t]*=[ \t]*(?=@?['"‘“])/.exec(source.slice(at, at + 200))
    const computed = /^\$([A-Za-z_]\w*)[ \t]*=[ \t]/.exec(source.slice(at, at + 200))?.[1]
    const value = this.variables.get(name.toLowerCase())
    if (assigned !== null && !command.isBegun && !command.isInWord) {
      this.at += assigned[0].length
      this.assign(assigned[1] ?? '')
    } else if (computed !== undefined && !command.isBegun && !command.isInWord) {
      // What an expression comes to is not known here.
      this.variables.delete(computed.toLowerCase())
      command.add('$', at)
      this.at++
    } else if (whole !== undefined && value !== undefined && value.length <= this.mayExpand) {
      this.mayExpand -= value.length
      command.add(value, at)
      this.at += whole.length
    } else {
      const kept = whole ?? '$'
      if (whole !== undefined) {
        command.warn(
          at,
          (where) => `${whole} at ${where} is kept as text: PowerShell would put something in its place.`,
        )
      }
      command.add(headerFromText(kept), at)
      this.at += kept.length
    }
  }

  private assign(name: string): void {
    const outer = this.command
    this.command = new CommandBuilder(null)
    this.step()
    this.command.endWord()
    const [word] = this.command.words
    if (word !== undefined) this.variables.set(name.toLowerCase(), word.text)
    this.command = outer
  }

  private endCommand(isPiped = false): void {
    const { command } = this
    command.endWord()
    if (!command.isBegun) return
    if (!isPiped) this.found.push(command)
    this.command = new CommandBuilder(isPiped ? command : null)
  }

  private take(startedAt: number): void {
    const character = String.fromCodePoint(this.source.codePointAt(this.at) as number)
    this.at += character.length
    this.command.add(headerFromText(character), startedAt)
  }

  private unclosed(quote: string, at: number): AppError {
    const where = new TextPlaces(this.source).of(at)
    return new AppError(
      'invalid-input',
      `At ${where}: a quote ${quote} is opened and never closed. Expected another ${quote}.`,
    )
  }
}

/** Before 7.3 a quote reached a program only behind a backslash, so that is how people write it. */
function forProgram(command: ShellCommand): ShellCommand {
  return { ...command, words: command.words.map((word) => ({ ...word, text: word.text.replace(/\\"/g, '"') })) }
}

function escapeOf(character: string): string {
  return ESCAPES[character] ?? character
}
