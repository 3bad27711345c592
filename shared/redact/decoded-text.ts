import { headerFromText } from '../http/header-text.ts'
import type { Edit } from './span.ts'

/** A text as it is meant, latin1, with the way back to where each character of it is spelled. */
export interface DecodedText {
  readonly text: string
  /** Null: both are the same. */
  readonly units: SpelledUnits | null
}

/** What stands between the quotes of a JSON string. What is no right escape is taken as it is. */
export function decodeJsonString(raw: string): DecodedText {
  return raw.includes('\\') ? decode(raw, JSON_ESCAPE, jsonUnit) : { text: raw, units: null }
}

const JSON_ESCAPE = /\\(?:u([0-9a-fA-F]{4})(?:\\u([dD][c-fC-F][0-9a-fA-F]{2}))?|(["\\/bfnrt']))/g
const PLAIN_ESCAPES: Readonly<Record<string, string>> = { b: '\b', f: '\f', n: '\n', r: '\r', t: '\t' }

function jsonUnit([, first, second, plain]: RegExpExecArray): Unit {
  if (first === undefined) return { text: PLAIN_ESCAPES[plain ?? ''] ?? plain ?? '', length: 2 }
  const isPair = second !== undefined && /^d[89ab]/i.test(first)
  const text = String.fromCharCode(Number.parseInt(first, 16), ...(isPair ? [Number.parseInt(second, 16)] : []))
  return { text: headerFromText(text), length: isPair ? 12 : 6 }
}

/** `%41`, and `+` in forms. */
export function decodePercent(raw: string, { plusIsSpace }: { plusIsSpace: boolean }): DecodedText {
  if (!raw.includes('%') && !(plusIsSpace && raw.includes('+'))) return { text: raw, units: null }
  return decode(raw, plusIsSpace ? /%([0-9a-fA-F]{2})|\+/g : /%([0-9a-fA-F]{2})/g, ([whole, hex]) => ({
    text: hex === undefined ? ' ' : String.fromCharCode(Number.parseInt(hex, 16)),
    length: whole.length,
  }))
}

/** Of mail: `=41`, and a line end after `=` that is none. */
export function decodeQuotedPrintable(raw: string): DecodedText {
  return decode(raw, /=(?:([0-9A-Fa-f]{2})|[ \t]{0,8}\r?\n)/g, ([whole, hex]) => ({
    text: hex === undefined ? '' : String.fromCharCode(Number.parseInt(hex, 16)),
    length: whole.length,
  }))
}

/** The entities of XML and HTML with which an address or a separator can be written. */
export function decodeEntities(raw: string): DecodedText {
  return raw.includes('&') ? decode(raw, ENTITY, entityUnit) : { text: raw, units: null }
}

const ENTITY =
  /&(?:#(\d{1,7})|#[xX]([0-9a-fA-F]{1,6})|(amp|lt|gt|quot|apos|commat|period|lowbar|hyphen|plus|num|colon|equals|nbsp));?/g
const NAMED_ENTITIES: Readonly<Record<string, string>> = {
  amp: '&',
  lt: '<',
  gt: '>',
  quot: '"',
  apos: "'",
  commat: '@',
  period: '.',
  lowbar: '_',
  hyphen: '-',
  plus: '+',
  num: '#',
  colon: ':',
  equals: '=',
  nbsp: ' ',
}

function entityUnit([whole, decimal, hex, name]: RegExpExecArray): Unit {
  const point = decimal !== undefined ? Number(decimal) : Number.parseInt(hex ?? '0', 16)
  const text = name === undefined ? textOf(point, whole) : (NAMED_ENTITIES[name] ?? whole)
  return { text, length: whole.length }
}

function textOf(point: number, otherwise: string): string {
  return point > 0 && point <= 0x10ffff ? headerFromText(String.fromCodePoint(point)) : otherwise
}

/** Text of which nobody says how it is written: as a URL (of a URL), HTML or a string of a program may have it. */
export function decodeAnySpelling(raw: string): DecodedText {
  return MAY_BE_SPELLED.test(raw) ? decode(raw, ANY_SPELLING, anyUnit) : { text: raw, units: null }
}

const MAY_BE_SPELLED = /%[0-9a-fA-F]{2}|&[#a-z]|\\[ux]/
const ANY_SPELLING = new RegExp(
  `${ENTITY.source}|%(?:25){0,3}([0-9a-fA-F]{2})|\\\\(?:u([0-9a-fA-F]{4})|x([0-9a-fA-F]{2}))`,
  'g',
)

function anyUnit(match: RegExpExecArray): Unit {
  const [whole, , , , percent, unicode, hex] = match
  if (unicode !== undefined) return { text: textOf(Number.parseInt(unicode, 16), whole), length: whole.length }
  const byte = percent ?? hex
  if (byte === undefined) return entityUnit(match)
  return { text: String.fromCharCode(Number.parseInt(byte, 16)), length: whole.length }
}

/** What stands between the quotes of a CSV cell. */
export function decodeCsvCell(raw: string): DecodedText {
  return raw.includes('""') ? decode(raw, /""/g, () => ({ text: '"', length: 2 })) : { text: raw, units: null }
}

/** Base64 whose lines are joined, wherever in a text it stands. */
export function decodeFolds(raw: string): DecodedText {
  return raw.includes('\n')
    ? decode(raw, FOLD, ([whole]) => ({ text: '', length: whole.length }))
    : { text: raw, units: null }
}

const FOLD = /(?<=[A-Za-z0-9+/_-]{16})[ \t]{0,80}\r?\n[ \t]{0,80}(?=[A-Za-z0-9+/_-])/g

interface Unit {
  readonly text: string
  /** Of how it is spelled. */
  readonly length: number
}

function decode(raw: string, spelling: RegExp, unitOf: (match: RegExpExecArray) => Unit): DecodedText {
  const pieces: string[] = []
  const units = new SpelledUnits()
  let at = 0
  let length = 0
  spelling.lastIndex = 0
  for (let match = spelling.exec(raw); match !== null; match = spelling.exec(raw)) {
    const unit = unitOf(match)
    pieces.push(raw.slice(at, match.index), unit.text)
    length += match.index - at
    units.add(length, unit.text.length, match.index, unit.length)
    length += unit.text.length
    at = match.index + unit.length
    spelling.lastIndex = at
  }
  if (at === 0) return { text: raw, units: null }
  pieces.push(raw.slice(at))
  return { text: pieces.join(''), units }
}

/**
 * Where in a text something is spelled otherwise than it is meant. Numbers in a row, not an object for each: a body may be
 * nothing but escapes, and have millions.
 */
class SpelledUnits {
  #numbers = new Int32Array(64)
  #count = 0

  add(meantAt: number, meantLength: number, spelledAt: number, spelledLength: number): void {
    const at = this.#count * 4
    if (at === this.#numbers.length) {
      const larger = new Int32Array(at * 2)
      larger.set(this.#numbers)
      this.#numbers = larger
    }
    this.#numbers.set([meantAt, meantLength, spelledAt, spelledLength], at)
    this.#count++
  }

  /** Where a character begins; the end of what spells it, if it is asked as an end and lies within. */
  spelled(offset: number, isEnd: boolean): number {
    let low = 0
    let high = this.#count
    // The first unit that begins at or behind the offset.
    while (low < high) {
      const middle = (low + high) >> 1
      if ((this.#numbers[middle * 4] as number) < offset) low = middle + 1
      else high = middle
    }
    if (low === 0) return offset
    const at = (low - 1) * 4
    const [meantAt = 0, meantLength = 0, spelledAt = 0, spelledLength = 0] = this.#numbers.subarray(at, at + 4)
    const past = offset - meantAt - meantLength
    if (past >= 0) return spelledAt + spelledLength + past
    return isEnd ? spelledAt + spelledLength : spelledAt
  }
}

/** Edits of the decoded text as edits of the spelled one, `by` characters further on. */
export function spelledEdits(
  { units }: DecodedText,
  edits: ReadonlyArray<Edit>,
  by: number,
  spell = (text: string): string => text,
): Edit[] {
  return edits.map(({ start, end, text }) => ({
    start: by + (units === null ? start : units.spelled(start, false)),
    end: by + (units === null ? end : units.spelled(end, true)),
    text: spell(text),
  }))
}

export function spellJson(text: string): string {
  return JSON.stringify(text).slice(1, -1)
}

export function spellCsvCell(text: string): string {
  return text.replaceAll('"', '""')
}
