import { base64, latin1FromBase64 } from '../http/base64-text.ts'
import { bytesFromLatin1 } from '../http/latin1.ts'
import { decodeAnySpelling, spelledEdits } from './decoded-text.ts'
import { structureEdits } from './redact-structure.ts'
import type { Scan, Where } from './scan.ts'
import { applyEdits, type Edit } from './span.ts'

/** JSON in strings of JSON, and base64 of them, is undone so often; beyond it a text is a text. */
const DEEPEST = 4

/** Edits of a value that stands by itself: it may be text, or JSON, XML, a table, or base64 of any. */
export function leafEdits(scan: Scan, text: string, where: Where, depth = 0): ReadonlyArray<Edit> {
  const structured = depth < DEEPEST ? structureEdits(scan, text, where, depth) : null
  if (structured !== null) return structured
  // A form inside another text, or an address in a URL or in HTML: what is in it may be spelled so.
  const decoded = decodeAnySpelling(text)
  const edits = spelledEdits(decoded, scan.textEdits(decoded.text, where), 0, (placeholder) => placeholder)
  if (edits.length > 0 || depth >= DEEPEST) return edits
  return base64Edits(scan, text, where, depth)
}

const DATA_URL = /^data:[^,]{0,200};base64,/i
const BASE64 = /^(?:[A-Za-z0-9+/]+={0,2}|[A-Za-z0-9_-]+={0,2})$/
/** gzip and zip, as CloudWatch and others put whole events into JSON: they cannot be looked through. */
const PACKED = /^(?:H4sI|UEsDB)/
const SHORTEST = 16

/** Google Pub/Sub and others wrap a whole event so. */
function base64Edits(scan: Scan, text: string, where: Where, depth: number): ReadonlyArray<Edit> {
  const start = DATA_URL.exec(text)?.[0].length ?? 0
  const encoded = start === 0 ? text : text.slice(start)
  if (encoded.length < SHORTEST || !looksLikeBase64OfText(encoded) || !BASE64.test(encoded)) return []
  if (PACKED.test(encoded)) return packedEdits(scan, encoded, start, where)
  const decoded = latin1FromBase64(encoded)
  if (decoded === null || !isText(decoded)) return []
  const edits = leafEdits(scan, decoded, where, depth + 1)
  if (edits.length === 0) return []
  return [{ start, end: text.length, text: respelled(applyEdits(decoded, edits), encoded) }]
}

function packedEdits(scan: Scan, encoded: string, start: number, where: Where): ReadonlyArray<Edit> {
  if (!scan.isOn('binary') || encoded.length < 32) return []
  return [{ start, end: start + encoded.length, text: scan.binaryPlaceholder(encoded, where) }]
}

/** Its beginning is looked at first: identifiers are of the same letters, and seldom decode to text. */
function looksLikeBase64OfText(text: string): boolean {
  if (PACKED.test(text)) return true
  const start = latin1FromBase64(text.slice(0, SHORTEST))
  return start !== null && isText(start)
}

function isText(decoded: string): boolean {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: what text does not have.
  return !/[\x00-\x08\x0e-\x1f\x7f]/.test(decoded) && /^[\x00-\x7f]{6}/.test(decoded)
}

/** In the alphabet, and with the padding, that it had. */
function respelled(decoded: string, before: string): string {
  const encoded = base64(bytesFromLatin1(decoded))
  const padded = before.endsWith('=') || before.length % 4 === 0 ? encoded : encoded.replace(/=+$/, '')
  return /[-_]/.test(before) ? padded.replaceAll('+', '-').replaceAll('/', '_') : padded
}
