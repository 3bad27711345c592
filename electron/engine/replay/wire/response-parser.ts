import { trimBlanks } from '../../../../shared/http/trim-blanks.ts'
import { LIMITS } from '../../../../shared/limits.ts'
import { ByteCollector } from './byte-collector.ts'
import {
  describeNotHttp,
  endOfHead,
  endOfTrailers,
  looksLikeHttp,
  parseLength,
  quote,
  readFields,
  readHead,
  withoutCr,
} from './response-head.ts'
import type { ResponseHead } from './wire-types.ts'

const LF = 10
const LINE_LIMIT = 4096

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

  #takeHead(text: string): void {
    const { value: head, problem } = readHead(text)
    if (head === null) {
      this.#break(problem)
      return
    }
    // Interim responses (100 Continue, 103 Early Hints) announce the one to come. 101 ends HTTP, and is the last.
    if (head.status < 200 && head.status !== 101) return
    this.response = head
    this.#chooseFraming(head)
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
    const { value: trailers, problem } = readFields(all.toString('latin1', 0, end), 0)
    if (trailers === null) return this.#break(problem)
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

  #break(problem: string): null {
    this.problem = problem
    this.#phase = 'broken'
    this.#pending = null
    this.reusable = false
    return null
  }
}
