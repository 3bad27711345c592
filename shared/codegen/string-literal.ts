import { headerFromText, headerText } from '../http/header-text.ts'

/** How a language writes a string between quotes. */
export interface LiteralRules {
  readonly quote: "'" | '"' | '`'
  /** Characters beside the quote and the backslash that would mean something there. */
  readonly special: string
  /** Spells out a character that is not seen. */
  unseen(codePoint: number): string
}

const UTF16: LiteralRules = {
  quote: '"',
  special: '',
  unseen: (code) => [...utf16Units(code)].map((unit) => `\\u${hex(unit, 4)}`).join(''),
}

export const LITERALS = {
  javascript: UTF16,
  java: UTF16,
  csharp: UTF16,
  python: { quote: '"', special: '', unseen: (code) => (code > 0xffff ? `\\U${hex(code, 8)}` : `\\u${hex(code, 4)}`) },
  // Of a literal of bytes, where Python knows no other escape of a character.
  pythonBytes: { quote: '"', special: '', unseen: (code) => `\\x${hex(code, 2)}` },
  go: {
    quote: '"',
    special: '',
    unseen: (code) =>
      code < 0x80 ? `\\x${hex(code, 2)}` : code > 0xffff ? `\\U${hex(code, 8)}` : `\\u${hex(code, 4)}`,
  },
  ruby: { quote: '"', special: '#', unseen: (code) => (code < 0x80 ? `\\x${hex(code, 2)}` : `\\u{${hex(code, 4)}}`) },
  php: { quote: '"', special: '$', unseen: (code) => (code < 0x80 ? `\\x${hex(code, 2)}` : `\\u{${hex(code, 4)}}`) },
} as const satisfies Record<string, LiteralRules>

/** Text as a string of a language. What is not seen (control characters, bidirectional marks) is spelled out. */
export function stringLiteral(text: string, rules: LiteralRules): string {
  const inside = [...text].map((character) => {
    if (character === rules.quote || character === '\\' || rules.special.includes(character)) return `\\${character}`
    const named = NAMED.get(character)
    if (named !== undefined) return named
    return UNSEEN.test(character) ? rules.unseen(character.codePointAt(0) as number) : character
  })
  return rules.quote + inside.join('') + rules.quote
}

/** Bytes (latin1) as a string of a language whose strings are bytes of UTF-8: text stays text where it is some. */
export function byteLiteral(latin1: string, rules: LiteralRules): string {
  const text = headerText(latin1)
  if (headerFromText(text) === latin1) return stringLiteral(text, rules)
  return asciiLiteral(latin1, rules)
}

/** Bytes (latin1) as a string of a language, where each byte that is not ASCII is spelled out. */
export function asciiLiteral(latin1: string, rules: LiteralRules): string {
  const runs = latin1.split(/([\x80-\xff]+)/).map((run, index) => {
    if (index % 2 === 0) return stringLiteral(run, rules).slice(1, -1)
    return [...run].map((byte) => `\\x${hex(byte.charCodeAt(0), 2)}`).join('')
  })
  return rules.quote + runs.join('') + rules.quote
}

/** In lower case, with zeros before it. */
function hex(value: number, digits: number): string {
  return value.toString(16).padStart(digits, '0')
}

function utf16Units(codePoint: number): number[] {
  const text = String.fromCodePoint(codePoint)
  return Array.from({ length: text.length }, (_, index) => text.charCodeAt(index))
}

const NAMED: ReadonlyMap<string, string> = new Map([
  ['\n', '\\n'],
  ['\r', '\\r'],
  ['\t', '\\t'],
])

/** Characters that show as nothing or as a plain space: control characters, bidirectional marks, line separators. */
export const UNSEEN = /[\p{C}\p{Zl}\p{Zp}]|[^\P{Zs} ]/u
