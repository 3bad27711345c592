import { base64Lines, latin1FromBase64 } from '../http/base64-text.ts'
import { headerValue } from '../http/header-pairs.ts'
import { bytesFromLatin1 } from '../http/latin1.ts'
import { type MultipartPart, parseMultipart } from '../http/multipart.ts'
import { decodeQuotedPrintable, spelledEdits } from './decoded-text.ts'
import type { Scan, Where } from './scan.ts'
import { kindOfName } from './secret-name.ts'
import { applyEdits, type Edit } from './span.ts'

/** What is done with the content of a part, by its Content-Type. */
export type RedactContent = (text: string, contentType: string | undefined, where: Where) => string

/** Of a part that has lost its boundary, and of those that are split by lines that begin so. */
const NO_BOUNDARY = ''

/** Whether a boundary stands in a body as one. */
export function hasBoundary(text: string, boundary: string): boolean {
  return parseMultipart(bytesFromLatin1(text), boundary, 1).parts.length > 0
}

/** The boundary that a body shows, whatever its Content-Type says; null: it does not begin as parts do. */
export function boundaryIn(text: string): string | null {
  const start = text.slice(0, 20_000)
  const shown = /(?:^|\n)--([^\r\n]{1,200}?)[ \t]*\r?\n(?=content-[a-z-]{1,40}[ \t]*:)/i.exec(start)?.[1]
  if (shown !== undefined) return shown
  return /^[ \t\r\n]{0,20}content-disposition[ \t]*:[ \t]*form-data/i.test(start) ? NO_BOUNDARY : null
}

/** Beyond so many, parts would take more memory than what is in them. */
const MOST_PARTS = 200_000

/** A multipart body: each part by its own type, boundaries and headers in between as text. */
export function redactMultipart(
  scan: Scan,
  text: string,
  boundary: string,
  where: Where,
  redactContent: RedactContent,
): string {
  if (boundary === NO_BOUNDARY) return redactLostPart(scan, text, where, redactContent)
  const { parts } = parseMultipart(bytesFromLatin1(text), boundary, MOST_PARTS)
  const pieces: string[] = []
  let at = 0
  for (const part of parts) {
    const place: Where = () => `${where()} part ${(part.name ?? '').slice(0, 60)}`
    pieces.push(between(scan, text.slice(at, part.start), boundary, place))
    pieces.push(redactPart(scan, part, text.slice(part.start, part.end), place, redactContent))
    at = part.end
  }
  if (parts.length < MOST_PARTS) pieces.push(between(scan, text.slice(at), boundary, where))
  else {
    scan.tally.note(`A body of more than ${MOST_PARTS} parts was cut: the rest is too much to look through.`)
    pieces.push(scan.binaryPlaceholder(text.slice(at), where))
  }
  return pieces.join('')
}

/** A body that begins within a part: the boundary that ends it parts the rest. */
function redactLostPart(scan: Scan, text: string, where: Where, redactContent: RedactContent): string {
  const boundary = /\n--([^\r\n]{1,200}?)(?:--)?[ \t]*(?:\r?\n|$)/.exec(text)?.[1] ?? 'cut'
  const line = `--${boundary}\n`
  return redactMultipart(scan, line + text, boundary, where, redactContent).slice(line.length)
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
  return spelledEdits(decoded, scan.textEdits(decoded.text, where), 0)
}
