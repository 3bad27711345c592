import { BACKSLASH } from '../body/json-token.ts'
import { spellJson } from './decoded-text.ts'

export const APOSTROPHE = 39
const LINE_FEED = 10

/** Where a comment ends; null: none begins there. */
export function endOfComment(source: string, at: number): number | null {
  const isLine = source.startsWith('//', at)
  if (!isLine && !source.startsWith('/*', at)) return null
  const end = source.indexOf(isLine ? '\n' : '*/', at + 2)
  return end === -1 ? source.length : end + (isLine ? 0 : 2)
}

/** Of a string in apostrophes, which JSON5 and Python have; it ends with its line. */
export function endOfApostrophes(source: string, from: number): number {
  let at = from
  while (at < source.length && source.charCodeAt(at) !== APOSTROPHE && source.charCodeAt(at) !== LINE_FEED)
    at += source.charCodeAt(at) === BACKSLASH ? 2 : 1
  return Math.min(at, source.length)
}

export function spellInApostrophes(text: string): string {
  return spellJson(text).replaceAll("'", "\\'")
}

/** A name without quotes, a number or whatever is no JSON, up to an arrow of Ruby. At least one character. */
export function wordAt(source: string, at: number): string {
  WORD.lastIndex = at
  return WORD.exec(source)?.[0] ?? source.slice(at, at + 1)
}

/** `\s` would take a byte of UTF-8 (0xa0) for a space. */
const WORD = /(?:[^ \t\r\n"{}[\],:=]|=(?!>))+/y
