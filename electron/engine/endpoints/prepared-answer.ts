import { STATUS_CODES } from 'node:http'
import { AppError } from '../../../shared/contract/errors.ts'
import type { EndpointAnswer } from '../../../shared/endpoint/endpoint.ts'
import type { HeaderPairs } from '../../../shared/http/header-pairs.ts'

/** An answer as it is sent, made once when the endpoint changes. */
export interface PreparedAnswer {
  readonly status: number
  readonly statusText: string
  readonly headers: HeaderPairs
  /** Flat, with Content-Length, as `writeHead` takes it. */
  readonly flatHeaders: string[]
  readonly body: Buffer
  /** A short body as latin1: with a string Node sends head and body in one write, with a buffer in two. */
  readonly bodyText: string | null
  /** What HEAD is answered with: empty, and this answer's own. */
  readonly noBody: Buffer
  readonly delayMs: number
}

const TEXT_BYTES = 16 * 1024

/** The connection is the receiver's: these would break it, or lie. */
const OURS = new Set(['content-length', 'transfer-encoding', 'connection', 'keep-alive', 'upgrade', 'trailer', 'date'])
const TOKEN = /^[!#$%&'*+.^_`|~0-9A-Za-z-]+$/
// biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what a value may not have.
const BAD_VALUE = /[\x00-\x08\x0a-\x1f\x7f]|[^\x00-\xff]/

/** Checks an answer and makes its bytes. Throws `AppError` naming the header at fault. */
export function prepareAnswer(answer: EndpointAnswer): PreparedAnswer {
  for (const [name, value] of answer.headers) {
    if (!TOKEN.test(name)) throw invalid(`"${name}" is not a header name. Use letters, digits and -.`)
    if (OURS.has(name.toLowerCase())) throw invalid(`${name} is set by Hookbench itself. Remove it from the answer.`)
    if (BAD_VALUE.test(value)) throw invalid(`The value of ${name} has a character that a header cannot carry.`)
  }
  const body =
    answer.body.kind === 'text' ? Buffer.from(answer.body.text, 'utf8') : Buffer.from(answer.body.base64, 'base64')
  const mayHaveBody = answer.status !== 204 && answer.status !== 304
  const sent = mayHaveBody ? body : Buffer.alloc(0)
  const headers: HeaderPairs = mayHaveBody
    ? [...answer.headers, ['Content-Length', String(sent.length)]]
    : answer.headers
  return {
    status: answer.status,
    statusText: STATUS_CODES[answer.status] ?? '',
    headers,
    flatHeaders: headers.flat(),
    body: sent,
    bodyText: sent.length <= TEXT_BYTES ? sent.toString('latin1') : null,
    noBody: Buffer.alloc(0),
    delayMs: answer.delayMs,
  }
}

function invalid(message: string): AppError {
  return new AppError('invalid-input', message)
}
