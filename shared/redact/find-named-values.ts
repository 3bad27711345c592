import { endOfTornString } from '../body/json-token.ts'
import { trimLines } from '../http/trim-blanks.ts'
import { looksLikePhone } from './find-phones.ts'
import { statementAt, statementValue } from './find-statements.ts'
import { endOfPlaceholder, isPlaceholder } from './placeholders.ts'
import type { RedactionKind } from './redaction-kind.ts'
import { kindOfName } from './secret-name.ts'
import type { Span } from './span.ts'
import { localName } from './tag-attributes.ts'

/**
 * `name=`, `name:`, `"name": "`, `'name' => '` and `**name:**`, in a text that is of no kind with a structure. Names may have
 * letters of any alphabet (of UTF-8), and colons and equals signs full width.
 */
const NAMED =
  /(?<![\w.\x80-\xff-])-{0,2}([A-Za-z\x80-\xff][\w.\x80-\xff-]{1,120}?)(?:\\?["'`\]*]){0,4}((?:[ \t]{0,40}=>|[ \t]{0,3}(?:[=:]|\xef\xbc[\x9a\x9d]))(?:\*{1,2}(?=[ \t\r\n]))?[ \t]{0,3})(\\?["'`])?/g
/** `\s` would take a byte of UTF-8 (0xa0) for a space. */
const BARE = /[^ \t\r\n\f\v"'&;,<>(){}\\]+/y
const ELEMENT = /<([A-Za-z_\x80-\xff][\w:.\x80-\xff-]{0,63})(?:\s[^<>]*)?>(?:<!\[CDATA\[)?([^<]+)</dg

/** Values in text whose name says what they are: of queries and logs, of XML, and of JSON that was cut. */
export function findNamedValues(text: string): Span[] {
  const found: Span[] = []
  NAMED.lastIndex = 0
  for (let match = NAMED.exec(text); match !== null; match = NAMED.exec(text)) {
    // What is taken out is not looked at again: the time stays linear.
    NAMED.lastIndex = Math.max(NAMED.lastIndex, pair(text, match, found))
  }
  if (text.includes('</')) for (const match of text.matchAll(ELEMENT)) element(match, found)
  return found
}

/** Where the value ends; 0 if it is not one to take out. */
function pair(text: string, match: RegExpExecArray, found: Span[]): number {
  const [whole, name = '', spelled = '', quote] = match
  const separator = spelled.replace(/\xef\xbc[\x9a\x9d]/, ': ')
  if (text[match.index - 1] === '[' && endOfPlaceholder(text, match.index - 1) !== null) return 0
  const statement = quote === undefined ? statementAt(text, match.index, separator) : null
  if (statement !== null) {
    const end = statementValue(text, statement, match.index, whole, found)
    if (end > 0) return end
  }
  const isParameter = separator.includes('=') && !separator.includes('=>')
  const kind = kindOfName(name, isParameter ? 'parameter' : 'member')
  if (kind === null) return 0
  // Only a query has OAuth's codes; in a text it is an error's.
  if (/^code$/i.test(name) && !/[?&]/.test(text[match.index - 1] ?? '')) return 0
  const start = match.index + whole.length
  if (quote !== undefined && text.startsWith(quote + quote, start)) return pushTripled(text, start, quote, kind, found)
  const end = quote === undefined ? endOfBare(text, start) : endOfQuoted(text, start, quote)
  const value = text.slice(start, end)
  // "The password: please change it" names no password.
  if (quote === undefined && /^:\s/.test(separator.trimStart()) && /^[a-z]*[.!?]?$/i.test(value)) return 0
  pushNamed(kind, value, start, found)
  return end
}

function endOfBare(text: string, start: number): number {
  BARE.lastIndex = start
  return start + (BARE.exec(text)?.[0].length ?? 0)
}

/** Where quotes are escaped themselves, the text is the inside of a string, and ends with the next of them. */
function endOfQuoted(text: string, start: number, quote: string): number {
  if (quote.length === 1) return endOfTornString(text, start, quote)
  const end = text.indexOf(quote, start)
  return end === -1 ? text.length : end
}

/** Several lines of TOML or Python between three quotes. */
function pushTripled(text: string, start: number, quote: string, kind: RedactionKind, found: Span[]): number {
  const from = start + 2 * quote.length
  const close = text.indexOf(quote.repeat(3), from)
  const end = close === -1 ? text.length : close
  const value = trimLines(text.slice(from, end))
  pushNamed(kind, value, text.indexOf(value, from), found)
  return end
}

function element(match: RegExpExecArray, found: Span[]): void {
  const [, name = '', value = ''] = match
  const kind = kindOfName(localName(name), 'member')
  const start = match.indices?.[2]?.[0]
  if (kind !== null && start !== undefined) pushNamed(kind, value, start, found)
}

/** Takes a value out whose name says what it is, if it is one. */
export function pushNamed(kind: RedactionKind, value: string, start: number, found: Span[]): void {
  if (isPlaceholder(value) || isNoValue(value)) return
  if (kind === 'phone' && !looksLikePhone(value)) return
  found.push({ start, end: start + value.length, kind })
}

/** What says that there is none. */
export function isNoValue(text: string): boolean {
  return /^(?:true|false|null|none|nil|undefined|yes|no|on|off)?$/i.test(trimLines(text))
}
