import { headerFromText, headerText } from '../http/header-text.ts'

/** A text of UTF-16, as latin1 holds its bytes. */
export interface WideText {
  /** The same text, of which each character is a byte of UTF-8. */
  readonly utf8: string
  /** As it was spelled: order of bytes, and mark. */
  spell(utf8: string): string
}

/** Null: it is not UTF-16, or not right. `latin1`: its bytes. */
export function readWideText(latin1: string, charset: string | undefined): WideText | null {
  const mark = latin1.slice(0, 2)
  const isLittle = mark === '\xff\xfe'
  const isBig = mark === '\xfe\xff'
  if (!isLittle && !isBig && !/^(?:utf-?16|ucs-?2)/i.test(charset ?? '')) return null
  const bytes = isLittle || isBig ? latin1.slice(2) : latin1
  if (bytes.length % 2 === 1) return null
  // RFC 2781: without a mark it is big-endian; but some send the other without saying so.
  const little = isLittle || (!isBig && (/le$/i.test(charset ?? '') || /^[\x20-\x7e]\0/.test(bytes)))
  const text = swapped(bytes, little)
  if (!text.isWellFormed()) return null
  return {
    utf8: headerFromText(text),
    spell: (utf8) => (isLittle || isBig ? mark : '') + spelled(headerText(utf8), little),
  }
}

function swapped(bytes: string, little: boolean): string {
  const units: string[] = []
  for (let at = 0; at < bytes.length; at += 2) {
    const [first, second] = [bytes.charCodeAt(at), bytes.charCodeAt(at + 1)]
    units.push(String.fromCharCode(little ? first | (second << 8) : (first << 8) | second))
  }
  return units.join('')
}

function spelled(text: string, little: boolean): string {
  const bytes: string[] = []
  for (let at = 0; at < text.length; at++) {
    const unit = text.charCodeAt(at)
    bytes.push(little ? String.fromCharCode(unit & 0xff, unit >> 8) : String.fromCharCode(unit >> 8, unit & 0xff))
  }
  return bytes.join('')
}
