import { AppError } from '../contract/errors.ts'
import { headerFromText } from '../http/header-text.ts'

/** A word of a command line: its bytes (latin1), and where it began in what was pasted. */
export interface ShellWord {
  readonly text: string
  readonly at: number
}

export interface ShellWords {
  readonly words: ReadonlyArray<ShellWord>
  readonly warnings: ReadonlyArray<string>
}

/** Takes a pasted command apart as bash would, or cmd where carets say that it is one. Nothing is run or expanded. */
export function shellWords(pasted: string): ShellWords {
  return isForCmd(pasted) ? new CmdReader(pasted).read() : new BashReader(pasted).read()
}

/** Several commands that were pasted together, each with what ends it (`;`, `&`, a line end), and where it begins. */
export function splitCommands(pasted: string): Array<{ readonly text: string; readonly at: number }> {
  const isCmd = isForCmd(pasted)
  const commands: Array<{ text: string; at: number }> = []
  for (let at = 0; at < pasted.length; ) {
    const end = (isCmd ? new CmdReader(pasted, at) : new BashReader(pasted, at)).skip()
    const text = pasted.slice(at, end).replace(/[\s;&|]+$/, '')
    if (text.trim() !== '') commands.push({ text, at: at + (text.length - text.trimStart().length) })
    // What ends it is one character; `>` and what follows is passed over as a command of its own, which is none of curl.
    at = Math.max(end, at + 1)
    while (at < pasted.length && /[\s;&|]/.test(pasted[at] as string)) at++
  }
  return commands
}

/** By its carets, but for those that stand between bash's single quotes. */
function isForCmd(pasted: string): boolean {
  const unquoted = pasted.replace(/\$'(?:\\[\s\S]|[^'\\])*'|'[^']*'/g, "''")
  return /\^(?:["\r\n]|\s*$)/.test(unquoted)
}

/** Where something is, for people: `line 2, column 5`. */
export function positionOf(text: string, at: number): string {
  const before = text.slice(0, at).split('\n')
  return `line ${before.length}, column ${(before.at(-1)?.length ?? 0) + 1}`
}

abstract class WordReader {
  protected readonly source: string
  protected at = 0
  protected readonly warnings: string[] = []
  private isSkipping = false
  private readonly words: ShellWord[] = []
  private word: string | null = null
  private startedAt = 0
  private isFileNext = false

  constructor(source: string, from = 0) {
    this.source = source
    this.at = from
  }

  read(): ShellWords {
    while (this.at < this.source.length && this.step()) {
      // A step takes what it has read.
    }
    this.end()
    return { words: this.words, warnings: this.warnings }
  }

  /** Where the command ends. */
  skip(): number {
    this.isSkipping = true
    this.read()
    return this.at
  }

  /** False at the end of the command. */
  protected abstract step(): boolean

  protected add(bytes: string, startedAt: number): void {
    if (this.word === null) this.startedAt = startedAt
    this.word = (this.word ?? '') + bytes
  }

  protected end(): void {
    if (this.word !== null && !this.isFileNext) this.words.push({ text: this.word, at: this.startedAt })
    this.word = null
    this.isFileNext = false
  }

  /**
   * `2>&1`, `> out`, `< in`: they and the file are no words of the command, and words may follow. False where what stands
   * there is something else (a prompt, `<<EOF`, `<(…)`), which ends the command.
   */
  protected redirection(): boolean {
    const operator = /^&?(?:<<<|<>|[<>]&|>>|>\||<(?![<(])|>(?!\())[ \t]*/.exec(
      this.source.slice(this.at, this.at + 100),
    )
    const isDescriptor = this.word !== null && /^\d+$/.test(this.source.slice(this.startedAt, this.at))
    if (isDescriptor && operator !== null) this.word = null
    this.end()
    if (operator === null || this.words.length === 0) return this.endOfCommand(this.source[this.at] as string)
    this.at += operator[0].length
    this.isFileNext = true
    return true
  }

  protected get isInWord(): boolean {
    return this.word !== null
  }

  protected get hasWords(): boolean {
    return this.words.length > 0
  }

  protected unclosed(quote: string, at: number): AppError {
    return new AppError(
      'invalid-input',
      `At ${positionOf(this.source, at)}: a quote ${quote} is opened and never closed. Expected another ${quote}.`,
    )
  }

  protected endOfCommand(what: string): boolean {
    this.warn((at) => `What follows ${what} at ${at} is another command; it was left out.`, this.at)
    return false
  }

  /** Counting lines up to it takes long in a large file, so it is done only for those who listen. */
  protected warn(say: (at: string) => string, at: number): void {
    if (!this.isSkipping) this.warnings.push(say(positionOf(this.source, at)))
  }

  /** One character (a whole code point) as its bytes. */
  protected take(): string {
    const character = String.fromCodePoint(this.source.codePointAt(this.at) as number)
    this.at += character.length
    return headerFromText(character)
  }
}

class BashReader extends WordReader {
  protected step(): boolean {
    const { source, at } = this
    const character = source[at] as string
    // Terminals show `> ` before the next line; a file that output goes to stands there, too.
    const continued = /^[\\`]\r?\n(?:> (?=\s*(?:-|['"]|https?:)))?/.exec(source.slice(at, at + 100))?.[0]
    if (continued !== undefined) {
      this.at += continued.length
    } else if (character === '\n' || character === '\r') {
      this.end()
      this.at++
      // A second command on the next line is not part of this one; options that lost their backslash are.
      return !this.hasWords || !/^\s*curl(?:\.exe)?\s/.test(source.slice(at)) || this.endOfCommand('the line end')
    } else if (character === ' ' || character === '\t') {
      this.end()
      this.at++
    } else if (character === "'") this.single()
    else if (character === '"') this.double()
    else if (source.startsWith("$'", at)) this.ansi()
    else if (character === '\\') this.escaped()
    else if (character === '#' && !this.isInWord) this.at = indexOrEnd(source, '\n', at)
    else if ('<>'.includes(character) || source.startsWith('&>', at)) return this.redirection()
    else if (';|'.includes(character) || (character === '&' && !this.isInWord)) {
      this.end()
      return this.endOfCommand(character)
    } else if (character === '&') {
      // Bash would end the command here; what people paste is a URL that they forgot to quote.
      this.warn((where) => `The & at ${where} is not quoted: bash would end the command there.`, at)
      this.add(this.take(), at)
    } else {
      this.expansion()
      this.add(this.take(), at)
    }
    return true
  }

  private single(): void {
    const open = this.at
    const close = this.source.indexOf("'", open + 1)
    if (close === -1) throw this.unclosed("'", open)
    this.add(headerFromText(this.source.slice(open + 1, close)), open)
    this.at = close + 1
  }

  private double(): void {
    const open = this.at++
    this.add('', open)
    for (;;) {
      const character = this.source[this.at]
      if (character === undefined) throw this.unclosed('"', open)
      if (character === '"') break
      const escaped = /^\\(["\\$`]|\r?\n)/.exec(this.source.slice(this.at, this.at + 3))?.[1]
      if (escaped !== undefined) {
        this.at += 1 + escaped.length
        if (!escaped.endsWith('\n')) this.add(escaped, open)
        continue
      }
      this.expansion()
      this.add(this.take(), open)
    }
    this.at++
  }

  /** `$'…'`, where escapes are those of C. */
  private ansi(): void {
    const open = this.at
    this.at += 2
    this.add('', open)
    // Bash ends the text at a NUL, and goes on behind the quote.
    let isCut = false
    for (;;) {
      const character = this.source[this.at]
      if (character === undefined) throw this.unclosed("$'", open)
      if (character === "'") break
      if (character !== '\\') {
        const taken = this.take()
        if (!isCut) this.add(taken, open)
        continue
      }
      const [whole, bytes] = ansiEscape(this.source.slice(this.at, this.at + 12))
      isCut ||= bytes === '\0'
      if (!isCut) this.add(bytes, open)
      this.at += whole
    }
    this.at++
  }

  private escaped(): void {
    const at = this.at++
    if (this.at < this.source.length) this.add(this.take(), at)
    else this.warnings.push('The command ends in a backslash: its next line was not pasted.')
  }

  private expansion(): void {
    const found = /^(?:\$[A-Za-z_{(]\w*|`)/.exec(this.source.slice(this.at, this.at + 40))?.[0]
    if (found === undefined) return
    this.warn((at) => `${found} at ${at} is kept as text: bash would put something in its place.`, this.at)
  }
}

class CmdReader extends WordReader {
  private isQuoted = false
  /** Of cmd, which sees only quotes that no caret stands before. */
  private isShellQuoted = false
  private openedAt = 0

  protected step(): boolean {
    const { source, at } = this
    if (source[at] === '^' && !this.isShellQuoted) return this.caret()
    const character = source[at] as string
    if (character === '"') this.isShellQuoted = !this.isShellQuoted
    else if (!this.isShellQuoted && '<>'.includes(character)) return this.redirection()
    else if (!this.isShellQuoted && '&|'.includes(character)) {
      this.end()
      return this.endOfCommand(character)
    }
    this.program()
    return true
  }

  protected override end(): void {
    if (this.at >= this.source.length && this.isQuoted) throw this.unclosed('"', this.openedAt)
    super.end()
  }

  /** Takes the meaning from what follows; before a line end, takes the line end away, and of two keeps one. */
  private caret(): boolean {
    const lineEnds = /^\^(\r?\n)(\r?\n)?/.exec(this.source.slice(this.at, this.at + 5))
    if (lineEnds !== null) {
      if (lineEnds[2] !== undefined && this.isQuoted) this.add('\n', this.at)
      this.at += this.isQuoted ? lineEnds[0].length : 1 + (lineEnds[1]?.length ?? 0)
      return true
    }
    this.at++
    if (this.at < this.source.length) this.program()
    return true
  }

  /** What is left is read by the program's own start-up: backslashes count only before a quote. */
  private program(): void {
    const { source, at } = this
    const slashes = /^(\\+)(\^?)"/.exec(source.slice(at))
    const character = source[at] as string
    if (slashes !== null) {
      const count = slashes[1]?.length ?? 0
      this.add('\\'.repeat(Math.floor(count / 2)), at)
      this.at += count
      if (count % 2 === 1) {
        this.at += slashes[2]?.length ?? 0
        this.add('"', at)
        this.at++
      }
    } else if (character === '"') {
      this.isQuoted = !this.isQuoted
      this.openedAt = at
      this.add('', at)
      this.at++
    } else if (!this.isQuoted && /\s/.test(character)) {
      this.end()
      this.at++
    } else this.add(this.take(), at)
  }
}

/** How many characters an escape has, and its bytes. */
function ansiEscape(source: string): [length: number, bytes: string] {
  const hex = /^\\x([0-9a-fA-F]{1,2})/.exec(source)
  if (hex !== null) return [hex[0].length, String.fromCharCode(Number.parseInt(hex[1] ?? '', 16))]
  const unicode = /^\\u([0-9a-fA-F]{1,4})|^\\U([0-9a-fA-F]{1,8})/.exec(source)
  if (unicode !== null) {
    // Browsers write what is beyond 16 bits as two of them.
    const pair = /^\\u(d[89ab][0-9a-f]{2})$/i.test(unicode[0]) ? /^.{6}\\u(d[c-f]..)/i.exec(source) : null
    if (pair !== null) return [12, headerFromText(surrogates(unicode[1] ?? '', pair[1] ?? ''))]
    const code = Number.parseInt(unicode[1] ?? unicode[2] ?? '', 16)
    return [unicode[0].length, headerFromText(String.fromCodePoint(Math.min(code, 0x10ffff)))]
  }
  const octal = /^\\([0-7]{1,3})/.exec(source)
  if (octal !== null) return [octal[0].length, String.fromCharCode(Number.parseInt(octal[1] ?? '', 8) & 0xff)]
  const named = NAMED.get(source[1] ?? '')
  if (named !== undefined) return [2, named]
  return source.length < 2 ? [1, '\\'] : [2, headerFromText(source.slice(0, 2))]
}

function surrogates(high: string, low: string): string {
  return String.fromCharCode(Number.parseInt(high, 16), Number.parseInt(low, 16))
}

const NAMED: ReadonlyMap<string, string> = new Map([
  ['n', '\n'],
  ['r', '\r'],
  ['t', '\t'],
  ['a', '\x07'],
  ['b', '\b'],
  ['e', '\x1b'],
  ['E', '\x1b'],
  ['f', '\f'],
  ['v', '\v'],
  ['\\', '\\'],
  ["'", "'"],
  ['"', '"'],
  ['?', '?'],
])

function indexOrEnd(text: string, wanted: string, from: number): number {
  const at = text.indexOf(wanted, from)
  return at === -1 ? text.length : at
}
