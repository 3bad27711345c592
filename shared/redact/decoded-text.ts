import { headerFromText } from '../http/header-text.ts'
import type { Edit } from './span.ts'

/** A text as it is meant, latin1, with the way back to where each character of it is spelled. */
export interface DecodedText {
  readonly text: string
  /** Offsets in the spelled text, one more than there are characters; null: both are the same. */
  readonly offsets: ReadonlyArray<number> | null
}

/** What stands between the quotes of a JSON string. What is no right escape is taken as it is. */
export function decodeJsonString(raw: string): DecodedText {
  if (!raw.includes('\\')) return { text: raw, offsets: null }
  return decode(raw, (at) => {
    if (raw[at] !== '\\') return null
    const unicode = /^\\u([0-9a-fA-F]{4})(?:\\u([dD][c-fC-F][0-9a-fA-F]{2}))?/.exec(raw.slice(at, at + 12))
    if (unicode === null) {
      const plain = ESCAPES[raw[at + 1] ?? '']
      return plain === undefined ? null : [plain, 2]
    }
    const [, first = '', second] = unicode
    const isPair = second !== undefined && /^d[89ab]/i.test(first)
    const text = String.fromCharCode(Number.parseInt(first, 16), ...(isPair ? [Number.parseInt(second, 16)] : []))
    return [headerFromText(text), isPair ? 12 : 6]
  })
}

const ESCAPES: Readonly<Record<string, string>> = {
  '"': '"',
  '\\': '\\',
  '/': '/',
  b: '\b',
  f: '\f',
  n: '\n',
  r: '\r',
  t: '\t',
}

/** `%41`, and `+` in forms. */
export function decodePercent(raw: string, { plusIsSpace }: { plusIsSpace: boolean }): DecodedText {
  if (!raw.includes('%') && !(plusIsSpace && raw.includes('+'))) return { text: raw, offsets: null }
  return decode(raw, (at) => {
    if (plusIsSpace && raw[at] === '+') return [' ', 1]
    const hex = raw[at] === '%' ? /^%([0-9a-fA-F]{2})/.exec(raw.slice(at, at + 3))?.[1] : undefined
    return hex === undefined ? null : [String.fromCharCode(Number.parseInt(hex, 16)), 3]
  })
}

/** Of mail: `=41`, and a line end after `=` that is none. */
export function decodeQuotedPrintable(raw: string): DecodedText {
  return decode(raw, (at) => {
    if (raw[at] !== '=') return null
    const [whole, hex] = /^=(?:([0-9A-Fa-f]{2})|[ \t]{0,8}\r?\n)/.exec(raw.slice(at, at + 12)) ?? []
    if (whole === undefined) return null
    return [hex === undefined ? '' : String.fromCharCode(Number.parseInt(hex, 16)), whole.length]
  })
}

function decode(raw: string, unitAt: (at: number) => readonly [text: string, length: number] | null): DecodedText {
  const pieces: string[] = []
  const offsets: number[] = []
  for (let at = 0; at < raw.length; ) {
    const [text, length] = unitAt(at) ?? [raw[at] as string, 1]
    pieces.push(text)
    for (let byte = 0; byte < text.length; byte++) offsets.push(at)
    at += length
  }
  offsets.push(raw.length)
  return { text: pieces.join(''), offsets }
}

/** Edits of the decoded text as edits of the spelled one, `by` characters further on. */
export function spelledEdits(
  { offsets }: DecodedText,
  edits: ReadonlyArray<Edit>,
  by: number,
  spell: (text: string) => string,
): Edit[] {
  return edits.map(({ start, end, text }) => ({
    start: by + (offsets === null ? start : (offsets[start] as number)),
    end: by + (offsets === null ? end : (offsets[end] as number)),
    text: spell(text),
  }))
}

export function spellJson(text: string): string {
  return JSON.stringify(text).slice(1, -1)
}

export function spellPercent(text: string): string {
  return text.replace(/[^\w.~-]/g, (char) => `%${char.charCodeAt(0).toString(16).toUpperCase().padStart(2, '0')}`)
}
