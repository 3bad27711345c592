import { headerText } from '../../http/header-text.ts'
import type { ShellCommand, ShellInput, ShellWarning, ShellWord } from './shell-command.ts'

/** What the next word is: one of the command, the file of a redirection, or the text of `<<<`. */
export type WordRole = 'word' | 'input-file' | 'input-text' | 'other-file'

interface BuiltWord extends ShellWord {
  /** What bash would put into it is not known here. */
  readonly isUnknown: boolean
}

/** One command while it is read, word by word. */
export class CommandBuilder {
  readonly words: BuiltWord[] = []
  readonly warnings: ShellWarning[] = []
  readonly files = new Map<string, ShellInput>()
  readonly pipedFrom: CommandBuilder | null
  input: ShellInput | null = null
  private command: ShellCommand | null = null
  private word: string | null = null
  private wordAt = 0
  private needs: string[] = []
  private isUnknown = false
  private argument: string | undefined
  private role: WordRole = 'word'

  constructor(pipedFrom: CommandBuilder | null) {
    this.pipedFrom = pipedFrom
  }

  get isInWord(): boolean {
    return this.word !== null
  }

  /** Something of it was read. */
  get isBegun(): boolean {
    return this.words.length > 0 || this.input !== null
  }

  /** Where its first word stands, also while that is read. */
  get at(): number {
    return this.words[0]?.at ?? this.wordAt
  }

  get programName(): string {
    return headerText(this.words[0]?.text ?? '')
  }

  add(bytes: string, at: number): void {
    if (this.word === null) this.wordAt = at
    this.word = (this.word ?? '') + bytes
  }

  needsFile(path: string, at: number): void {
    this.add('', at)
    this.needs.push(path)
  }

  keepsText(): void {
    this.isUnknown = true
  }

  /** What stands here follows from an argument. */
  takesArgument(name: string, at: number): void {
    this.add('', at)
    this.argument ??= name
  }

  warn(at: number, message: ShellWarning['message']): void {
    this.warnings.push({ at, message })
  }

  /** The digits of `2>`, which are no word. */
  takeDescriptor(source: string, at: number): number | null {
    if (this.word === null || !/^\d+$/.test(source.slice(this.wordAt, at))) return null
    const descriptor = Number(this.word)
    this.word = null
    return descriptor
  }

  expect(role: WordRole): void {
    this.role = role
  }

  endWord(): void {
    if (this.word === null) return
    const { word: text, wordAt: at, needs, isUnknown, role, argument } = this
    this.forget()
    this.role = 'word'
    if (role === 'word')
      this.words.push({
        text,
        at,
        isUnknown,
        ...(needs.length > 0 ? { needs } : {}),
        ...(argument === undefined ? {} : { argument }),
      })
    if (role === 'input-text') this.input = inputOf(`${text}\n`, needs, argument)
    if (role === 'input-file') this.input = this.files.get(text) ?? { kind: 'file', path: headerText(text) }
  }

  /** The text of a here-document, once it was read. */
  takeText(): ShellInput {
    const input = inputOf(this.word ?? '', this.needs, this.argument)
    this.forget()
    return input
  }

  private forget(): void {
    this.word = null
    this.needs = []
    this.isUnknown = false
    this.argument = undefined
  }

  /** Once; the next command of a pipeline asks for it again. */
  built(outputOf: (command: ShellCommand) => ShellInput): ShellCommand {
    const from = this.pipedFrom
    this.command ??= {
      words: this.words,
      input: this.input ?? (from === null ? null : outputOf(from.built(outputOf))),
      at: this.words[0]?.at ?? 0,
      warnings: this.warnings,
      files: this.files,
    }
    return this.command
  }
}

function inputOf(bytes: string, [needed]: ReadonlyArray<string>, argument: string | undefined): ShellInput {
  if (argument !== undefined) return { kind: 'argument', name: argument }
  return needed === undefined ? { kind: 'bytes', bytes } : { kind: 'file', path: needed }
}
