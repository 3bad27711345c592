import { type FilterError, filterError } from './filter-error.ts'
import { isFilterKey, takesPath } from './filter-keys.ts'
import { COMPARISONS, type Comparison } from './filter-node.ts'
import { readQuoted } from './quoted-text.ts'

/** A piece of a filter's text. `start` inclusive, `end` exclusive. */
export type FilterToken =
  | { readonly kind: 'open' | 'close' | 'minus' | 'or' | 'and'; readonly start: number; readonly end: number }
  | WordToken
  | FieldToken

/** A free word, or a phrase between quotes. */
export interface WordToken {
  readonly kind: 'word'
  readonly start: number
  readonly end: number
  readonly text: string
  readonly quoted: boolean
  readonly error: FilterError | null
}

/** `key:value`. */
export interface FieldToken {
  readonly kind: 'field'
  readonly start: number
  readonly end: number
  /** In lower case; it may be none that there is. */
  readonly key: string
  /** What follows the key up to the colon, such as `.a[0]`; empty where nothing does. */
  readonly path: string
  readonly pathStart: number
  /** After the colon. */
  readonly valueStart: number
  readonly op: Comparison | null
  readonly value: FieldValue
}

export interface FieldValue {
  /** After the comparison. */
  readonly start: number
  readonly end: number
  readonly text: string
  readonly parts: ReadonlyArray<string>
  readonly quoted: boolean
  readonly error: FilterError | null
}

const SPACE = /\s/
/** What stands so before a colon is taken for a key: letters of any script, and `_`, so that a key that is none is told. */
const KEY = /[\p{L}_][\p{L}\p{M}\p{N}_-]*/uy
const OPERATORS = [...COMPARISONS].sort((one, other) => other.length - one.length)

/** Cuts any text into tokens; what is wrong with one stands in its `error`. Never throws. */
export function filterTokens(source: string): FilterToken[] {
  const tokens: FilterToken[] = []
  let at = 0
  while (at < source.length) {
    if (SPACE.test(source.charAt(at))) {
      at++
      continue
    }
    const token = tokenAt(source, at)
    tokens.push(token)
    at = token.end
  }
  return tokens
}

function tokenAt(source: string, start: number): FilterToken {
  const char = source.charAt(start)
  if (char === '(') return { kind: 'open', start, end: start + 1 }
  if (char === ')') return { kind: 'close', start, end: start + 1 }
  if (char === '-') return { kind: 'minus', start, end: start + 1 }
  if (char === '"') return { kind: 'word', start, quoted: true, ...readQuoted(source, start) }
  return fieldAt(source, start) ?? wordAt(source, start)
}

function wordAt(source: string, start: number): FilterToken {
  const end = endOfBare(source, start)
  const text = source.slice(start, end)
  const lower = text.toLowerCase()
  if (lower === 'or' || lower === 'and') return { kind: lower, start, end }
  return { kind: 'word', start, end, text, quoted: false, error: null }
}

/** What is being typed as a path: as long as the word is that it would be otherwise, so that it can be completed. */
function wrongWord(source: string, start: number, error: FilterError): WordToken {
  const end = endOfBare(source, start)
  return { kind: 'word', start, end, text: source.slice(start, end), quoted: false, error }
}

function fieldAt(source: string, start: number): FieldToken | WordToken | null {
  KEY.lastIndex = start
  const key = KEY.exec(source)?.[0].toLowerCase()
  if (key === undefined) return null
  const pathStart = start + key.length
  const colon = endOfPath(source, pathStart, key === 'body')
  if (colon !== null && typeof colon !== 'number') {
    // Of another key it is a text with a quote in it.
    return takesPath(key) ? wrongWord(source, start, colon) : null
  }
  if (colon === null || source.charAt(colon) !== ':') return null
  // `https://…` is a text that people paste, not a key; `path://…` asks for a path that begins so.
  if (source.startsWith('//', colon + 1) && !isFilterKey(key)) return null
  const valueStart = colon + 1
  const op = OPERATORS.find((each) => source.startsWith(each, valueStart)) ?? null
  const value = valueAt(source, valueStart + (op?.length ?? 0))
  return {
    kind: 'field',
    start,
    end: value.end,
    key,
    path: source.slice(pathStart, colon),
    pathStart,
    valueStart,
    op,
    value,
  }
}

function valueAt(source: string, start: number): FieldValue {
  if (source.charAt(start) === '"') return { start, quoted: true, ...readQuoted(source, start) }
  const end = endOfBare(source, start)
  const text = source.slice(start, end)
  return { start, end, text, parts: text.split('*'), quoted: false, error: null }
}

/** Where the colon after a key, and what may follow that, stands; null if there is none; or what is wrong with a quote. */
function endOfPath(source: string, start: number, takesPointer: boolean): number | FilterError | null {
  if (!(takesPointer ? /[.[:/]/ : /[.[:]/).test(source.charAt(start))) return null
  for (let at = start; at < source.length; at++) {
    const char = source.charAt(at)
    if (char === ':') return at
    if (isDelimiter(char)) return null
    if (char === '"') {
      const { end, error } = readQuoted(source, at)
      if (error !== null) return error.position === source.length ? openQuote(source, at) : error
      at = end - 1
    }
  }
  return null
}

/** At the quote, since what follows it may be the rest of a long filter. */
function openQuote(source: string, at: number): FilterError {
  const error = filterError(source, source.length, source.length, 'a closing quote')
  return { ...error, position: at, length: 1, hint: 'This quote is still open.' }
}

function endOfBare(source: string, start: number): number {
  let end = start
  while (end < source.length && !isDelimiter(source.charAt(end))) end++
  return end
}

function isDelimiter(char: string): boolean {
  return char === '(' || char === ')' || SPACE.test(char)
}
