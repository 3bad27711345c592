import { type FilterError, filterError } from './filter-error.ts'

/** What stands between two quotes. */
export interface QuotedText {
  /** Without escapes; stars as they are. */
  readonly text: string
  /** The same, cut at every star that is not escaped. */
  readonly parts: ReadonlyArray<string>
  /** After the closing quote. */
  readonly end: number
  readonly error: FilterError | null
}

const ESCAPES: Readonly<Record<string, string>> = { '"': '"', '\\': '\\', '*': '*', n: '\n', r: '\r', t: '\t' }

/** Reads from the quote at `start`. After an error the rest of the text counts as quoted. */
export function readQuoted(source: string, start: number): QuotedText {
  let text = ''
  const parts: string[] = []
  let part = ''
  let at = start + 1
  const failed = (error: FilterError): QuotedText => ({ text, parts: [...parts, part], end: source.length, error })
  for (; at < source.length; at++) {
    const char = source.charAt(at)
    if (char === '"') return { text, parts: [...parts, part], end: at + 1, error: null }
    if (char === '*') {
      parts.push(part)
      part = ''
      text += char
      continue
    }
    let meant = char
    if (char === '\\') {
      const escaping = readEscape(source, at)
      if (escaping === null) {
        if (at + 1 >= source.length) break
        const expected = '\\", \\\\, \\*, \\n, \\r, \\t or \\u and four hex digits'
        return failed(filterError(source, at, at + 2, expected, 'A backslash itself is written \\\\.'))
      }
      meant = escaping.text
      at = escaping.end - 1
    }
    part += meant
    text += meant
  }
  return failed(filterError(source, source.length, source.length, 'a closing quote'))
}

function readEscape(source: string, at: number): { text: string; end: number } | null {
  const char = source.charAt(at + 1)
  const hex = source.slice(at + 2, at + 6)
  if (char === 'u' && /^[0-9a-fA-F]{4}$/.test(hex)) {
    return { text: String.fromCharCode(Number.parseInt(hex, 16)), end: at + 6 }
  }
  const text = Object.hasOwn(ESCAPES, char) ? ESCAPES[char] : undefined
  return text === undefined ? null : { text, end: at + 2 }
}

/** Between quotes, so that `readQuoted` reads these parts again, with stars between them. */
export function quoteParts(parts: ReadonlyArray<string>): string {
  return `"${parts.map((part) => escaped(part).replaceAll('*', '\\*')).join('*')}"`
}

/** Between quotes, as a text in which stars mean nothing. */
export function quoteFilterText(text: string): string {
  return `"${escaped(text)}"`
}

function escaped(text: string): string {
  return text.replace(/["\\]|[\p{Cc}\p{Cf}\p{Cs}\u2028\u2029]/gu, (char) => {
    const known = SHORT_ESCAPES.get(char)
    if (known !== undefined) return known
    return Array.from({ length: char.length }, (_, at) => `\\u${hex(char.charCodeAt(at))}`).join('')
  })
}

const SHORT_ESCAPES = new Map([
  ['"', '\\"'],
  ['\\', '\\\\'],
  ['\n', '\\n'],
  ['\r', '\\r'],
  ['\t', '\\t'],
])

function hex(code: number): string {
  return code.toString(16).padStart(4, '0')
}
