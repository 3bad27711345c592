import { base64Lines } from '../codegen/base64.ts'
import { latin1FromBase64 } from '../http/base64-text.ts'
import { bytesFromLatin1 } from '../http/latin1.ts'
import { type DecodedText, decodePercent, spelledEdits } from './decoded-text.ts'
import { beginsAsJson, jsonEdits } from './redact-json.ts'
import type { Scan, Where } from './scan.ts'
import { applyEdits, type Edit } from './span.ts'

/** JSON in strings of JSON, and base64 of them, is undone so often; beyond it a text is a text. */
const DEEPEST = 4

/** Edits of a value that stands by itself: it may be text, or JSON or base64 of either. */
export function leafEdits(scan: Scan, text: string, where: Where, depth = 0): ReadonlyArray<Edit> {
  if (depth < DEEPEST && beginsAsJson(text)) return jsonEdits(scan, text, where, depth)
  // A form inside another text, or an address in a URL: what is in it may be spelled so.
  const decoded = /%[0-9a-fA-F]{2}/.test(text) ? decodePercent(text, { plusIsSpace: false }) : PLAIN
  const edits =
    decoded === PLAIN
      ? scan.textEdits(text, where)
      : spelledEdits(decoded, scan.textEdits(decoded.text, where), 0, (placeholder) => placeholder)
  if (edits.length > 0 || depth >= DEEPEST) return edits
  return base64Edits(scan, text, where, depth)
}

const PLAIN: DecodedText = { text: '', offsets: null }
const BASE64 = /^(?:[A-Za-z0-9+/]+={0,2}|[A-Za-z0-9_-]+={0,2})$/
const SHORTEST = 16

/** Google Pub/Sub and others wrap a whole event so. */
function base64Edits(scan: Scan, text: string, where: Where, depth: number): ReadonlyArray<Edit> {
  if (text.length < SHORTEST || !looksLikeBase64OfText(text) || !BASE64.test(text)) return []
  const decoded = latin1FromBase64(text)
  if (decoded === null || !isText(decoded)) return []
  const edits = leafEdits(scan, decoded, where, depth + 1)
  if (edits.length === 0) return []
  return [{ start: 0, end: text.length, text: respelled(applyEdits(decoded, edits), text) }]
}

/** Its beginning is looked at first: identifiers are of the same letters, and seldom decode to text. */
function looksLikeBase64OfText(text: string): boolean {
  const start = latin1FromBase64(text.slice(0, SHORTEST))
  return start !== null && isText(start)
}

function isText(decoded: string): boolean {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: what text does not have.
  return !/[\x00-\x08\x0e-\x1f\x7f]/.test(decoded) && /^[\x00-\x7f]{6}/.test(decoded)
}

/** In the alphabet, and with the padding, that it had. */
function respelled(decoded: string, before: string): string {
  const encoded = base64Lines(bytesFromLatin1(decoded)).join('')
  const padded = before.endsWith('=') || before.length % 4 === 0 ? encoded : encoded.replace(/=+$/, '')
  return /[-_]/.test(before) ? padded.replaceAll('+', '-').replaceAll('/', '_') : padded
}
