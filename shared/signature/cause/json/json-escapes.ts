import { escapeNonAscii } from '../../escape-non-ascii.ts'
import type { JsonText } from './json-source.ts'

/** How programs write the texts of JSON. All give what stands between the quotes. */
const jsonEscapes = {
  /** As it arrived. */
  kept: ({ raw }: JsonText) => raw,
  /** JSON.stringify, Ruby, and most others. */
  few: (text: JsonText) => plain(text),
  /** Python's json.dumps. */
  ascii: (text: JsonText) => ascii(plain(text)),
  /** PHP's json_encode. */
  asciiAndSlash: (text: JsonText) => slashed(ascii(plain(text))),
  /** PHP's json_encode with JSON_UNESCAPED_UNICODE. */
  slash: (text: JsonText) => slashed(plain(text)),
  /** Go, and Rails' to_json. */
  html: (text: JsonText) => plain(text).replace(/[<>&\u2028\u2029]/g, lowerCode),
  /** Gson. */
  gson: (text: JsonText) => plain(text).replace(/[<>&='\u2028\u2029]/g, lowerCode),
  /** .NET's System.Text.Json. */
  dotnet: (text: JsonText) =>
    plain(text)
      .replaceAll('\\"', '\\u0022')
      .replace(/[<>&'+`\u007f-\uffff]/g, upperCode),
  asciiCapitals: (text: JsonText) => plain(text).replace(/[\u0080-\uffff]/g, upperCode),
} as const

export type JsonEscape = keyof typeof jsonEscapes

const known = new Map<JsonEscape, WeakMap<JsonText, string>>()

/** Kept, since the same texts are written again and again, with other spaces between them. */
export function escapedText(text: JsonText, escapes: JsonEscape): string {
  if (escapes === 'kept') return text.raw
  let written = known.get(escapes)
  if (written === undefined) {
    written = new WeakMap()
    known.set(escapes, written)
  }
  let escaped = written.get(text)
  if (escaped === undefined) {
    escaped = jsonEscapes[escapes](text)
    written.set(text, escaped)
  }
  return escaped
}

/** Without escapes there is nothing to undo or to do: most texts are written as they were read. */
function plain({ raw, value }: JsonText): string {
  return raw.includes('\\') ? JSON.stringify(value).slice(1, -1) : raw
}

const NON_ASCII = /[\u0080-\uffff]/

function ascii(text: string): string {
  return NON_ASCII.test(text) ? escapeNonAscii(text) : text
}

function slashed(text: string): string {
  return text.includes('/') ? text.replaceAll('/', '\\/') : text
}

function lowerCode(character: string): string {
  return `\\u${code(character)}`
}

function upperCode(character: string): string {
  return `\\u${code(character).toUpperCase()}`
}

function code(character: string): string {
  return character.charCodeAt(0).toString(16).padStart(4, '0')
}

/** Those that can differ for this text, so that the same body is not written again and again. */
export function tellingEscapes(text: string): ReadonlyArray<JsonEscape> {
  const has = (pattern: RegExp) => pattern.test(text)
  const escaped = text.includes('\\')
  const nonAscii = has(/[\u0080-\uffff]|\\u/)
  const html = has(/[<>&\u2028\u2029]|\\u/)
  const found: JsonEscape[] = ['kept']
  if (escaped) found.push('few')
  if (nonAscii) found.push('ascii')
  if (text.includes('/')) found.push(nonAscii ? 'asciiAndSlash' : 'slash')
  if (html) found.push('html')
  if (nonAscii && text.includes('/')) found.push('slash')
  if (html || has(/[=']/)) found.push('gson')
  if (nonAscii) found.push('asciiCapitals')
  if (html || nonAscii || has(/['+`]|\\"/)) found.push('dotnet')
  return found
}
