import { AppError } from '../../contract/errors.ts'
import { headerFromText } from '../../http/header-text.ts'
import { ansiEscape } from './ansi-escape.ts'
import type { CommandBuilder } from './command-builder.ts'
import type { ShellInput } from './shell-command.ts'
import { TextPlaces } from './text-places.ts'

/** Bytes, or the argument of the script or a function that they follow from. */
export type BashValue = string | { readonly argument: string }

/** What quotes and expansions are read for. */
interface BashText {
  readonly source: string
  readonly variables: ReadonlyMap<string, BashValue>
  readonly budget: { expanded: number }
  readonly command: CommandBuilder
  at: number
  inner(from: number): { readonly output: ShellInput; readonly end: number } | null
  backticked(from: number, isQuoted: boolean): { readonly output: ShellInput; readonly end: number } | null
}

export interface HereDocumentForm {
  readonly delimiter: string
  readonly isQuoted: boolean
  /** `<<-`: tabs before its lines are none of it. */
  readonly isIndented: boolean
}

/** Quotes, here-documents and what `$` stands for, as bash reads them. */
export class BashQuotes {
  private readonly text: BashText

  constructor(text: BashText) {
    this.text = text
  }

  single(): void {
    const { source, at: open, command } = this.text
    const close = source.indexOf("'", open + 1)
    if (close === -1) throw this.unclosed("'", open)
    command.add(headerFromText(source.slice(open + 1, close)), open)
    this.text.at = close + 1
  }

  double(): void {
    const { source, at: open, command } = this.text
    this.text.at++
    command.add('', open)
    for (;;) {
      const character = source[this.text.at]
      if (character === undefined) throw this.unclosed('"', open)
      if (character === '"') break
      if (character === '$' || character === '`') this.expansion(true)
      else if (character === '\\') this.escapeIn(/^\\(["\\$`]|\r?\n)/)
      else this.run(/[^"\\$`]+/y)
    }
    this.text.at++
  }

  /** `$'…'`, where escapes are those of C. */
  ansi(): void {
    const { source, at: open, command } = this.text
    this.text.at += 2
    command.add('', open)
    // Bash ends the text at a NUL, and goes on behind the quote.
    let isCut = false
    for (;;) {
      const { at } = this.text
      const character = source[at]
      if (character === undefined) throw this.unclosed("$'", open)
      if (character === "'") break
      const plain = /[^'\\]+/y
      plain.lastIndex = at
      const [length, bytes] =
        character === '\\' ? ansiEscape(source.slice(at, at + 12)) : lengthAndBytes(plain.exec(source)?.[0] ?? '')
      isCut ||= character === '\\' && bytes === '\0'
      if (!isCut) command.add(bytes, open)
      this.text.at += length
    }
    this.text.at++
  }

  /** Lines up to the delimiter, as the word of the command; false where it never comes. */
  hereDocument({ delimiter, isQuoted, isIndented }: HereDocumentForm): boolean {
    const { text } = this
    text.command.add('', text.at)
    while (text.at < text.source.length) {
      if (isIndented) while (text.source[text.at] === '\t') text.at++
      const end = text.source.indexOf('\n', text.at)
      const line = text.source.slice(text.at, end === -1 ? text.source.length : end)
      const next = end === -1 ? text.source.length : end + 1
      if (line.replace(/\r$/, '') === delimiter) {
        text.at = next
        return true
      }
      if (!isQuoted) this.expandedLine()
      else {
        text.command.add(headerFromText(text.source.slice(text.at, next)), text.at)
        text.at = next
      }
    }
    return false
  }

  private expandedLine(): void {
    const { text } = this
    for (;;) {
      const character = text.source[text.at]
      if (character === undefined) return
      if (character === '\n') {
        text.command.add('\n', text.at++)
        return
      }
      if (character === '$' || character === '`') this.expansion()
      else if (character === '\\') this.escapeIn(/^\\([\\$`]|\r?\n)/)
      else this.run(/[^\\$`\n]+/y)
    }
  }

  /** What `$` or a backtick begins. */
  expansion(isQuoted = false): void {
    const { source, at, command } = this.text
    const isInBrackets = source.startsWith('$(', at) && !source.startsWith('$((', at)
    const found =
      source[at] === '`' ? this.text.backticked(at + 1, isQuoted) : isInBrackets ? this.text.inner(at + 2) : null
    if (found !== null) {
      this.substitution(found.output, found.end)
      return
    }
    const rest = source.slice(at, at + 2000)
    const [whole, plain, braced, fallback] =
      /^\$(?:([A-Za-z_]\w*|[1-9@*#])|\{([A-Za-z_]\w*|[1-9]\d*|[@*](?::\d+)?)(?::?-([^{}$`"'\\]*))?\})/.exec(rest) ?? []
    const name = plain ?? braced
    const value = name === undefined ? undefined : this.text.variables.get(name)
    const argument = argumentOf(name, value, fallback)
    if (whole !== undefined && argument !== null) {
      command.takesArgument(argument, at)
      command.add(headerFromText(whole), at)
      this.text.at += whole.length
      return
    }
    if (whole !== undefined && typeof value === 'string' && value.length <= this.text.budget.expanded) {
      this.text.budget.expanded -= value.length
      command.add(value, at)
      this.text.at += whole.length
      return
    }
    if (whole !== undefined && fallback !== undefined) {
      command.warn(
        at,
        (where) => `${whole} at ${where} is read as ${fallback}: what is set elsewhere is not known here.`,
      )
      command.add(headerFromText(fallback), at)
      this.text.at += whole.length
      return
    }
    const unknown = whole ?? /^(?:\$\(\([^()]*\)\)|\$\{[^{}\s]*\}|\$[({][\w]*|\$[?$!0]|`[^`\n]*`|`)/.exec(rest)?.[0]
    if (unknown !== undefined) this.kept(at, unknown)
    command.add(headerFromText(unknown ?? (source[at] as string)), at)
    this.text.at += (unknown ?? ' ').length
  }

  private substitution(output: ShellInput, end: number): void {
    const { source, at, command } = this.text
    if (output.kind === 'bytes') command.add(output.bytes.replace(/\0/g, '').replace(/\n+$/, ''), at)
    else if (output.kind === 'file') command.needsFile(output.path, at)
    else if (output.kind === 'argument') command.takesArgument(output.name, at)
    else {
      const raw = source.slice(at, end)
      this.kept(at, raw.length > 40 ? `${raw.slice(0, 40)}…` : raw)
      command.add(headerFromText(raw), at)
    }
    this.text.at = end
  }

  private kept(at: number, what: string): void {
    this.text.command.keepsText()
    this.text.command.warn(at, (where) => `${what} at ${where} is kept as text: bash would put something in its place.`)
  }

  private escapeIn(known: RegExp): void {
    const { source, at, command } = this.text
    const escaped = known.exec(source.slice(at, at + 3))?.[1]
    if (escaped === undefined) command.add('\\', at)
    else if (!escaped.endsWith('\n')) command.add(escaped, at)
    this.text.at += 1 + (escaped?.length ?? 0)
  }

  private run(characters: RegExp): void {
    characters.lastIndex = this.text.at
    const text = characters.exec(this.text.source)?.[0] ?? (this.text.source[this.text.at] as string)
    this.text.command.add(headerFromText(text), this.text.at)
    this.text.at += text.length
  }

  private unclosed(quote: string, at: number): AppError {
    return new AppError(
      'invalid-input',
      `At ${new TextPlaces(this.text.source).of(at)}: a quote ${quote} is opened and never closed. Expected another ${quote}.`,
    )
  }
}

/** The argument that a name stands for, or that its value follows from; null: it is none, or what is read without one is written behind it. */
function argumentOf(
  name: string | undefined,
  value: BashValue | undefined,
  fallback: string | undefined,
): string | null {
  if (typeof value === 'object') return value.argument
  return name === undefined || /^[A-Za-z_]/.test(name) || fallback !== undefined ? null : `$${name}`
}

function lengthAndBytes(text: string): [length: number, bytes: string] {
  return [text.length, headerFromText(text)]
}
