import { headerFromText, headerText } from '../http/header-text.ts'
import { UNSEEN } from './string-literal.ts'

/**
 * Bytes (latin1, without NUL) as one word of bash. Readable where it can be: text stays text. Control characters and
 * those that are not seen (bidirectional marks and their like) are spelled out, so that what is pasted is what is shown.
 */
export function bashWord(bytes: string): string {
  if (/^[\w%+:,./@-]+$/.test(bytes)) return bytes
  const text = headerText(bytes)
  const isText = headerFromText(text) === bytes
  if (isText && !UNSEEN.test(text)) return `'${text.replaceAll("'", "'\\''")}'`
  const escaped = isText ? [...text].map(escapeText) : [...bytes].map(escapeByte)
  return `$'${escaped.join('')}'`
}

function escapeText(character: string): string {
  if (character < '\x80') return escapeByte(character)
  return UNSEEN.test(character) ? [...headerFromText(character)].map(escapeByte).join('') : character
}

function escapeByte(byte: string): string {
  const named = NAMED.get(byte)
  if (named !== undefined) return named
  return byte >= ' ' && byte <= '~' ? byte : `\\x${byte.charCodeAt(0).toString(16).padStart(2, '0')}`
}

const NAMED: ReadonlyMap<string, string> = new Map([
  ['\\', '\\\\'],
  ["'", "\\'"],
  ['\n', '\\n'],
  ['\r', '\\r'],
  ['\t', '\\t'],
])
