import { base64Lines } from '../codegen/base64.ts'
import { latin1FromBase64 } from '../http/base64-text.ts'
import { headerValue } from '../http/header-pairs.ts'
import { bytesFromLatin1 } from '../http/latin1.ts'
import { type MultipartPart, parseMultipart } from '../http/multipart.ts'
import { decodeQuotedPrintable, spelledEdits } from './decoded-text.ts'
import type { Scan, Where } from './scan.ts'
import { kindOfName } from './secret-name.ts'
import { applyEdits, type Edit } from './span.ts'

/** What is done with the content of a part, by its Content-Type. */
export type RedactContent = (text: string, contentType: string | undefined, where: Where) => string

/** A multipart body: each part by its own type, boundaries and headers in between as text. */
export function redactMultipart(
  scan: Scan,
  body: Uint8Array,
  text: string,
  boundary: string,
  where: Where,
  redactContent: RedactContent,
): string {
  const { parts } = parseMultipart(body, boundary)
  const pieces: string[] = []
  let at = 0
  for (const part of parts) {
    const place: Where = () => `${where()} part ${(part.name ?? '').slice(0, 60)}`
    pieces.push(between(scan, text.slice(at, part.start), boundary, place))
    pieces.push(redactPart(scan, part, text.slice(part.start, part.end), place, redactContent))
    at = part.end
  }
  pieces.push(between(scan, text.slice(at), boundary, where))
  return pieces.join('')
}

/** Headers of a part; the boundary is not touched, or the parts would fall together. */
function between(scan: Scan, text: string, boundary: string, where: Where): string {
  return text
    .split(`--${boundary}`)
    .map((piece) => applyEdits(piece, scan.textEdits(piece, where)))
    .join(`--${boundary}`)
}

function redactPart(
  scan: Scan,
  part: MultipartPart,
  content: string,
  where: Where,
  redactContent: RedactContent,
): string {
  const kind = part.name === null ? null : kindOfName(part.name, 'parameter')
  const named = kind === null ? null : scan.namedEdits(kind, content, where)
  if (named !== null) return applyEdits(content, named)
  const type = headerValue(part.headers, 'content-type')
  switch (headerValue(part.headers, 'content-transfer-encoding')?.trim().toLowerCase()) {
    case 'base64':
      return redactBase64(content, type, where, redactContent)
    case 'quoted-printable':
      return applyEdits(content, quotedPrintableEdits(scan, content, where))
    default:
      return redactContent(content, type, where)
  }
}

function redactBase64(content: string, type: string | undefined, where: Where, redactContent: RedactContent): string {
  const decoded = latin1FromBase64(content.replace(/\s+/g, ''))
  if (decoded === null) return redactContent(content, type, where)
  const redacted = redactContent(decoded, type, where)
  return redacted === decoded ? content : base64Lines(bytesFromLatin1(redacted)).join('\r\n')
}

function quotedPrintableEdits(scan: Scan, content: string, where: Where): Edit[] {
  const decoded = decodeQuotedPrintable(content)
  return spelledEdits(decoded, scan.textEdits(decoded.text, where), 0, (text) => text)
}
