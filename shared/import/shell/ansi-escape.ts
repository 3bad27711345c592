import { headerFromText } from '../../http/header-text.ts'

/** How many characters an escape of `$'…'` has, and its bytes. */
export function ansiEscape(source: string): [length: number, bytes: string] {
  const hex = /^\\x([0-9a-fA-F]{1,2})/.exec(source)
  if (hex !== null) return [hex[0].length, String.fromCharCode(Number.parseInt(hex[1] ?? '', 16))]
  const unicode = /^\\u([0-9a-fA-F]{1,4})|^\\U([0-9a-fA-F]{1,8})/.exec(source)
  if (unicode !== null) {
    // Browsers write what is beyond 16 bits as two of them.
    const pair = /^\\u(d[89ab][0-9a-f]{2})$/i.test(unicode[0]) ? /^.{6}\\u(d[c-f]..)/i.exec(source) : null
    if (pair !== null) return [12, headerFromText(surrogates(unicode[1] ?? '', pair[1] ?? ''))]
    const code = Number.parseInt(unicode[1] ?? unicode[2] ?? '', 16)
    return [unicode[0].length, headerFromText(String.fromCodePoint(Math.min(code, 0x10ffff)))]
  }
  const octal = /^\\([0-7]{1,3})/.exec(source)
  if (octal !== null) return [octal[0].length, String.fromCharCode(Number.parseInt(octal[1] ?? '', 8) & 0xff)]
  const control = /^\\c([\x20-\x7e])/.exec(source)
  if (control !== null) return [3, String.fromCharCode((control[1] ?? '').charCodeAt(0) & 0x1f)]
  const named = NAMED.get(source[1] ?? '')
  if (named !== undefined) return [2, named]
  return source.length < 2 ? [1, '\\'] : [2, headerFromText(source.slice(0, 2))]
}

function surrogates(high: string, low: string): string {
  return String.fromCharCode(Number.parseInt(high, 16), Number.parseInt(low, 16))
}

const NAMED: ReadonlyMap<string, string> = new Map([
  ['n', '\n'],
  ['r', '\r'],
  ['t', '\t'],
  ['a', '\x07'],
  ['b', '\b'],
  ['e', '\x1b'],
  ['E', '\x1b'],
  ['f', '\f'],
  ['v', '\v'],
  ['\\', '\\'],
  ["'", "'"],
  ['"', '"'],
  ['?', '?'],
])
