/**
 * JSON for one line of output. `JSON.stringify` spells out C0 only; captured text may also have DEL, C1, line
 * separators and characters that turn the direction of writing, all of which a terminal may act on. They can only
 * stand in strings, where an escape means the same.
 */
export function jsonLine(value: unknown): string {
  return JSON.stringify(value).replace(STEERING, (char) => `\\u${char.charCodeAt(0).toString(16).padStart(4, '0')}`)
}

/** DEL, C1, line separators, and Unicode's Bidi_Control. */
const STEERING = /[\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069]/g
