import { inPieces } from '../in-pieces.ts'

/**
 * A latin1 string (one character a byte) as people meant it: UTF-8 where the bytes are valid UTF-8, else as it is.
 * Many senders put UTF-8 into headers and targets, though HTTP promises no charset.
 */
export function headerText(value: string): string {
  if (isAscii(value)) return value
  try {
    return inPieces(value, (piece) => decodeURIComponent(percentEncodeBytes(piece)), beforeCharacter)
  } catch {
    // Not UTF-8, so latin1 it is.
    return value
  }
}

/** The latin1 string for text that a person typed: its UTF-8 bytes, one character each. */
export function headerFromText(text: string): string {
  if (isAscii(text)) return text
  return encodeURIComponent(text.toWellFormed()).replace(/%([0-9A-F]{2})/g, (_, hex: string) =>
    String.fromCharCode(Number.parseInt(hex, 16)),
  )
}

/** Undoes `%41` (and, in forms, `+`) and reads the bytes as `headerText` does. Never throws; a stray `%` stays. */
export function percentDecoded(raw: string, { plusIsSpace }: { plusIsSpace: boolean }): string {
  const isPlain = !raw.includes('%') && !(plusIsSpace && raw.includes('+'))
  return headerText(isPlain ? raw : withoutEscapes(raw, plusIsSpace))
}

const PERCENT = 0x25
const PLUS = 0x2b
const SPACE = 0x20
/** Characters that are made into a text at once: each is an argument. */
const CHARACTERS_AT_ONCE = 4096

/** Character by character: `replace` takes ten times as long, and lists all escapes, of which a form of 64 MiB has too many. */
function withoutEscapes(text: string, plusIsSpace: boolean): string {
  let decoded = ''
  let some: number[] = []
  for (let at = 0; at < text.length; at++) {
    const char = text.charCodeAt(at)
    const byte = char === PERCENT ? hexDigit(text.charCodeAt(at + 1)) * 16 + hexDigit(text.charCodeAt(at + 2)) : -1
    if (byte >= 0) at += 2
    some.push(byte >= 0 ? byte : char === PLUS && plusIsSpace ? SPACE : char)
    if (some.length < CHARACTERS_AT_ONCE) continue
    decoded += String.fromCharCode(...some)
    some = []
  }
  return decoded + String.fromCharCode(...some)
}

/** Far below zero for what is none, and for what follows the end. */
function hexDigit(char: number): number {
  if (char >= 0x30 && char <= 0x39) return char - 0x30
  const lower = char | 0x20
  return lower >= 0x61 && lower <= 0x66 ? lower - 0x57 : -1000
}

/** Of a character in UTF-8 before its first byte; more bytes than one may have are none. */
function beforeCharacter(text: string, end: number): number {
  let first = end
  while (first > end - 4 && isContinuation(text.charCodeAt(first))) first--
  return first
}

function isContinuation(byte: number): boolean {
  return byte >= 0x80 && byte <= 0xbf
}

function isAscii(value: string): boolean {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: the whole of ASCII is meant, control characters too.
  return /^[\x00-\x7f]*$/.test(value)
}

function percentEncodeBytes(value: string): string {
  // Characters above 0xff are no bytes; `encodeURIComponent` leaves the string invalid for them, as is right.
  return value.replace(/[%\u0080-\uffff]/g, (char) => {
    const code = char.charCodeAt(0)
    return code > 0xff ? '%FF' : `%${code.toString(16).padStart(2, '0')}`
  })
}
