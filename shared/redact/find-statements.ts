import { trimLines } from '../http/trim-blanks.ts'
import { cookieValues } from './cookie-values.ts'
import { pushNamed } from './find-named-values.ts'
import { isAboutKey } from './plain-sentence.ts'
import type { RedactionKind } from './redaction-kind.ts'
import { isInherited, kindOfName } from './secret-name.ts'
import type { Span } from './span.ts'

/** `key: value` where nothing stands in front of it: a line of YAML, of a log or of headers, or behind a comma. */
export interface Statement {
  /** Where its key begins, which may be of several words. */
  readonly start: number
  /** It is in quotes, and ends with them. */
  readonly quote: string | null
  readonly isLine: boolean
}

const LONGEST_KEY = 48
/**
 * Whether a value is one is told by its beginning: the end of what stays would be looked for again at each such key in a line,
 * and take the square of the time.
 */
const LOOKED_AT = 200
const MARKER = /^(?:[-*>+$#][ \t]*|export[ \t]+|set[ \t]+)*/i
/** "Your password is: x" */
const COPULA = /(?<=[ \t]\S{1,40})[ \t]+(?:is|are|est|es|ist|lautet)$/i

/** The statement whose key ends with the word at `at`; null: it stands in the middle of a sentence. */
export function statementAt(text: string, at: number, separator: string): Statement | null {
  // Without spaces around it, a value ends with its word: `user=jo password=x`.
  if (!/[ \t]$/.test(separator) && !/^[ \t]*:\**$/.test(separator)) return null
  let from = at
  while (from > 0 && at - from < LONGEST_KEY && !/[\n\r,;{}()[\]|\t"'=:]/.test(text[from - 1] as string)) from--
  const before = text[from - 1]
  if (at - from >= LONGEST_KEY || before === '=' || before === ':') return null
  const isLine = before === undefined || before === '\n' || before === '\r'
  const skipped = (/^[ \t]*/.exec(text.slice(from, at))?.[0].length ?? 0) + from
  const start = skipped + (MARKER.exec(text.slice(skipped, at))?.[0].length ?? 0)
  return { start, quote: before === '"' || before === "'" ? before : null, isLine }
}

/** Takes the value of a statement out, if its key says that it has to go. Where it ends; 0: it says nothing. */
export function statementValue(
  text: string,
  { start, quote: before, isLine }: Statement,
  at: number,
  whole: string,
  found: Span[],
): number {
  const key = text
    .slice(start, at + whole.length)
    .replace(/["'`*\]]*[ \t]*(?:=>|[=:]|\xef\xbc[\x9a\x9d])[ \t*]*$/, '')
    .replace(COPULA, '')
  const isSentence = /[ \t]/.test(key)
  if (isSentence && key.replace(/mot[ \t]de[ \t]passe/i, 'password').split(/[ \t]+/).length > 3) return 0
  const kind = kindOfKey(key)
  if (kind === null) return 0
  const from = at + whole.length
  // It has a structure of its own.
  if (text[from] === '{') return 0
  const quote = /["']/.test(whole) ? null : before
  const beginning = text.slice(from, from + LOOKED_AT)
  if (isAboutKey(key, beginning.slice(0, endOfStatement(beginning, 0, quote, isHeader(kind))))) return 0
  const end = endOfStatement(text, from, quote, isHeader(kind))
  const value = text.slice(from, end)
  if (value === '' && isHeading(whole)) return pushNextLine(text, end, kind, found)
  if (value === '' && !(isLine && isInherited(kind, key))) return 0
  const block = isLine && /^(?:[|>][+-]?\d?)?$/.test(value) ? blockBehind(text, start, end) : null
  if (block !== null) return pushBlock(text, block, kind, value !== '', found)
  pushStatement(kind, value, from, found)
  return end
}

function kindOfKey(key: string): RedactionKind | null {
  const kind = kindOfName(key, 'member') ?? (key.includes('-') ? kindOfName(key, 'header') : null)
  if (kind !== null) return kind
  // "sent Cookie: a=b; c=d": a header goes on, wherever it stands.
  const last = kindOfName(key.replace(/^.*[ \t]/, ''), 'member')
  return last !== null && isHeader(last) ? last : null
}

/** Commas and semicolons belong to what these are. */
function isHeader(kind: RedactionKind): boolean {
  return kind === 'cookie' || kind === 'authorization'
}

/** The end of the line or of the quotes, or where the next statement of it begins. */
function endOfStatement(text: string, from: number, quote: string | null, isHeader: boolean): number {
  const ends = isHeader ? HEADER_ENDS : ENDS
  const pattern = quote === "'" ? ends.inApostrophes : quote === '"' ? ends.inQuotes : ends.bare
  pattern.lastIndex = from
  let end = pattern.exec(text)?.index ?? text.length
  while (end > from && /[ \t]/.test(text[end - 1] as string)) end--
  return end
}

const HEADER_ENDS = endsOf('[\\r\\n]')
const ENDS = endsOf('[\\r\\n]|[,;|][ \\t]*["\']?[A-Za-z][\\w.-]{0,63}["\']?[ \\t]*[:=](?!=)')

function endsOf(end: string) {
  return {
    bare: new RegExp(end, 'g'),
    inQuotes: new RegExp(`"|${end}`, 'g'),
    inApostrophes: new RegExp(`'|${end}`, 'g'),
  }
}

function pushStatement(kind: RedactionKind, value: string, start: number, found: Span[]): void {
  if (kind === 'cookie') {
    for (const cookie of cookieValues(value)) pushNamed('cookie', cookie.value, start + cookie.start, found)
  } else {
    const scheme = kind === 'authorization' ? (/^[A-Za-z][\w-]*[ \t]+(?=\S)/.exec(value)?.[0].length ?? 0) : 0
    pushNamed(kind, value.slice(scheme), start + scheme, found)
  }
}

/** As Slack has it: `*Password:*`, and the value in the next line. */
function isHeading(whole: string): boolean {
  return /\*[ \t]*:[ \t]*$|:\*{1,2}[ \t]*$/.test(whole)
}

function pushNextLine(text: string, end: number, kind: RedactionKind, found: Span[]): number {
  LINE_END.lastIndex = end
  if (!LINE_END.test(text)) return end
  const start = LINE_END.lastIndex
  const next = endOfStatement(text, start, null, true)
  pushStatement(kind, text.slice(start, next), start, found)
  return next
}

interface Block {
  readonly start: number
  readonly end: number
}

/** The lines behind one that are indented further than it; null: there are none. */
function blockBehind(text: string, keyAt: number, end: number): Block | null {
  LINE_END.lastIndex = end
  if (!LINE_END.test(text)) return null
  const start = LINE_END.lastIndex
  const indent = indentAt(text, keyAt)
  let at = start
  let last = at
  while (at < text.length) {
    const spaces = /^[ \t]*/.exec(text.slice(at, at + 1000))?.[0].length ?? 0
    const lineEnd = text.indexOf('\n', at)
    const next = lineEnd === -1 ? text.length : lineEnd
    const isBlank = text.slice(at + spaces, next).trim() === ''
    if (!isBlank && spaces <= indent) break
    if (!isBlank) last = next
    at = lineEnd === -1 ? text.length : lineEnd + 1
  }
  return last > start ? { start, end: last } : null
}

const LINE_END = /[ \t]*\r?\n/y

/** How far into its line a key stands, of which it is the first word. */
function indentAt(text: string, keyAt: number): number {
  let start = keyAt
  while (start > 0 && text[start - 1] !== '\n' && text[start - 1] !== '\r') start--
  return keyAt - start
}

/** A text of several lines as one value, else what is in each. */
function pushBlock(text: string, { start, end }: Block, kind: RedactionKind, isOne: boolean, found: Span[]): number {
  const lines = text.slice(start, end)
  if (isOne) {
    const from = start + (/^\s*/.exec(lines)?.[0].length ?? 0)
    pushNamed(kind, trimLines(text.slice(from, end)), from, found)
  } else {
    let at = start
    for (const line of lines.split('\n')) {
      const head = /^[ \t]*(?:-[ \t]+)*(?:["']?[\w.-]{1,64}["']?[ \t]*:(?:[ \t]+|$))?["']?/.exec(line)?.[0].length ?? 0
      const value = trimLines(line.slice(head)).replace(/["']$/, '')
      if (value !== '') pushNamed(kind, value, at + head, found)
      at += line.length + 1
    }
  }
  return end
}
