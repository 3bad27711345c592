// The tokens of JSON, for all that goes through a source without building what it says: positions are UTF-16 units.

export const SPACE = 32
export const QUOTE = 34
export const COMMA = 44
export const NINE = 57
export const COLON = 58
export const OPEN_ARRAY = 91
export const BACKSLASH = 92
export const CLOSE_ARRAY = 93
export const OPEN_OBJECT = 123
export const CLOSE_OBJECT = 125

/** Where the spaces of JSON that begin at `at` end. */
export function skipSpace(source: string, at: number): number {
  for (;;) {
    const char = source.charCodeAt(at)
    if (char !== 32 && char !== 10 && char !== 13 && char !== 9) return at
    at++
  }
}

/** The end of the string whose quote is at `start`, or `-1 - position` of what is wrong with it. */
export function endOfString(source: string, start: number): number {
  for (let at = start + 1; ; at++) {
    const char = source.charCodeAt(at)
    if (char === QUOTE) return at + 1
    if (char < 32 || Number.isNaN(char)) return -1 - at
    if (char !== BACKSLASH) continue
    at++
    const escaped = source.charCodeAt(at)
    if (escaped === 117) {
      for (let digit = 1; digit <= 4; digit++) if (!isHex(source.charCodeAt(at + digit))) return -1 - (at + digit)
      at += 4
    } else if (!ESCAPED.has(escaped)) return -1 - at
  }
}

/** `"`, `\`, `/`, b, f, n, r, t. */
const ESCAPED = new Set([34, 92, 47, 98, 102, 110, 114, 116])

const SCALAR = /(?:-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?|true|false|null)(?![\w.+-])/y

/** The end of the number or word at `start`, or `-1 - start`. */
export function endOfScalar(source: string, start: number): number {
  SCALAR.lastIndex = start
  return SCALAR.test(source) ? SCALAR.lastIndex : -1 - start
}

function isHex(char: number): boolean {
  return (char >= 48 && char <= 57) || (char >= 65 && char <= 70) || (char >= 97 && char <= 102)
}

/** The quote that ends the string which began before `from`, whatever is in it; the end of the source, if it was cut off. */
export function endOfTornString(source: string, from: number, quote = '"'): number {
  for (let at = source.indexOf(quote, from); at !== -1; at = source.indexOf(quote, at + 1)) {
    let slashes = 0
    while (at - 1 - slashes >= from && source.charCodeAt(at - 1 - slashes) === BACKSLASH) slashes++
    if (slashes % 2 === 0) return at
  }
  return source.length
}
