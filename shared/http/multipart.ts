import { contentTypeParam, parseContentType } from './content-type.ts'
import type { HeaderPair, HeaderPairs } from './header-pairs.ts'
import { headerValue } from './header-pairs.ts'
import { headerText } from './header-text.ts'
import { bytesFromLatin1, latin1FromBytes } from './latin1.ts'

/** One part of a multipart body; its content is `start` to `end` (exclusive) of the body. */
export interface MultipartPart {
  readonly headers: HeaderPairs
  readonly start: number
  readonly end: number
  /** Of its `Content-Disposition`; null if it has none. */
  readonly name: string | null
  readonly fileName: string | null
}

export interface Multipart {
  readonly parts: ReadonlyArray<MultipartPart>
  /** What was not as RFC 2046 wants it, in plain sentences. */
  readonly problems: ReadonlyArray<string>
}

const MAX_PARTS = 10_000
const MAX_PART_HEADER_BYTES = 64 * 1024
const CR = 13
const LF = 10
const DASH = 45

/** Splits a multipart body. Tolerates what real senders get wrong, says so, and never throws. */
export function parseMultipart(body: Uint8Array, boundary: string, mostParts = MAX_PARTS): Multipart {
  if (boundary === '')
    return { parts: [], problems: ['The Content-Type names no boundary, so the parts cannot be told apart.'] }
  const problems = new Set<string>()
  const delimiters = findDelimiters(body, boundary, mostParts)
  if (delimiters.length === 0)
    return { parts: [], problems: ['The boundary of the Content-Type does not occur in the body.'] }

  const parts: MultipartPart[] = []
  for (const [index, delimiter] of delimiters.entries()) {
    if (delimiter.closes) return { parts, problems: [...problems] }
    if (parts.length === mostParts) {
      problems.add(`There are more than ${mostParts} parts; the rest is not shown.`)
      return { parts, problems: [...problems] }
    }
    const next = delimiters[index + 1]
    if (next === undefined) problems.add('The closing boundary is missing: the body may have been cut.')
    parts.push(readPart(body, delimiter.end, next?.start ?? body.length, problems))
  }
  return { parts, problems: [...problems] }
}

interface Delimiter {
  /** Where the part before it ends: the line end in front belongs to the delimiter. */
  readonly start: number
  /** Where the line after it begins. */
  readonly end: number
  readonly closes: boolean
}

function findDelimiters(body: Uint8Array, boundary: string, mostParts: number): Delimiter[] {
  const found: Delimiter[] = []
  const needle = bytesFromLatin1(`--${boundary}`)
  for (const at of occurrences(body, needle)) {
    if (at > 0 && body[at - 1] !== LF) continue
    const delimiter = delimiterAt(body, at, needle.length)
    if (delimiter === null) continue
    found.push(delimiter)
    if (delimiter.closes || found.length > mostParts + 1) break
  }
  return found
}

/** Null: the boundary is only the beginning of a longer word. */
function delimiterAt(body: Uint8Array, at: number, length: number): Delimiter | null {
  const start = at >= 2 && body[at - 2] === CR ? at - 2 : Math.max(0, at - 1)
  let end = at + length
  const closes = body[end] === DASH && body[end + 1] === DASH
  if (closes) return { start, end: end + 2, closes }
  while (body[end] === 32 || body[end] === 9) end++
  if (body[end] === CR && body[end + 1] === LF) return { start, end: end + 2, closes }
  if (body[end] === LF) return { start, end: end + 1, closes }
  return end >= body.length ? { start, end: body.length, closes } : null
}

/** Knuth-Morris-Pratt: a hostile boundary against a hostile body must not cost their product. */
function* occurrences(body: Uint8Array, needle: Uint8Array): Generator<number> {
  const back = new Int32Array(needle.length)
  for (let index = 1, matched = 0; index < needle.length; index++) {
    while (matched > 0 && needle[index] !== needle[matched]) matched = back[matched - 1] as number
    if (needle[index] === needle[matched]) matched++
    back[index] = matched
  }
  for (let index = 0, matched = 0; index < body.length; index++) {
    while (matched > 0 && body[index] !== needle[matched]) matched = back[matched - 1] as number
    if (body[index] === needle[matched]) matched++
    if (matched === needle.length) {
      yield index - needle.length + 1
      matched = back[matched - 1] as number
    }
  }
}

function readPart(body: Uint8Array, from: number, to: number, problems: Set<string>): MultipartPart {
  const end = Math.max(from, to)
  const headers: HeaderPair[] = []
  let at = from
  while (at < end) {
    const lineEnd = endOfLine(body, at, end)
    const line = latin1FromBytes(body.subarray(at, lineEnd.text))
    at = lineEnd.next
    if (line === '') return partOf(headers, at, end)
    if (at - from > MAX_PART_HEADER_BYTES) {
      problems.add('The headers of a part are longer than 64 KiB; they are shown as content.')
      return partOf([], from, end)
    }
    const colon = line.indexOf(':')
    if (colon > 0) headers.push([line.slice(0, colon).trim(), line.slice(colon + 1).trim()])
    else problems.add(`A part has a header line without a name: ${JSON.stringify(line.slice(0, 60))}.`)
  }
  problems.add('The headers of a part have no blank line after them.')
  return partOf(headers, end, end)
}

function endOfLine(body: Uint8Array, from: number, to: number): { text: number; next: number } {
  const found = body.subarray(from, Math.min(to, from + MAX_PART_HEADER_BYTES + 2)).indexOf(LF)
  if (found === -1) return { text: to, next: to }
  const lf = from + found
  return { text: found > 0 && body[lf - 1] === CR ? lf - 1 : lf, next: lf + 1 }
}

function partOf(headers: HeaderPairs, start: number, end: number): MultipartPart {
  const disposition = parseContentType(headerValue(headers, 'content-disposition'))
  return {
    headers,
    start,
    end,
    name: textOrNull(contentTypeParam(disposition, 'name')),
    fileName: textOrNull(
      extendedParam(contentTypeParam(disposition, 'filename*')) ?? contentTypeParam(disposition, 'filename'),
    ),
  }
}

function textOrNull(value: string | undefined): string | null {
  return value === undefined ? null : headerText(value)
}

/** RFC 8187: `UTF-8''na%C3%AFve.txt`. */
function extendedParam(value: string | undefined): string | undefined {
  const encoded = /^utf-8'[^']*'(.*)$/i.exec(value ?? '')?.[1]
  if (encoded === undefined) return undefined
  return encoded.replace(/%([0-9a-fA-F]{2})/g, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)))
}
