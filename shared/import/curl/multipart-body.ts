import { base64Lines } from '../../http/base64-text.ts'
import { bytesFromLatin1 } from '../../http/latin1.ts'
import type { FormPart } from './curl-form.ts'

/** The same each time, so that the same command gives the same bytes; curl draws one. */
const BOUNDARY = '------------------------hookbench000000'

export interface MultipartBody {
  readonly content: string
  readonly type: string
  /** Curl does not count it before it is sent. */
  readonly isChunked: boolean
}

/** A multipart body with its parts, as curl writes it. */
export function multipartBody(
  parts: ReadonlyArray<FormPart>,
  { isEscaped, type }: { readonly isEscaped: boolean; readonly type: string },
): MultipartBody {
  const disposition = /^multipart\/form-data\b/i.test(type) ? 'form-data' : 'attachment'
  return {
    content: multipart(parts, BOUNDARY, { isEscaped, disposition, depth: 0 }),
    type: `${type}; boundary=${BOUNDARY}`,
    isChunked: parts.some(hasUnknownSize),
  }
}

function hasUnknownSize({ content, encoder }: FormPart): boolean {
  return typeof content === 'string' ? encoder?.toLowerCase() === 'quoted-printable' : content.some(hasUnknownSize)
}

interface Writing {
  /** `--form-escape`: quotes with a backslash rather than as %22. */
  readonly isEscaped: boolean
  readonly disposition: string
  readonly depth: number
}

function multipart(parts: ReadonlyArray<FormPart>, boundary: string, writing: Writing): string {
  const written = parts.map((part) => `--${boundary}\r\n${writtenPart(part, writing)}\r\n`)
  return `${written.join('')}--${boundary}--\r\n`
}

function writtenPart(part: FormPart, writing: Writing): string {
  const { content, name, filename, encoder, headers } = part
  const has = (wanted: string) => headers.some((header) => header.toLowerCase().startsWith(`${wanted}:`))
  const depth = writing.depth + 1
  const boundary = `${BOUNDARY}-${depth}`
  const isGroup = typeof content !== 'string'
  const own = part.type ?? headerOf(headers, 'content-type')
  const type = own ?? guessedType(part)
  const lines: string[] = []
  const isShown = writing.disposition === 'form-data' || name !== null || filename !== null
  if (!has('content-disposition') && isShown) {
    const quoted = (text: string) => `"${writing.isEscaped ? backslashed(text) : percented(text)}"`
    const named = name === null ? '' : `; name=${quoted(name)}`
    lines.push(
      `Content-Disposition: ${writing.disposition}${named}${filename === null ? '' : `; filename=${quoted(filename)}`}`,
    )
  }
  if (type !== null && !has('content-type')) {
    lines.push(`Content-Type: ${type}${isGroup ? `; boundary=${boundary}` : ''}`)
  }
  if (encoder !== null && !has('content-transfer-encoding')) lines.push(`Content-Transfer-Encoding: ${encoder}`)
  lines.push(...headers)
  const disposition = type !== null && /^multipart\/form-data/i.test(type) ? 'form-data' : 'attachment'
  const body = isGroup
    ? multipart(content, boundary, { ...writing, disposition, depth })
    : encodedContent(content, encoder)
  return `${lines.map((line) => `${line}\r\n`).join('')}\r\n${body}`
}

function headerOf(headers: ReadonlyArray<string>, name: string): string | null {
  const found = headers.find((header) => header.toLowerCase().startsWith(`${name}:`))
  return found === undefined ? null : found.slice(name.length + 1).trim()
}

function guessedType({ content, path, filename }: FormPart): string | null {
  if (typeof content !== 'string') return 'multipart/mixed'
  if (filename === null) return null
  const byName = typeOfFile(filename) ?? (path === null ? null : typeOfFile(path))
  return byName ?? (path === null ? null : 'application/octet-stream')
}

/** By its ending, as curl guesses. */
function typeOfFile(name: string): string | null {
  return TYPES[/\.(\w+)$/.exec(name)?.[1]?.toLowerCase() ?? ''] ?? null
}

const TYPES: Readonly<Record<string, string>> = {
  gif: 'image/gif',
  jpg: 'image/jpeg',
  jpeg: 'image/jpeg',
  png: 'image/png',
  svg: 'image/svg+xml',
  txt: 'text/plain',
  htm: 'text/html',
  html: 'text/html',
  pdf: 'application/pdf',
  xml: 'application/xml',
}

function percented(text: string): string {
  return text.replace(/"/g, '%22').replace(/\r/g, '%0D').replace(/\n/g, '%0A')
}

function backslashed(text: string): string {
  return text.replace(/["\\]/g, '\\$&')
}

function encodedContent(content: string, encoder: string | null): string {
  if (encoder?.toLowerCase() === 'base64') return base64Lines(bytesFromLatin1(content)).join('\r\n')
  if (encoder?.toLowerCase() === 'quoted-printable') return quotedPrintable(content)
  return content
}

/** RFC 2045, 6.7, in lines of at most 76 characters. */
function quotedPrintable(content: string): string {
  const lines = content.split('\r\n').map((line) => {
    const units = [...line].map((byte, index) => {
      const isLast = index === line.length - 1
      if (/[!-<>-~]/.test(byte) || (/[\t ]/.test(byte) && !isLast)) return byte
      return `=${byte.charCodeAt(0).toString(16).toUpperCase().padStart(2, '0')}`
    })
    let [out, length] = ['', 0]
    for (const [index, unit] of units.entries()) {
      const most = index === units.length - 1 ? 76 : 75
      if (length + unit.length > most) {
        out += '=\r\n'
        length = 0
      }
      out += unit
      length += unit.length
    }
    return out
  })
  return lines.join('\r\n')
}
