import { bodyKind, SNIFFED_BYTES } from '../../../shared/body/body-kind.ts'
import { decodeText, type MakeTextDecoder } from '../../../shared/body/decode-text.ts'
import { contentEncoding } from '../../../shared/http/content-encoding.ts'
import { contentTypeParam, parseContentType } from '../../../shared/http/content-type.ts'
import { type HeaderPairs, headerValue } from '../../../shared/http/header-pairs.ts'
import { parseMultipart } from '../../../shared/http/multipart.ts'
import { readFormFields, type SearchedBody } from '../../../shared/search/searched-capture.ts'
import { decodeAtOnce } from '../content/decode-at-once.ts'

/** Fields of a form that are looked through; a body of nothing but `&a` has millions. */
const MOST_FIELDS = 20_000
/** Shorter runs of printable bytes are there by chance. */
const SHORTEST_RUN = 4
const LINE_END = 0x0a

/** Bodies as texts, for the index and for searching: what one does not hold the other does not find. */
export function readSearchedBody(headers: HeaderPairs, body: Uint8Array): SearchedBody | null {
  const encoding = contentEncoding(headers)
  return searchedBody(headers, encoding === null ? body : decodeAtOnce(body, encoding))
}

function searchedBody(headers: HeaderPairs, bytes: Uint8Array): SearchedBody | null {
  const contentType = parseContentType(headerValue(headers, 'content-type'))
  const kind = bodyKind(contentType, bytes.subarray(0, SNIFFED_BYTES), bytes.length)
  switch (kind) {
    case 'empty':
      return null
    case 'image':
    case 'binary':
      return { text: printableRuns(bytes), fields: null }
    case 'form':
      return { text: textOf(bytes, undefined), fields: readFormFields(latin1(bytes), MOST_FIELDS) }
    case 'multipart': {
      const boundary = contentTypeParam(contentType, 'boundary') ?? ''
      return { text: textOf(bytes, undefined), fields: partFields(bytes, boundary) }
    }
    default:
      return { text: textOf(bytes, contentTypeParam(contentType, 'charset')), fields: null }
  }
}

function partFields(bytes: Uint8Array, boundary: string): Array<readonly [string, string]> {
  return parseMultipart(bytes, boundary).parts.map(({ name, headers, start, end }) => {
    const part = bytes.subarray(start, end)
    const contentType = parseContentType(headerValue(headers, 'content-type'))
    const kind = bodyKind(contentType, part.subarray(0, SNIFFED_BYTES), part.length)
    const isText = kind !== 'image' && kind !== 'binary'
    const text = isText ? textOf(part, contentTypeParam(contentType, 'charset')) : printableRuns(part)
    return [name ?? '', text] as const
  })
}

function textOf(bytes: Uint8Array, charset: string | undefined): string {
  return decodeText(bytes, charset, makeDecoder).text
}

/** What reads like text between the bytes of a picture or of a binary format, as `strings` prints it: a line for each. */
function printableRuns(bytes: Uint8Array): string {
  // Byte by byte: there may be millions of runs, or one of millions, of which a regular expression would keep too much in mind.
  const lines = Buffer.alloc(bytes.length + 1)
  let length = 0
  let start = 0
  for (let at = 0; at <= bytes.length; at++) {
    if (at < bytes.length && isPrintable(bytes[at] as number)) continue
    if (at - start >= SHORTEST_RUN) {
      lines.set(bytes.subarray(start, at), length)
      length += at - start
      lines[length++] = LINE_END
    }
    start = at + 1
  }
  return lines.toString('latin1', 0, Math.max(0, length - 1))
}

function isPrintable(byte: number): boolean {
  return (byte >= 0x20 && byte <= 0x7e) || byte === 0x09
}

function latin1(bytes: Uint8Array): string {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('latin1')
}

/** Made once: making one costs more than reading a small body with it. */
const utf8 = { fatal: new TextDecoder('utf-8', { fatal: true }), lenient: new TextDecoder('utf-8') }

const makeDecoder: MakeTextDecoder = (label, { fatal }) => {
  if (/^utf-?8$/i.test(label)) return fatal ? utf8.fatal : utf8.lenient
  return new TextDecoder(label, { fatal })
}
