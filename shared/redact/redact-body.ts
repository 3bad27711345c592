import { type BodyKind, bodyKind, SNIFFED_BYTES } from '../body/body-kind.ts'
import { type ContentType, contentTypeParam, parseContentType } from '../http/content-type.ts'
import { bytesFromLatin1, latin1FromBytes } from '../http/latin1.ts'
import { isPlaceholder } from './placeholders.ts'
import { csvEdits, isCsvType } from './redact-csv.ts'
import { beginsAsJson, jsonEdits } from './redact-json.ts'
import { leafEdits } from './redact-leaf.ts'
import { boundaryIn, hasBoundary, redactMultipart } from './redact-multipart.ts'
import { pairEdits } from './redact-pairs.ts'
import { mayBeRawHttp, rawHttpEdits } from './redact-raw-http.ts'
import { structureEdits } from './redact-structure.ts'
import type { Scan, Where } from './scan.ts'
import { applyEdits } from './span.ts'
import { readWideText } from './wide-text.ts'

const MIB = 1024 * 1024
/** Looking through more would need several times its size in memory. */
export const LARGEST_REDACTED_BODY = 32 * MIB
const DEEPEST_PARTS = 4

/** A body as it can be shared; the same bytes if nothing had to go. */
export function redactBody(scan: Scan, body: Uint8Array, contentType: string | undefined, where: Where): Uint8Array {
  if (body.length === 0) return body
  if (body.length > LARGEST_REDACTED_BODY) {
    scan.tally.note(
      `A body of more than ${LARGEST_REDACTED_BODY / MIB} MiB was left out: it is too large to look through.`,
    )
    return bytesFromLatin1(scan.binaryPlaceholder(`${body.length} bytes`, where))
  }
  const text = latin1FromBytes(body)
  const redacted = redactContent(scan, text, contentType, where, 0)
  return redacted === text ? body : bytesFromLatin1(redacted)
}

function redactContent(scan: Scan, text: string, contentType: string | undefined, where: Where, depth: number): string {
  const type = parseContentType(contentType)
  const charset = contentTypeParam(type, 'charset')
  const wide = readWideText(text, charset)
  if (wide === 'unreadable' || UNREADABLE_CHARSET.test(charset ?? '')) return redactBinary(scan, text, where)
  if (wide !== null) {
    // By its kind as if it had been sent in UTF-8.
    const redacted = redactContent(scan, wide.utf8, withoutCharset(contentType), where, depth)
    if (redacted !== wide.utf8) return wide.spell(redacted)
    // Whoever says so of what is none must not hide it: letters of ASCII have zeros between them.
    return text.replace(WITHOUT_ZEROS, (piece) => redactText(scan, piece, where))
  }
  const start = bytesFromLatin1(text.slice(0, SNIFFED_BYTES))
  const kind = bodyKind(type, start, text.length)
  if (kind === 'empty') return text
  const boundary = depth < DEEPEST_PARTS ? boundaryOf(type, kind, text) : null
  if (boundary !== null) {
    return redactMultipart(scan, text, boundary, where, (content, partType, place) =>
      redactContent(scan, content, partType, place, depth + 1),
    )
  }
  switch (kind) {
    case 'image':
    case 'binary':
      return redactBinary(scan, text, where)
    case 'form':
      // Many a JSON body calls itself a form, since curl -d says so.
      if (beginsAsJson(text)) return redactText(scan, text, where)
      return applyEdits(
        text,
        pairEdits(scan, text, 0, (name) => `${where()} field ${name}`),
      )
    default:
      return isCsvType(type.mediaType)
        ? applyEdits(text, csvEdits(scan, text, where, 0))
        : redactText(scan, text, where)
  }
}

// biome-ignore lint/suspicious/noControlCharactersInRegex: what UTF-16 has of each letter of ASCII.
const WITHOUT_ZEROS = /[^\x00]{6,}/g

/** Those in which letters are not what they are in ASCII, so that nothing would be found. */
const UNREADABLE_CHARSET =
  /^(?:utf-?7|unicode-1-1-utf-7|ibm-?0?\d{2,4}|cp-?(?:037|273|277|278|280|284|285|297|500|8\d\d|1026|1047|114\d)|.*ebcdic.*)/i

function withoutCharset(contentType: string | undefined): string | undefined {
  return contentType?.replace(/;[ \t]*charset[ \t]*=[ \t]*(?:"[^"]*"|[^;]*)/i, '')
}

/** What parts the parts: as it is said, or as it stands in the body where that is wrong or missing. */
function boundaryOf(type: ContentType, kind: BodyKind, text: string): string | null {
  const stated = kind === 'multipart' ? (contentTypeParam(type, 'boundary') ?? '') : ''
  if (stated !== '' && hasBoundary(text, stated)) return stated
  return kind === 'multipart' || kind === 'text' || kind === 'binary' ? boundaryIn(text) : null
}

function redactText(scan: Scan, text: string, where: Where): string {
  if (/^[ \t\r\n]{0,500}"/.test(text)) return applyEdits(text, jsonEdits(scan, text, where, 0))
  // A structure first: a request may be quoted in it.
  const edits = structureEdits(scan, text, where, 0)
  if (edits !== null) return applyEdits(text, edits)
  return applyEdits(text, mayBeRawHttp(text) ? rawHttpEdits(scan, text, where) : leafEdits(scan, text, where))
}

/** Left out; or, where that is off, left as it is unless something was found in it: a part of it cannot be replaced. */
function redactBinary(scan: Scan, text: string, where: Where): string {
  if (isPlaceholder(text)) return text
  if (!scan.isOn('binary') && scan.textEdits(text, where).length === 0) return text
  scan.tally.note('A binary body was left out: it cannot be looked through.')
  return scan.binaryPlaceholder(text, where)
}
