import { headerFromText } from '../../http/header-text.ts'
import { jsonAt } from '../json-at.ts'
import type { HandshakeAnswer } from './handshake.ts'

/** In bytes. Longer values are not sent back: nobody asks with one, and the receiver is no mirror. */
const MOST_ECHOED = 1024

/** What a stranger sent is never to be taken for a page. */
const NO_SNIFFING = ['X-Content-Type-Options', 'nosniff'] as const

/** Null where the value is not to be echoed. */
export function textAnswer(value: string): HandshakeAnswer | null {
  if (!isEchoed(value)) return null
  return { status: 200, headers: [['Content-Type', 'text/plain; charset=utf-8'], NO_SNIFFING], body: value }
}

export function jsonAnswer(value: Readonly<Record<string, string | number>>): HandshakeAnswer | null {
  const texts = Object.values(value)
  if (!texts.every((text) => typeof text === 'number' || isEchoed(text))) return null
  // `<` could begin a tag for whoever takes it for HTML in spite of everything.
  const body = JSON.stringify(value).replaceAll('<', '\\u003c')
  return { status: 200, headers: [['Content-Type', 'application/json'], NO_SNIFFING], body }
}

/** Null where the value is none that a header can carry. */
export function headerAnswer(name: string, value: string): HandshakeAnswer | null {
  if (!/^[\x21-\x7e]{1,200}$/.test(value)) return null
  return { status: 200, headers: [[name, value], NO_SNIFFING], body: '' }
}

export function emptyAnswer(status: number): HandshakeAnswer {
  return { status, headers: [NO_SNIFFING], body: '' }
}

/** Text that stands at a place of parsed JSON. */
export function textAt(json: unknown, pointer: string): string | null {
  const value = jsonAt(json, pointer)
  return typeof value === 'string' ? value : null
}

function isEchoed(value: string): boolean {
  return value !== '' && value.isWellFormed() && headerFromText(value).length <= MOST_ECHOED && !hasControls(value)
}

function hasControls(value: string): boolean {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: no token has any, and they are what makes text do things.
  return /[\x00-\x1f\x7f-\x9f\u2028\u2029]/.test(value)
}
