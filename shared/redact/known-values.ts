import { base32 } from '../http/base32.ts'
import { base64 } from '../http/base64-text.ts'
import { headerFromText } from '../http/header-text.ts'
import { bytesFromLatin1 } from '../http/latin1.ts'
import { percentEncoded } from '../http/percent-encoded.ts'
import { type DecodedText, decodeFolds, spellJson } from './decoded-text.ts'
import type { RedactionKind } from './redaction-kind.ts'
import type { Span } from './span.ts'
import { WordAutomaton } from './word-automaton.ts'

/** Shorter ones count only where they stand by themselves: `a` is in every word. */
const SHORTEST_PART = 4
/** A line of a key, or what follows a prefix, must be long to stand for the whole. */
const LONG = 16
/** Of shorter values so few letters of base64 are their own that anything may have them. */
const SHORTEST_WITHIN = 6

/** Finds values that are known, in any of the spellings that requests carry them in. Texts are latin1, one character a byte. */
export class KnownValues {
  readonly #automaton: WordAutomaton
  readonly #words: ReadonlyArray<string>
  readonly #kind: RedactionKind

  constructor(values: Iterable<string>, kind: RedactionKind = 'secret') {
    this.#kind = kind
    const spellings = new Set<string>()
    for (const value of values)
      for (const spelling of spellingsOf(headerFromText(value.trim()), kind === 'secret')) spellings.add(spelling)
    spellings.delete('')
    this.#automaton = new WordAutomaton([...spellings].filter(({ length }) => length >= SHORTEST_PART))
    this.#words = [...spellings].filter(({ length }) => length < SHORTEST_PART)
  }

  get isEmpty(): boolean {
    return this.#automaton.isEmpty && this.#words.length === 0
  }

  find(text: string): Span[] {
    const found: Span[] = []
    if (!this.#automaton.isEmpty) {
      this.#automaton.find(text, (end, length) => found.push({ start: end - length, end, kind: this.#kind }))
      const folded = decodeFolds(text)
      if (folded.units !== null) this.#findAcross(folded, found)
    }
    for (const word of this.#words) this.#findWord(text, word, found)
    return found
  }

  /** What goes from one line of base64 to the next. */
  #findAcross({ text, units }: DecodedText, found: Span[]): void {
    this.#automaton.find(text, (end, length) => {
      if (units === null) return
      // Of its first character, and not of a line end in front of it.
      const start = units.spelled(end - length + 1, false) - 1
      const until = units.spelled(end, true)
      if (until - start > length) found.push({ start, end: until, kind: this.#kind })
    })
  }

  #findWord(text: string, word: string, found: Span[]): void {
    for (let at = text.indexOf(word); at !== -1; at = text.indexOf(word, at + 1)) {
      const around = `${text[at - 1] ?? ' '}${text[at + word.length] ?? ' '}`
      if (!/\w/.test(around)) found.push({ start: at, end: at + word.length, kind: this.#kind })
    }
  }
}

/**
 * A value as it is, and as headers, JSON, forms, XML, base64, base32 and hex spell it; latin1. `isWithin`: also where more
 * stands in front of it in base64. Values that were learned are too many for that.
 */
function spellingsOf(trimmed: string, isWithin: boolean): string[] {
  if (trimmed === '') return []
  const lines = trimmed.split(/\r?\n/).map((line) => line.replace(/^[ \t]+|[ \t]+$/g, ''))
  const bare = /^[A-Za-z0-9]+[_-](.*)$/s.exec(trimmed)?.[1] ?? ''
  const plain = [
    trimmed,
    ...(lines.length > 1 ? [lines.filter((line) => !line.startsWith('-----')).join('')] : []),
    ...lines.filter((line) => line.length >= LONG && lines.length > 1 && !line.startsWith('-----')),
    ...(bare.length >= LONG ? [bare] : []),
  ]
  return plain.flatMap((text) => [
    text,
    spellJson(text),
    percentEncoded(text),
    percentEncoded(text).replaceAll('%20', '+'),
    xmlEscaped(text),
    ...inBothAlphabets(text.length < 3 ? [] : [base64Of(text)]),
    ...inBothAlphabets(isWithin && text.length >= SHORTEST_WITHIN ? base64Within(text) : []),
    ...(text.length < SHORTEST_PART ? [] : inBothCases([hexOf(text), base32(bytesFromLatin1(text))])),
  ])
}

function base64Of(text: string): string {
  return base64(bytesFromLatin1(text)).replace(/=+$/, '')
}

/** The letters that it has for itself, by where in a group of three bytes it begins; with and without the one that ends it. */
function base64Within(text: string): string[] {
  return [0, 1, 2].flatMap((offset) => {
    const letters = base64Of('\0'.repeat(offset) + text).slice(Math.ceil((offset * 4) / 3))
    const own = Math.floor(((offset + text.length) * 4) / 3) - Math.ceil((offset * 4) / 3)
    return [letters, letters.slice(0, own)]
  })
}

function inBothAlphabets(texts: ReadonlyArray<string>): string[] {
  return texts.flatMap((text) => [text, text.replaceAll('+', '-').replaceAll('/', '_')])
}

function hexOf(text: string): string {
  return Array.from(text, (byte) => byte.charCodeAt(0).toString(16).padStart(2, '0')).join('')
}

function inBothCases(texts: ReadonlyArray<string>): string[] {
  return texts.flatMap((text) => [text.toLowerCase(), text.toUpperCase()])
}

function xmlEscaped(text: string): string {
  return text.replace(/[&<>"']/g, (char) => XML[char] ?? char)
}

const XML: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&apos;' }
