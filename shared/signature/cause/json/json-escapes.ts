import { escapeNonAscii } from '../../escape-non-ascii.ts'
import type { JsonText } from './json-source.ts'

/** How programs write the texts of JSON. All give what stands between the quotes. */
export const jsonEscapes = {
  /** As it arrived. */
  kept: ({ raw }: JsonText) => raw,
  /** JSON.stringify, Ruby, and most others. */
  few: ({ value }: JsonText) => inner(value),
  /** Python's json.dumps. */
  ascii: ({ value }: JsonText) => escapeNonAscii(inner(value)),
  /** PHP's json_encode. */
  asciiAndSlash: ({ value }: JsonText) => escapeNonAscii(inner(value)).replaceAll('/', '\\/'),
  /** PHP's json_encode with JSON_UNESCAPED_UNICODE. */
  slash: ({ value }: JsonText) => inner(value).replaceAll('/', '\\/'),
  /** Go, and Rails' to_json. */
  html: ({ value }: JsonText) => inner(value).replace(/[<>&\u2028\u2029]/g, lowerCode),
  /** Gson. */
  gson: ({ value }: JsonText) => inner(value).replace(/[<>&='\u2028\u2029]/g, lowerCode),
  /** .NET's System.Text.Json. */
  dotnet: ({ value }: JsonText) =>
    inner(value)
      .replaceAll('\\"', '\\u0022')
      .replace(/[<>&'+`\u007f-\uffff]/g, upperCode),
  asciiCapitals: ({ value }: JsonText) => inner(value).replace(/[\u0080-\uffff]/g, upperCode),
} as const

export type JsonEscape = keyof typeof jsonEscapes

function inner(value: string): string {
  return JSON.stringify(value).slice(1, -1)
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
