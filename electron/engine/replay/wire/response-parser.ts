import { trimBlanks } from '../../../../shared/http/trim-blanks.ts'
import { LIMITS } from '../../../../shared/limits.ts'
import { ByteCollector } from './byte-collector.ts'
import type { ResponseHead } from './wire-types.ts'

const LF = 10
const CR = 13
const LINE_LIMIT = 4096
const LENGTH = /^\d{1,15}$/

type Phase =
  | 'head'
  | 'sized'
  | 'until-close'
  | 'chunk-size'
  | 'chunk-data'
  | 'chunk-end'
  | 'trailers'
  | 'done'
  | 'broken'

/**
 * Reads one response from bytes in pieces of any size, and keeps header names, order and bytes as they came.
 *
 * Where servers err, it does as browsers do if what was meant is plain: a bare LF ends a line, folded header lines are
 * joined, `Transfer-Encoding: chunked` wins over a Content-Length. Where it is not (a line without a colon, lengths that
 * differ, a chunk size that is no number), the response is broken and `problem` says how. Nothing makes it throw.
 */
export class ResponseParser {
  readonly #method: string
  #phase: Phase = 'head'
  /** Bytes of a line or a head that has not ended yet. */
  #pending: Buffer | null = null
  #headBytes = 0
  #remaining = 0
  readonly #body = new ByteCollector(LIMITS.responseBytes)
  /** The status line and headers, once they are complete; never those of an interim (1xx) response. */
  response: ResponseHead | null = null
  /** What is wrong with the response; it ends a sentence that begins with the target. */
  problem: string | null = null
  /** The connection may carry another request: the end of the response was marked, and nothing came after it. */
  reusable = false

  constructor(method: string) {
    this.#method = method
  }

  get done(): boolean {
    return this.#phase === 'done'
  }

  get broken(): boolean {
    return this.#phase === 'broken'
  }

  get body(): Buffer {
    return this.#body.bytes()
  }

  get bodyTruncated(): boolean {
    return this.#body.overflow
  }

  /** Takes the next bytes, which may be overwritten afterwards. Stops listening once `done` or `broken`. */
  push(chunk: Buffer): void {
    let rest: Buffer | null = chunk
    while (rest !== null && rest.length > 0) {
      if (this.#phase === 'done') {
        // Bytes that nobody asked for: whatever they are, they are not the next answer.
        this.reusable = false
        return
      }
      if (this.#phase === 'broken') return
      rest = this.#step(rest)
    }
  }

  /** The target closed its side. True if the response is whole. */
  end(): boolean {
    if (this.#phase === 'until-close') this.#phase = 'done'
    this.reusable = false
    return this.#phase === 'done'
  }

  #step(bytes: Buffer): Buffer | null {
    switch (this.#phase) {
      case 'head':
        return this.#readHead(bytes)
      case 'sized':
        return this.#readSized(bytes)
      case 'chunk-data':
        return this.#readChunkData(bytes)
      case 'until-close':
        this.#keep(bytes)
        return null
      case 'chunk-size':
        return this.#readChunkSize(bytes)
      case 'chunk-end':
        return this.#readChunkEnd(bytes)
      case 'trailers':
        return this.#readTrailers(bytes)
      default:
        return null
    }
  }

  #readHead(bytes: Buffer): Buffer | null {
    const all = this.#withPending(bytes)
    if (!looksLikeHttp(all)) return this.#break(describeNotHttp(all))
    const searchFrom = this.#pending === null ? 0 : Math.max(0, this.#pending.length - 3)
    const end = endOfHead(all, searchFrom)
    if (this.#headBytes + (end < 0 ? all.length : end) > LIMITS.headerBytes) {
      return this.#break(`sent more than ${LIMITS.headerBytes / 1024} KiB of headers`)
    }
    if (end < 0) {
      this.#keepPending(all)
      return null
    }
    this.#pending = null
    this.#headBytes += end
    this.#takeHead(all.toString('latin1', 0, end))
    return end < all.length ? all.subarray(end) : null
  }

  #takeHead(head: string): void {
    const firstEnd = head.indexOf('\n')
    const status = /^HTTP\/(1\.\d) (\d{3})(?: (.*))?$/.exec(withoutCr(head.slice(0, firstEnd)))
    if (status === null) {
      this.#break(`began its answer with ${quote(head.slice(0, firstEnd))}, which is not a status line`)
      return
    }
    const headers = this.#parseFields(head, firstEnd + 1)
    if (headers === null) return
    const code = Number(status[2])
    if (code < 100) {
      this.#break(`answered with the status ${status[2]}, which does not exist`)
      return
    }
    // Interim responses (100 Continue, 103 Early Hints) announce the one to come. 101 ends HTTP, and is the last.
    if (code < 200 && code !== 101) return
    this.response = {
      status: code,
      statusText: status[3] ?? '',
      httpVersion: status[1] as string,
      headers,
      trailers: [],
    }
    this.#chooseFraming(this.response)
  }

  /** How long the body is (RFC 9112, 6.3). */
  #chooseFraming({ status, httpVersion, headers }: ResponseHead): void {
    let encoding: string | null = null
    let length: string | null = null
    let close = httpVersion === '1.0'
    for (const [name, value] of headers) {
      switch (name.length) {
        case 10:
          if (name.toLowerCase() === 'connection') {
            const options = value.toLowerCase()
            if (/(?:^|[,\s])close(?:$|[,\s])/.test(options)) close = true
            else if (httpVersion === '1.0' && /(?:^|[,\s])keep-alive(?:$|[,\s])/.test(options)) close = false
          }
          break
        case 14:
          if (name.toLowerCase() === 'content-length') length = length === null ? value : `${length},${value}`
          break
        case 17:
          if (name.toLowerCase() === 'transfer-encoding') encoding = encoding === null ? value : `${encoding},${value}`
          break
      }
    }
    this.reusable = !close && status !== 101
    if (this.#method === 'HEAD' || status === 204 || status === 304 || status === 101) {
      this.#phase = 'done'
      return
    }
    const codings = encoding
      ?.toLowerCase()
      .split(',')
      .map(trimBlanks)
      .filter((coding) => coding !== '' && coding !== 'identity')
    if (codings !== undefined && codings.length > 0) {
      // A length beside it, or HTTP/1.0, may mean that two parties disagree where the response ends.
      if (length !== null || httpVersion === '1.0') this.reusable = false
      if (codings.at(-1) === 'chunked') this.#phase = 'chunk-size'
      else this.#untilClose()
      return
    }
    if (length === null) {
      this.#untilClose()
      return
    }
    const size = parseLength(length)
    if (size === null) {
      this.#break(`sent the Content-Length ${quote(length)}, from which no length can be told`)
      return
    }
    this.#remaining = size
    this.#phase = size === 0 ? 'done' : 'sized'
  }

  #untilClose(): void {
    this.#phase = 'until-close'
    this.reusable = false
  }

  #readSized(bytes: Buffer): Buffer | null {
    const rest = this.#takeRemaining(bytes)
    if (this.#remaining === 0 && !this.done) this.#phase = 'done'
    return rest
  }

  #readChunkData(bytes: Buffer): Buffer | null {
    const rest = this.#takeRemaining(bytes)
    if (this.#remaining === 0 && !this.done) this.#phase = 'chunk-end'
    return rest
  }

  #takeRemaining(bytes: Buffer): Buffer | null {
    if (bytes.length <= this.#remaining) {
      this.#remaining -= bytes.length
      this.#keep(bytes)
      return null
    }
    const size = this.#remaining
    this.#remaining = 0
    this.#keep(bytes.subarray(0, size))
    return bytes.subarray(size)
  }

  #keep(bytes: Buffer): void {
    this.#body.add(bytes)
    if (!this.#body.overflow) return
    this.#phase = 'done'
    this.reusable = false
  }

  #readChunkSize(bytes: Buffer): Buffer | null {
    const line = this.#takeLine(bytes, 'sent a chunk size longer than a line may be')
    if (line === null) return null
    const size = /^([0-9a-f]{1,13})[\t ]*(?:;.*)?$/i.exec(line.text)
    if (size === null) return this.#break(`sent ${quote(line.text)} where the size of a chunk should be`)
    this.#remaining = Number.parseInt(size[1] as string, 16)
    this.#phase = this.#remaining === 0 ? 'trailers' : 'chunk-data'
    return line.rest
  }

  #readChunkEnd(bytes: Buffer): Buffer | null {
    const line = this.#takeLine(bytes, 'sent a chunk that is longer than its size')
    if (line === null) return null
    if (line.text !== '') return this.#break('sent a chunk that is longer than its size')
    this.#phase = 'chunk-size'
    return line.rest
  }

  #readTrailers(bytes: Buffer): Buffer | null {
    const all = this.#withPending(bytes)
    const end = endOfTrailers(all)
    if (this.#headBytes + (end < 0 ? all.length : end) > LIMITS.headerBytes) {
      return this.#break(`sent more than ${LIMITS.headerBytes / 1024} KiB of headers and trailers`)
    }
    if (end < 0) {
      this.#keepPending(all)
      return null
    }
    this.#pending = null
    const trailers = this.#parseFields(all.toString('latin1', 0, end), 0)
    if (trailers === null) return null
    this.response?.trailers.push(...trailers)
    this.#phase = 'done'
    return end < all.length ? all.subarray(end) : null
  }

  /** The next line, without its end; null if it has not ended yet, or is too long. */
  #takeLine(bytes: Buffer, tooLong: string): { text: string; rest: Buffer } | null {
    const all = this.#withPending(bytes)
    const end = all.indexOf(LF)
    if ((end < 0 ? all.length : end) > LINE_LIMIT) {
      this.#break(tooLong)
      return null
    }
    if (end < 0) {
      this.#keepPending(all)
      return null
    }
    this.#pending = null
    return { text: withoutCr(all.toString('latin1', 0, end)), rest: all.subarray(end + 1) }
  }

  #withPending(bytes: Buffer): Buffer {
    return this.#pending === null ? bytes : Buffer.concat([this.#pending, bytes])
  }

  /** A copy, unless it is one already: the bytes were read into a buffer that is used again. */
  #keepPending(all: Buffer): void {
    this.#pending = this.#pending === null ? Buffer.from(all) : all
  }

  #parseFields(text: string, start: number): [string, string][] | null {
    const pairs: [string, string][] = []
    for (let at = start; at < text.length; ) {
      let end = text.indexOf('\n', at)
      if (end < 0) end = text.length
      const lineEnd = end > at && text.charCodeAt(end - 1) === CR ? end - 1 : end
      if (lineEnd === at) break
      const first = text.charCodeAt(at)
      if (first === 32 || first === 9) {
        const last = pairs.at(-1)
        if (last === undefined) return this.#break('sent a first header line that begins with a space')
        pairs[pairs.length - 1] = [last[0], trimBlanks(`${last[1]} ${trimBlanks(text.slice(at, lineEnd))}`)]
      } else {
        const colon = text.indexOf(':', at)
        if (colon < 0 || colon >= lineEnd) {
          return this.#break(`sent the header line ${quote(text.slice(at, lineEnd))}, which has no colon`)
        }
        const name = trimBlanks(text.slice(at, colon))
        if (name === '') return this.#break(`sent the header line ${quote(text.slice(at, lineEnd))}, which has no name`)
        pairs.push([name, trimBlanks(text.slice(colon + 1, lineEnd))])
      }
      at = end + 1
    }
    if (hasForbidden(text)) return this.#break('sent a NUL or a lone carriage return among its headers')
    return pairs
  }

  #break(problem: string): null {
    this.problem = problem
    this.#phase = 'broken'
    this.#pending = null
    this.reusable = false
    return null
  }
}

/** Index after the empty line that ends a head; -1 if it has not come yet. */
function endOfHead(bytes: Buffer, from: number): number {
  for (let at = bytes.indexOf(LF, from); at >= 0; at = bytes.indexOf(LF, at + 1)) {
    if (bytes[at + 1] === LF) return at + 2
    if (bytes[at + 1] === CR && bytes[at + 2] === LF) return at + 3
  }
  return -1
}

/** The same for trailers, which may be none: then the empty line comes at once. */
function endOfTrailers(bytes: Buffer): number {
  if (bytes[0] === LF) return 1
  if (bytes[0] === CR && bytes[1] === LF) return 2
  return endOfHead(bytes, 0)
}

function looksLikeHttp(bytes: Buffer): boolean {
  const start = 'HTTP/1.'
  for (let index = 0; index < start.length && index < bytes.length; index++) {
    if (bytes[index] !== start.charCodeAt(index)) return false
  }
  return true
}

function describeNotHttp(bytes: Buffer): string {
  // A TLS record: handshake or alert, version 3.
  if ((bytes[0] === 0x15 || bytes[0] === 0x16) && (bytes.length < 2 || bytes[1] === 3)) {
    return 'answered in TLS. Write https:// instead of http://'
  }
  return `answered with something that is not HTTP/1: ${quote(bytes.toString('latin1', 0, 40))}`
}

/** One length, which may be said several times over; null if that is not so. */
function parseLength(value: string): number | null {
  if (LENGTH.test(value)) return Number(value)
  const lengths = new Set(value.split(',').map(trimBlanks))
  const [only] = lengths
  if (lengths.size !== 1 || only === undefined || !LENGTH.test(only)) return null
  return Number(only)
}

function hasForbidden(text: string): boolean {
  if (text.includes('\0')) return true
  for (let at = text.indexOf('\r'); at >= 0; at = text.indexOf('\r', at + 1)) {
    if (text.charCodeAt(at + 1) !== LF) return true
  }
  return false
}

function withoutCr(line: string): string {
  return line.endsWith('\r') ? line.slice(0, -1) : line
}

function quote(text: string): string {
  return JSON.stringify(text.length > 60 ? `${text.slice(0, 60)}…` : text)
}
