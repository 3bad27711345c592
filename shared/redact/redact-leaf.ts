import { base64, latin1FromBase64 } from '../http/base64-text.ts'
import { bytesFromLatin1 } from '../http/latin1.ts'
import { decodeAnySpelling, spelledEdits } from './decoded-text.ts'
import { unfoldBase64 } from './folded-base64.ts'
import { isPlaceholder } from './placeholders.ts'
import { structureEdits } from './redact-structure.ts'
import type { Scan, Where } from './scan.ts'
import { applyEdits, type Edit } from './span.ts'

/** JSON in strings of JSON, and base64 of them, is undone so often; beyond it a text is a text. */
const DEEPEST = 4

/** Edits of a value that stands by itself: it may be text, or JSON, XML, a table, or base64 of any. */
export function leafEdits(scan: Scan, text: string, where: Where, depth = 0): ReadonlyArray<Edit> {
  const structured = depth < DEEPEST ? structureEdits(scan, text, where, depth) : null
  if (structured !== null) return structured
  // First: what is found in its letters would only be a part of it, and the rest would be no base64 any more.
  const packed = depth < DEEPEST ? base64Edits(scan, text, where, depth) : []
  if (packed.length > 0) return packed
  // A form inside another text, or an address in a URL or in HTML: what is in it may be spelled so.
  const decoded = decodeAnySpelling(text)
  return spelledEdits(decoded, scan.textEdits(decoded.text, where), 0, (placeholder) => placeholder)
}

const DATA_URL = /^data:[^,]{0,200};base64,/i
const BASE64 = /^(?:[A-Za-z0-9+/]+={0,2}|[A-Za-z0-9_-]+={0,2})$/
const OTHER = /[^A-Za-z0-9+/_= \t\r\n-]/
/**
 * gzip, zip, Zstandard, bzip2 and zlib (its four usual levels), as CloudWatch and others put whole events into JSON: they cannot be
 * looked through.
 */
const PACKED = /^(?:H4sI|UEsDB|KLUv\/|QlpoOT|e(?:A[E-H]|F[4-7]|J[w-z]|N[o-r]))/
const SHORTEST = 16
/** In so many characters of lines are that many letters. */
const LOOKED_AT = 400

/** Google Pub/Sub and others wrap a whole event so. */
function base64Edits(scan: Scan, text: string, where: Where, depth: number): ReadonlyArray<Edit> {
  if (text.length < SHORTEST) return []
  const start = DATA_URL.exec(text)?.[0].length ?? 0
  if (!mayBeBase64OfText(text.slice(start, start + LOOKED_AT))) return []
  const { letters, fold } = unfoldBase64(start === 0 ? text : text.slice(start))
  if (letters.length < SHORTEST || !BASE64.test(letters)) return []
  if (PACKED.test(letters)) return packedEdits(scan, letters, { start, end: text.length }, where)
  const decoded = latin1FromBase64(letters)
  if (decoded === null || !isText(decoded)) return []
  const edits = leafEdits(scan, decoded, where, depth + 1)
  if (edits.length === 0) return []
  const redacted = applyEdits(decoded, edits)
  // Where nothing else was in it, the reader is shown so.
  return [{ start, end: text.length, text: isPlaceholder(redacted) ? redacted : fold(respelled(redacted, letters)) }]
}

function packedEdits(
  scan: Scan,
  letters: string,
  place: { start: number; end: number },
  where: Where,
): ReadonlyArray<Edit> {
  if (!scan.isOn('binary') || letters.length < 32) return []
  return [{ ...place, text: scan.binaryPlaceholder(letters, where) }]
}

/** Its beginning is looked at first: identifiers are of the same letters, and seldom decode to text. */
function mayBeBase64OfText(beginning: string): boolean {
  if (OTHER.test(beginning)) return false
  const { letters } = unfoldBase64(beginning)
  if (PACKED.test(letters)) return true
  const start = latin1FromBase64(letters.slice(0, SHORTEST))
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
