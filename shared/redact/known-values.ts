import { base64Lines } from '../codegen/base64.ts'
import { headerFromText } from '../http/header-text.ts'
import { bytesFromLatin1 } from '../http/latin1.ts'
import type { RedactionKind } from './redaction-kind.ts'
import type { Span } from './span.ts'

/** Shorter ones count only where they stand by themselves: `a` is in every word. */
const SHORTEST_PART = 4
/** A line of a key, or what follows a prefix, must be long to stand for the whole. */
const LONG = 16

/**
 * Finds values that are known, in any of the spellings that requests carry them in. Texts are latin1, one character a byte.
 * What a value starts with is looked up in a table, so that a thousand values cost what one costs.
 */
export class KnownValues {
  readonly #byStart = new Map<number, string[]>()
  /** Whether any begins with two bytes: nearly no place of a text has to be looked at further. */
  readonly #pairs = new Uint8Array(65_536)
  readonly #words: string[] = []
  readonly #kind: RedactionKind

  constructor(values: Iterable<string>, kind: RedactionKind = 'secret') {
    this.#kind = kind
    const spellings = new Set<string>()
    for (const value of values)
      for (const spelling of spellingsOf(headerFromText(value.trim()))) spellings.add(spelling)
    for (const spelling of spellings) this.#add(spelling)
    for (const group of this.#byStart.values()) group.sort((left, right) => right.length - left.length)
  }

  get isEmpty(): boolean {
    return this.#byStart.size === 0 && this.#words.length === 0
  }

  find(text: string): Span[] {
    const found: Span[] = []
    for (let at = 0; this.#byStart.size > 0 && at + SHORTEST_PART <= text.length; at++) {
      if (this.#pairs[pairAt(text, at)] === 0) continue
      const value = this.#byStart.get(startOf(text, at))?.find((candidate) => text.startsWith(candidate, at))
      if (value === undefined) continue
      found.push({ start: at, end: at + value.length, kind: this.#kind })
      // Another one may begin inside it.
    }
    for (const word of this.#words) this.#findWord(text, word, found)
    return found
  }

  #add(spelling: string): void {
    if (spelling.length < SHORTEST_PART) {
      if (spelling !== '') this.#words.push(spelling)
      return
    }
    this.#pairs[pairAt(spelling, 0)] = 1
    const start = startOf(spelling, 0)
    const group = this.#byStart.get(start)
    if (group === undefined) this.#byStart.set(start, [spelling])
    else group.push(spelling)
  }

  #findWord(text: string, word: string, found: Span[]): void {
    for (let at = text.indexOf(word); at !== -1; at = text.indexOf(word, at + 1)) {
      const around = `${text[at - 1] ?? ' '}${text[at + word.length] ?? ' '}`
      if (!/\w/.test(around)) found.push({ start: at, end: at + word.length, kind: this.#kind })
    }
  }
}

function pairAt(text: string, at: number): number {
  return (text.charCodeAt(at) & 0xff) | ((text.charCodeAt(at + 1) & 0xff) << 8)
}

function startOf(text: string, at: number): number {
  return (
    text.charCodeAt(at) |
    (text.charCodeAt(at + 1) << 8) |
    (text.charCodeAt(at + 2) << 16) |
    (text.charCodeAt(at + 3) << 24)
  )
}

/** A value as it is, and as headers, JSON, forms, XML and base64 spell it; latin1. */
function spellingsOf(trimmed: string): string[] {
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
    jsonEscaped(text),
    percentEncoded(text),
    percentEncoded(text).replaceAll('%20', '+'),
    xmlEscaped(text),
    ...(text.length < 3 ? [] : [base64Of(text), base64Of(text).replaceAll('+', '-').replaceAll('/', '_')]),
  ])
}

function base64Of(text: string): string {
  return base64Lines(bytesFromLatin1(text)).join('').replace(/=+$/, '')
}

function jsonEscaped(text: string): string {
  return JSON.stringify(text).slice(1, -1)
}

function percentEncoded(text: string): string {
  return text.replace(/[^\w.~-]/g, (byte) => `%${byte.charCodeAt(0).toString(16).toUpperCase().padStart(2, '0')}`)
}

function xmlEscaped(text: string): string {
  return text.replace(/[&<>"']/g, (char) => XML[char] ?? char)
}

const XML: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&apos;' }
