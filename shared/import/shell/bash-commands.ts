import { AppError } from '../../contract/errors.ts'
import { headerFromText } from '../../http/header-text.ts'
import { attempt, type RequestFaults } from '../request-faults.ts'
import { BashQuotes, type BashValue, type HereDocumentForm } from './bash-quotes.ts'
import { CommandBuilder } from './command-builder.ts'
import { knownOutput } from './known-output.ts'
import type { ReadNamedFile, ShellCommand, ShellInput } from './shell-command.ts'
import { TextPlaces } from './text-places.ts'

/**
 * The commands of a script, as bash takes it apart. Nothing is run: what `echo`, `printf`, `cat`, here-documents and variables
 * that the script sets would put in a place is known without that, all else is kept as text. Where bash would refuse what
 * people paste all the same (an option on a line of its own, an unquoted &), it is read as they mean it.
 */
export function bashCommands(source: string, readFile: ReadNamedFile, faults: RequestFaults | null): ShellCommand[] {
  const budget = { failures: 8, expanded: MOST_EXPANDED }
  const from = { source, closer: null, readFile, variables: new Map<string, BashValue>(), budget, depth: 0 }
  const places = new TextPlaces(source)
  const found: ShellCommand[] = []
  let at = 0
  for (let round = 0; round < MOST_RESUMED; round++) {
    const reader = new BashReader({ ...from, at })
    const line = () => places.lineOf(reader.command.at)
    const isWhole = attempt(faults, line, () => reader.read()) !== null
    const next = isWhole ? null : nextCurl(source, reader.leaveCommand())
    // Not spread: they may be more than a call takes.
    for (const command of reader.found) found.push(command)
    if (next === null) break
    at = next
  }
  return found
}

/** A script whose quotes do not match so often is none. */
const MOST_RESUMED = 20

/** Where a line behind one calls curl; null: none does. */
function nextCurl(source: string, from: number): number | null {
  const next = /\n[ \t]*(?:[$%>#][ \t]+)?(?:\S{0,200}[/\\])?curl(?:\.exe)?[ \t\r\n\\]/g
  next.lastIndex = from
  const found = next.exec(source)
  return found === null ? null : found.index + 1
}

interface BashReading {
  readonly source: string
  readonly at: number
  /** Of `$(…)`, `<(…)` and backticks: what it ends at; `end`: with the source. */
  readonly closer: ')' | '`' | 'end' | null
  readonly readFile: ReadNamedFile
  /** Attempts at `$(…)` that may still fail, since each may read the rest of the script, and bytes that may be put in. */
  readonly budget: { failures: number; expanded: number }
  readonly depth: number
  /** Of the script, in bytes. */
  readonly variables: Map<string, BashValue>
}

interface HereDocument extends HereDocumentForm {
  readonly command: CommandBuilder
}

/** What variables may put in their places and commands may write again, in bytes. */
const MOST_EXPANDED = 16 * 1024 * 1024
/** Of `$(…)` in each other. */
const DEEPEST = 20
const CONTINUES = /^(?:[ \t]*\r?\n)*[ \t]*(?:-{1,2}[A-Za-z]|\$?['"]|https?:\/\/)/
const PLACEHOLDER = /^<[A-Za-z][\w.:-]*(?: [\w.:-]+)*>/
const OPERATOR = /^&?(?:<<<|<<-?|<>|[<>]&|>>|>\||[<>])[ \t]*/

class BashReader {
  readonly found: ShellCommand[] = []
  readonly source: string
  readonly readFile: ReadNamedFile
  readonly variables: Map<string, BashValue>
  at: number
  isClosed = false
  /** How many statements were read; a pipeline is one. */
  statements = 0
  command = new CommandBuilder(null)
  private readonly closer: BashReading['closer']
  readonly budget: BashReading['budget']
  private readonly nesting: number
  private readonly quotes: BashQuotes
  /** Those whose here-documents may still come. */
  private waiting: CommandBuilder[] = []
  private documents: HereDocument[] = []
  private depth = 0

  constructor({ source, at, closer, readFile, variables, budget, depth }: BashReading) {
    this.source = source
    this.at = at
    this.closer = closer
    this.budget = budget
    this.nesting = depth
    this.readFile = readFile
    this.variables = variables
    this.quotes = new BashQuotes(this)
  }

  read(): this {
    while (this.at < this.source.length && !this.isClosed) this.step()
    this.endCommand()
    this.finish()
    return this
  }

  /** Without the command that could not be read. Says where that began. */
  leaveCommand(): number {
    const { at } = this.command
    this.command = new CommandBuilder(null)
    this.documents = []
    this.finish()
    return at
  }

  /** What `$(` or `<(` at this place stands for, and where it ends; null: it is not closed. */
  inner(from: number): { readonly output: ShellInput; readonly end: number } | null {
    return this.innerOf(this.source, from, ')')
  }

  /**
   * Likewise of backticks, whose end is found before quotes count. There a backslash takes the meaning from what follows it
   * before any command is read; between double quotes from those as well.
   */
  backticked(from: number, isQuoted: boolean): { readonly output: ShellInput; readonly end: number } | null {
    const { source, budget } = this
    if (budget.failures <= 0) return null
    const until = /[^`\\]*(?:\\[\s\S][^`\\]*)*`/y
    until.lastIndex = from
    const found = until.exec(source)
    if (found === null) {
      budget.failures--
      return null
    }
    const end = from + found[0].length
    const written = found[0].slice(0, -1)
    const text = written.replace(isQuoted ? /\\([\\$`"])/g : /\\([\\$`])/g, '$1')
    if (text === written) return this.innerOf(source.slice(0, end), from, '`')
    if (from + text.length > budget.expanded) return null
    budget.expanded -= from + text.length
    const inner = this.innerOf(source.slice(0, from) + text, from, 'end')
    return inner === null ? null : { output: inner.output, end }
  }

  private innerOf(
    source: string,
    from: number,
    closer: NonNullable<BashReading['closer']>,
  ): { readonly output: ShellInput; readonly end: number } | null {
    const { readFile, variables, budget } = this
    if (budget.failures <= 0 || this.nesting >= DEEPEST) return null
    const depth = this.nesting + 1
    const reader = new BashReader({
      source,
      at: from,
      closer,
      readFile,
      variables: new Map(variables),
      budget,
      depth,
    })
    try {
      reader.read()
      if (closer === 'end') reader.isClosed = true
    } catch (error) {
      if (!(error instanceof AppError)) throw error
      reader.isClosed = false
    }
    if (!reader.isClosed) {
      budget.failures--
      return null
    }
    const last = reader.found.at(-1)
    const isKnown = reader.statements === 1 && last !== undefined
    const output = isKnown ? this.outputOf(last) : { kind: 'unknown' as const, program: last?.words[0]?.text ?? '' }
    // One of them may be what somebody wants to bring in.
    if (output.kind === 'unknown') for (const command of reader.found) this.found.push(command)
    return { output, end: reader.at }
  }

  private outputOf(command: ShellCommand): ShellInput {
    if (command.words.length === 0 && command.input !== null) return command.input
    return knownOutput(command, this.readFile, this.budget)
  }

  private step(): void {
    const { source, at, command } = this
    const character = source[at] as string
    const next = source[at + 1] ?? ''
    if (character === ' ' || character === '\t') {
      command.endWord()
      this.at++
    } else if (character === '\n' || character === '\r') this.lineEnd()
    else if (character === '\\') this.backslash()
    else if (character === "'") this.quotes.single()
    else if (character === '"') this.quotes.double()
    else if (character === '`' && this.closer === '`') this.bracket()
    else if (character === '$' && next === "'") this.quotes.ansi()
    else if (character === '$' && next === '"') this.at++
    else if (character === '$' || character === '`') this.quotes.expansion()
    else if (character === '#' && !command.isInWord) this.at = indexOrEnd(source, '\n', at)
    else if ('<>'.includes(character) || (character === '&' && next === '>')) this.redirection()
    else if (character === ';' || character === '|') this.operator()
    else if (character === '&') this.ampersand()
    else if (character === '(' && !command.isInWord && !command.isBegun) {
      this.depth++
      this.at++
    } else if (character === ')' && (this.closer === ')' || this.depth > 0)) this.bracket()
    else this.plain()
  }

  private plain(): void {
    const run = /[^\s'"\\$`#;|&<>()]+/y
    run.lastIndex = this.at
    const text = run.exec(this.source)?.[0] ?? (this.source[this.at] as string)
    const quote = /[“”‘’]/.exec(text)
    if (quote !== null)
      this.command.warn(
        this.at + quote.index,
        (where) =>
          `The quote ${quote[0]} at ${where} is none for bash, and is sent as it is. Write " or ' in its place.`,
      )
    this.command.add(headerFromText(text), this.at)
    this.at += text.length
  }

  private bracket(): void {
    this.endCommand()
    if (this.source[this.at++] === ')' && this.depth > 0) this.depth--
    else this.isClosed = true
  }

  private operator(): void {
    const operator = /^(?:\|\||\|&|\||;+)/.exec(this.source.slice(this.at, this.at + 4))?.[0] ?? ';'
    this.at += operator.length
    this.endCommand(operator === '|' || operator === '|&')
  }

  private ampersand(): void {
    const { source, at } = this
    if (source[at + 1] === '&' || !this.command.isInWord || /^&(?:\s|$)/.test(source.slice(at, at + 2))) {
      this.at += source[at + 1] === '&' ? 2 : 1
      this.endCommand()
      return
    }
    // Bash would end the command here; what people paste is a URL that they forgot to quote.
    this.command.warn(at, (where) => `The & at ${where} is not quoted: bash would end the command there.`)
    this.command.add('&', at)
    this.at++
  }

  /** A line goes on behind it, also where spaces follow it or where the line end was lost on the way. */
  private backslash(): void {
    const { source, at, command } = this
    const rest = source.slice(at, at + 200)
    // Terminals show `> ` before the next line; a file that output goes to stands there, too.
    const continued = /^\\[ \t]*\r?\n(?:> (?=\s*(?:-|['"]|https?:)))?/.exec(rest)?.[0]
    const lost = command.isInWord ? undefined : /^\\[ \t]+(?=-|['"]|https?:)/.exec(rest)?.[0]
    if (continued !== undefined || lost !== undefined) {
      if (lost !== undefined) command.warn(at, (where) => `The \\ at ${where} is read as a line end that was lost.`)
      this.at += (continued ?? lost ?? '').length
    } else if (at + 1 < source.length) {
      const escaped = String.fromCodePoint(source.codePointAt(at + 1) as number)
      command.add(headerFromText(escaped), at)
      this.at += 1 + escaped.length
    } else {
      command.warn(at, () => 'The command ends in a backslash: its next line was not pasted.')
      this.at++
    }
  }

  private lineEnd(): void {
    this.command.endWord()
    this.at += this.source.startsWith('\r\n', this.at) ? 2 : 1
    if (this.documents.length > 0) {
      this.hereDocuments()
      this.endCommand()
      this.finish()
      return
    }
    // Options that lost their backslash are part of the command; another command is not.
    if (this.command.isBegun && CONTINUES.test(this.source.slice(this.at, this.at + 2000))) return
    this.endCommand()
    this.finish()
  }

  private redirection(): void {
    const { source, at, command } = this
    const rest = source.slice(at, at + 200)
    const placeholder = PLACEHOLDER.exec(rest)?.[0]
    if (placeholder !== undefined && (command.isInWord || /^(?:\s|$)/.test(rest.slice(placeholder.length)))) {
      command.warn(at, (where) => `${placeholder} at ${where} is kept as text: put what is meant in its place.`)
      command.add(placeholder, at)
      this.at += placeholder.length
      return
    }
    if (/^[<>]\(/.test(rest)) {
      this.processSubstitution()
      return
    }
    const operator = OPERATOR.exec(rest)?.[0] ?? rest.slice(0, 1)
    const descriptor = command.takeDescriptor(source, at)
    command.endWord()
    this.at += operator.length
    // A prompt.
    if (!command.isBegun && operator.startsWith('>')) return
    const isInput = descriptor === null || descriptor === 0
    if (operator.startsWith('<<<')) command.expect(isInput ? 'input-text' : 'other-file')
    else if (operator.startsWith('<<')) this.hereDocument(operator.startsWith('<<-'))
    else command.expect(isInput && /^<[ \t]*$/.test(operator) ? 'input-file' : 'other-file')
  }

  private processSubstitution(): void {
    const { at, command } = this
    const found = this.inner(at + 2)
    if (found === null) {
      command.add(this.source[at] as string, at)
      this.at++
      return
    }
    const path = `/dev/fd/${63 - command.files.size}`
    command.files.set(path, found.output)
    command.add(path, at)
    this.at = found.end
  }

  private hereDocument(isIndented: boolean): void {
    const word =
      /^(?:'[^'\n]*'|"[^"\n]*"|\\.|[^\s'"\\;&|<>()])+/.exec(this.source.slice(this.at, this.at + 400))?.[0] ?? ''
    this.at += word.length
    const delimiter = word.replace(/['"\\]/g, '')
    this.documents.push({ command: this.command, delimiter, isQuoted: delimiter !== word, isIndented })
  }

  private hereDocuments(): void {
    const { command } = this
    for (const document of this.documents) {
      this.command = document.command
      const isEnded = this.quotes.hereDocument(document)
      this.command.input = this.command.takeText()
      if (!isEnded) this.command.warn(this.at, () => `The here-document has no line ${document.delimiter} at its end.`)
    }
    this.command = command
    this.documents = []
  }

  private endCommand(isPiped = false): void {
    const { command } = this
    command.endWord()
    if (!command.isBegun) return
    this.waiting.push(command)
    if (!isPiped) {
      this.statements++
      this.assign(command)
    }
    this.command = new CommandBuilder(isPiped ? command : null)
  }

  /** `NAME=value` and `export NAME=value`. */
  private assign({ words }: CommandBuilder): void {
    const given = /^(?:export|local|declare|readonly)$/.test(words[0]?.text ?? '') ? words.slice(1) : words
    if (!given.every(({ text }) => /^[A-Za-z_]\w*=/.test(text))) return
    for (const { text, isUnknown, needs, argument } of given) {
      const [, name = '', value = ''] = /^(\w+)=([\s\S]*)$/.exec(text) ?? []
      if (argument !== undefined) this.variables.set(name, { argument })
      else if (isUnknown || needs !== undefined) this.variables.delete(name)
      else this.variables.set(name, value)
    }
  }

  private finish(): void {
    if (this.documents.length > 0) this.hereDocuments()
    for (const command of this.waiting) this.found.push(command.built((built) => this.outputOf(built)))
    this.waiting = []
  }
}

function indexOrEnd(text: string, wanted: string, from: number): number {
  const at = text.indexOf(wanted, from)
  return at === -1 ? text.length : at
}
