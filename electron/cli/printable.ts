import { headerText } from '../../shared/http/header-text.ts'

/** Captured text for a terminal: read as UTF-8 where it is, with everything that could steer the terminal spelled out. */
export function printable(latin1: string): string {
  return printableLine(headerText(latin1))
}

/** Text of several lines; line ends and tabs stay. */
export function printableLines(text: string): string {
  return text.replaceAll('\r\n', '\n').split('\n').map(printableLine).join('\n')
}

/** Text of one line, line ends spelled out as well: what was said elsewhere must not look like a line of ours. */
export function printableLine(text: string): string {
  return text.replace(STEERING, (char) => {
    const code = char.charCodeAt(0)
    return code <= 0xff ? `\\x${code.toString(16).padStart(2, '0')}` : `\\u${code.toString(16).padStart(4, '0')}`
  })
}

/** C0 but the tab, DEL, C1, and the characters that turn the direction of writing. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what must not reach a terminal.
const STEERING = /[\x00-\x08\x0a-\x1f\x7f-\x9f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/g
