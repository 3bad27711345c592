import { bodyKind } from '../body/body-kind.ts'
import { contentTypeParam, parseContentType } from '../http/content-type.ts'
import { bytesFromLatin1, latin1FromBytes } from '../http/latin1.ts'
import { beginsAsJson, jsonEdits } from './redact-json.ts'
import { leafEdits } from './redact-leaf.ts'
import { redactMultipart } from './redact-multipart.ts'
import { pairEdits } from './redact-pairs.ts'
import { looksLikeRawHttp, rawHttpEdits } from './redact-raw-http.ts'
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
  const wide = readWideText(text, contentTypeParam(type, 'charset'))
  if (wide !== null) {
    const redacted = redactText(scan, wide.utf8, where)
    return redacted === wide.utf8 ? text : wide.spell(redacted)
  }
  const start = bytesFromLatin1(text.slice(0, 4096))
  switch (bodyKind(type, start, text.length)) {
    case 'empty':
      return text
    case 'image':
    case 'binary':
      return redactBinary(scan, text, where)
    case 'multipart': {
      const boundary = contentTypeParam(type, 'boundary') ?? ''
      if (boundary === '' || depth >= DEEPEST_PARTS) return redactText(scan, text, where)
      return redactMultipart(scan, bytesFromLatin1(text), text, boundary, where, (content, partType, place) =>
        redactContent(scan, content, partType, place, depth + 1),
      )
    }
    case 'form':
      // Many a JSON body calls itself a form, since curl -d says so.
      if (beginsAsJson(text)) return redactText(scan, text, where)
      return applyEdits(
        text,
        pairEdits(scan, text, 0, (name) => `${where()} field ${name}`),
      )
    default:
      return redactText(scan, text, where)
  }
}

function redactText(scan: Scan, text: string, where: Where): string {
  if (/^[ \t\r\n]{0,500}"/.test(text)) return applyEdits(text, jsonEdits(scan, text, where, 0))
  if (looksLikeRawHttp(text)) return applyEdits(text, rawHttpEdits(scan, text, where))
  return applyEdits(text, leafEdits(scan, text, where))
}

/** Left out; or, where that is off, left as it is unless something was found in it: a part of it cannot be replaced. */
function redactBinary(scan: Scan, text: string, where: Where): string {
  if (!scan.isOn('binary') && scan.textEdits(text, where).length === 0) return text
  scan.tally.note('A binary body was left out: it cannot be looked through.')
  return scan.binaryPlaceholder(text, where)
}
