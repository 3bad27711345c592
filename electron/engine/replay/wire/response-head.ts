import { trimBlanks } from '../../../../shared/http/trim-blanks.ts'
import type { ResponseHead } from './wire-types.ts'

const LF = 10
const CR = 13
const LENGTH = /^\d{1,15}$/

/** What was read, or what is wrong with it: the end of a sentence that begins with the target. */
export type Read<Value> = { readonly value: Value; readonly problem: null } | Broken

interface Broken {
  readonly value: null
  readonly problem: string
}

/** The status line and the headers behind it; of any response, an interim one too. */
export function readHead(head: string): Read<ResponseHead> {
  const firstEnd = head.indexOf('\n')
  const status = /^HTTP\/(1\.\d) (\d{3})(?: (.*))?$/.exec(withoutCr(head.slice(0, firstEnd)))
  if (status === null) {
    return broken(`began its answer with ${quote(head.slice(0, firstEnd))}, which is not a status line`)
  }
  const { value: headers, problem } = readFields(head, firstEnd + 1)
  if (headers === null) return broken(problem)
  const [, httpVersion = '', code = '', statusText = ''] = status
  if (Number(code) < 100) return broken(`answered with the status ${code}, which does not exist`)
  return { value: { status: Number(code), statusText, httpVersion, headers, trailers: [] }, problem: null }
}

/** Header lines, up to an empty one: names and values without the blanks around them, folded lines joined. */
export function readFields(text: string, start: number): Read<[string, string][]> {
  const pairs: [string, string][] = []
  for (let at = start; at < text.length; ) {
    let end = text.indexOf('\n', at)
    if (end < 0) end = text.length
    const lineEnd = end > at && text.charCodeAt(end - 1) === CR ? end - 1 : end
    if (lineEnd === at) break
    const first = text.charCodeAt(at)
    if (first === 32 || first === 9) {
      const last = pairs.at(-1)
      if (last === undefined) return broken('sent a first header line that begins with a space')
      pairs[pairs.length - 1] = [last[0], trimBlanks(`${last[1]} ${trimBlanks(text.slice(at, lineEnd))}`)]
    } else {
      const colon = text.indexOf(':', at)
      if (colon < 0 || colon >= lineEnd) {
        return broken(`sent the header line ${quote(text.slice(at, lineEnd))}, which has no colon`)
      }
      const name = trimBlanks(text.slice(at, colon))
      if (name === '') return broken(`sent the header line ${quote(text.slice(at, lineEnd))}, which has no name`)
      pairs.push([name, trimBlanks(text.slice(colon + 1, lineEnd))])
    }
    at = end + 1
  }
  if (hasForbidden(text)) return broken('sent a NUL or a lone carriage return among its headers')
  return { value: pairs, problem: null }
}

/** Index after the empty line that ends a head; -1 if it has not come yet. */
export function endOfHead(bytes: Buffer, from: number): number {
  for (let at = bytes.indexOf(LF, from); at >= 0; at = bytes.indexOf(LF, at + 1)) {
    if (bytes[at + 1] === LF) return at + 2
    if (bytes[at + 1] === CR && bytes[at + 2] === LF) return at + 3
  }
  return -1
}

/** The same for trailers, which may be none: then the empty line comes at once. */
export function endOfTrailers(bytes: Buffer): number {
  if (bytes[0] === LF) return 1
  if (bytes[0] === CR && bytes[1] === LF) return 2
  return endOfHead(bytes, 0)
}

export function looksLikeHttp(bytes: Buffer): boolean {
  const start = 'HTTP/1.'
  for (let index = 0; index < start.length && index < bytes.length; index++) {
    if (bytes[index] !== start.charCodeAt(index)) return false
  }
  return true
}

export function describeNotHttp(bytes: Buffer): string {
  // A TLS record: handshake or alert, version 3.
  if ((bytes[0] === 0x15 || bytes[0] === 0x16) && (bytes.length < 2 || bytes[1] === 3)) {
    return 'answered in TLS. Write https:// instead of http://'
  }
  return `answered with something that is not HTTP/1: ${quote(bytes.toString('latin1', 0, 40))}`
}

/** One length, which may be said several times over; null if that is not so. */
export function parseLength(value: string): number | null {
  if (LENGTH.test(value)) return Number(value)
  const lengths = new Set(value.split(',').map(trimBlanks))
  const [only] = lengths
  if (lengths.size !== 1 || only === undefined || !LENGTH.test(only)) return null
  return Number(only)
}

export function withoutCr(line: string): string {
  return line.endsWith('\r') ? line.slice(0, -1) : line
}

export function quote(text: string): string {
  return JSON.stringify(text.length > 60 ? `${text.slice(0, 60)}…` : text)
}

function broken(problem: string): Broken {
  return { value: null, problem }
}

function hasForbidden(text: string): boolean {
  if (text.includes('\0')) return true
  for (let at = text.indexOf('\r'); at >= 0; at = text.indexOf('\r', at + 1)) {
    if (text.charCodeAt(at + 1) !== LF) return true
  }
  return false
}
