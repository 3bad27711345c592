/** A text as a literal of a language; whatever is in it, it stays one literal. */
export const quoteText = {
  javascript: (text: string) => `'${escaped(text, "'", unicode4)}'`,
  /** Inside of a template literal. */
  javascriptTemplate: (text: string) => escaped(text, '`', unicode4).replaceAll('${', '\\${'),
  python: (text: string) => `"${escaped(text, '"', pythonUnicode)}"`,
  pythonBytes: (latin1: string) => `b"${escaped(latin1, '"', (code) => `\\x${hex(code, 2)}`)}"`,
  ruby: (text: string) => `"${rubyInner(text)}"`,
  rubyInner,
  go: (text: string) => `"${escaped(text, '"', pythonUnicode)}"`,
  php: (text: string) =>
    /^[\x20-\x7e]*$/.test(text)
      ? `'${text.replace(/[\\']/g, '\\$&')}'`
      : `"${escaped(text, '"', (code) => `\\u{${code.toString(16)}}`).replaceAll('$', '\\$')}"`,
} as const

function rubyInner(text: string): string {
  return escaped(text, '"', (code) => `\\u{${code.toString(16)}}`).replaceAll('#', '\\#')
}

function escaped(text: string, quote: string, beyond: (code: number) => string): string {
  let out = ''
  for (const character of text) {
    const code = character.codePointAt(0) ?? 0
    if (character === '\\' || character === quote) out += `\\${character}`
    else if (character === '\n') out += '\\n'
    else if (character === '\r') out += '\\r'
    else if (character === '\t') out += '\\t'
    else out += code >= 0x20 && code < 0x7f ? character : beyond(code)
  }
  return out
}

function unicode4(code: number): string {
  return code > 0xffff ? `\\u{${code.toString(16)}}` : `\\u${hex(code, 4)}`
}

function pythonUnicode(code: number): string {
  return code > 0xffff ? `\\U${hex(code, 8)}` : `\\u${hex(code, 4)}`
}

function hex(code: number, digits: number): string {
  return code.toString(16).padStart(digits, '0')
}
