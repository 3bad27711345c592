import { escapeNonAscii } from '../../escape-non-ascii.ts'
import type { JsonText } from './json-source.ts'

/** How programs write the texts of JSON. All give what stands between the quotes. */
export const jsonEscapes = {
  /** As it arrived. */
  kept: ({ raw }: JsonText) => raw,
  /** JSON.stringify, Ruby, and most others. */
  few: (text: JsonText) => plain(text),
  /** Python's json.dumps. */
  ascii: (text: JsonText) => escapeNonAscii(plain(text)),
  /** PHP's json_encode. */
  asciiAndSlash: (text: JsonText) => escapeNonAscii(plain(text)).replaceAll('/', '\\/'),
  /** PHP's json_encode with JSON_UNESCAPED_UNICODE. */
  slash: (text: JsonText) => plain(text).replaceAll('/', '\\/'),
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

/** Without escapes there is nothing to undo or to do: most texts are written as they were read. */
function plain({ raw, value }: JsonText): string {
  return raw.includes('\\') ? JSON.stringify(value).slice(1, -1) : raw
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
