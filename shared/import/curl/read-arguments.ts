import { headerText } from '../../http/header-text.ts'
import type { ImportedRequest } from '../imported-request.ts'
import type { ShellWord } from '../shell/shell-command.ts'
import { applyFlag, applyValue } from './apply-option.ts'
import { configWords } from './curl-config.ts'
import { type CurlOption, longOption, optionsBegunBy, shortOption } from './curl-options.ts'
import type { CurlReading } from './curl-reading.ts'
import { curlRequests } from './curl-request.ts'
import { type CurlSettings, newCurlSettings } from './curl-settings.ts'
import { CurlVariables } from './curl-variables.ts'

/** The requests that the words behind `curl` stand for, in their order. */
export function readArguments(words: ReadonlyArray<ShellWord>, reading: CurlReading, end: number): ImportedRequest[] {
  const reader = new ArgumentReader(reading)
  reader.read(words)
  return reader.parts.flatMap((settings) => curlRequests(settings, reading, end))
}

/** In bytes of UTF-8: what word processors make of `-` and `--`. */
const LONG_DASH = /^(?:-?\xe2\x80[\x90-\x95]|\xe2\x88\x92)+-?[A-Za-z]/

/** A file for `-K` may name another. */
const DEEPEST_CONFIG = 5

class ArgumentReader {
  /** What stands between `--next` and `--next`. */
  readonly parts: CurlSettings[] = [newCurlSettings()]
  private readonly reading: CurlReading
  private readonly variables = new CurlVariables()
  private depth = 0

  constructor(reading: CurlReading) {
    this.reading = reading
  }

  read(words: ReadonlyArray<ShellWord>): void {
    let areOptions = true
    for (let index = 0; index < words.length; index++) {
      const word = words[index] as ShellWord
      if (areOptions && LONG_DASH.test(word.text))
        this.reading.fail(
          word.at,
          `${JSON.stringify(headerText(word.text.slice(0, 60)))} begins with a dash of a word processor, and so is no option. Write - or -- in its place.`,
        )
      if (areOptions && word.text === '--') areOptions = false
      else if (!areOptions || !word.text.startsWith('-') || word.text === '-') {
        for (const path of word.needs ?? []) this.reading.needsFile(path)
        this.settings.urls.push(word)
      } else if (word.text.startsWith('--') ? this.long(word, words[index + 1]) : this.short(word, words[index + 1]))
        index++
    }
  }

  private get settings(): CurlSettings {
    return this.parts.at(-1) as CurlSettings
  }

  /** True if it took the next word as its value. */
  private long(word: ShellWord, next: ShellWord | undefined): boolean {
    const [, written = '', , given] = /^--([^=]*)(=([\s\S]*))?$/.exec(word.text) ?? []
    const isExpanded = written.startsWith('expand-')
    const found = longOption(isExpanded ? written.slice('expand-'.length) : written)
    if (found === undefined) {
      const begun = optionsBegunBy(written)
      if (begun.length > 1)
        this.reading.expected(
          word.at,
          `one of ${begun
            .slice(0, 5)
            .map((name) => `--${name}`)
            .join(', ')} in full`,
          word.text,
        )
      this.unknown(word.text, word.at)
      return false
    }
    const { option, isOff } = found
    if (!option.takesValue) {
      this.flag(option, isOff, word)
      return false
    }
    const value = given ?? this.valueOf(word.text, word, next)
    this.value(option, isExpanded ? this.variables.expand(value, this.reading, word.at) : value, word)
    return given === undefined
  }

  /** Several letters may stand together; the first that takes a value takes the rest: `-sSLXPOST`. */
  private short(word: ShellWord, next: ShellWord | undefined): boolean {
    for (let at = 1; at < word.text.length; at++) {
      const letter = word.text[at] as string
      const found = shortOption(letter)
      if (found === undefined) this.unknown(`-${letter}`, word.at + at)
      else if (!found.option.takesValue) this.flag(found.option, found.isOff, word)
      else {
        const rest = word.text.slice(at + 1)
        for (const path of rest === '' ? [] : (word.needs ?? [])) this.reading.needsFile(path)
        this.value(found.option, rest === '' ? this.valueOf(`-${letter}`, word, next) : rest, word)
        return rest === ''
      }
    }
    return false
  }

  private valueOf(option: string, word: ShellWord, next: ShellWord | undefined): string {
    if (next === undefined) this.reading.fail(word.at, `expected a value after ${headerText(option)}, found the end.`)
    for (const path of next.needs ?? []) this.reading.needsFile(path)
    return next.text
  }

  private unknown(option: string, at: number): void {
    this.reading.warn(
      `${headerText(option)} at ${this.reading.place(at)} is not an option that is known here; it was left out.`,
    )
  }

  private flag(option: CurlOption, isOff: boolean, { at }: ShellWord): void {
    // Before a URL it means nothing.
    if (option.name === 'next') this.parts.push(...(this.settings.urls.length > 0 ? [newCurlSettings()] : []))
    else if (option.kind === 'authentication') this.authentication(option, at)
    else if (option.kind === 'request') applyFlag(this.settings, option.name, isOff)
    else this.other(option, at)
  }

  private value(option: CurlOption, value: string, { at }: ShellWord): void {
    if (option.name === 'config') this.config(value, at)
    else if (option.name === 'variable') this.variables.set(value, this.reading, at)
    else if (option.kind === 'authentication') this.authentication(option, at)
    else if (option.kind === 'request') applyValue(this.settings, option.name, value, { reading: this.reading, at })
    else this.other(option, at)
  }

  private other({ kind, name }: CurlOption, at: number): void {
    if (kind !== 'warned') return
    this.reading.warn(`--${name} at ${this.reading.place(at)} is about the connection; it is not part of the request.`)
  }

  private authentication({ name }: CurlOption, at: number): void {
    this.settings.challenged = name
    const why =
      name === 'aws-sigv4'
        ? 'follows from the time at which it signs'
        : 'follows from what the server asks for in its first answer'
    this.reading.warn(
      `The Authorization of --${name} at ${this.reading.place(at)} ${why}, so it is left out; the rest is here.`,
    )
  }

  private config(path: string, at: number): void {
    if (this.depth >= DEEPEST_CONFIG)
      this.reading.fail(at, `the files of -K name each other more than ${DEEPEST_CONFIG} deep.`)
    this.depth++
    this.read(configWords(this.reading.file(path, at), at))
    this.depth--
  }
}
