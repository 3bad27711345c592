import { STATUS_CODES } from 'node:http'
import type { HeaderPairs } from '../../../shared/http/header-pairs.ts'
import type { HandshakeAnswer } from '../../../shared/signature/handshake/handshake.ts'
import type { Refusal } from './access-check.ts'

/** An answer that is the receiver's own rather than an endpoint's. */
export interface OwnAnswer {
  readonly status: number
  readonly headers: HeaderPairs
  readonly body: Buffer
}

/** A short JSON answer that says what is wrong; it closes the connection. */
function ownAnswer(status: number, message: string, extra: HeaderPairs = []): OwnAnswer {
  const body = Buffer.from(JSON.stringify({ error: message }))
  return {
    status,
    headers: [
      ['Content-Type', 'application/json'],
      ['Content-Length', String(body.length)],
      ['Connection', 'close'],
      ...extra,
    ],
    body,
  }
}

export const TOO_LARGE = ownAnswer(413, 'The body is larger than Hookbench keeps. Its beginning was kept.')
export const NOT_KEPT = ownAnswer(503, 'Hookbench cannot keep this now. Please try again.', [['Retry-After', '5']])
export const NO_ROOM = ownAnswer(503, 'Too many large bodies at once. Please try again.', [['Retry-After', '30']])
export const NOT_IMPLEMENTED = ownAnswer(
  501,
  'Hookbench receives webhooks; it does not switch protocols or open tunnels.',
)
export const TIMED_OUT = ownAnswer(408, 'The request took too long to arrive.')
export const BAD_REQUEST = ownAnswer(400, 'This is not HTTP as the parser understands it.')
export const HEADERS_TOO_LARGE = ownAnswer(431, 'The headers are larger than 64 KiB.')

/** What was wrong is not told: whoever is kept out learns nothing from it. */
const FORBIDDEN = ownAnswer(403, 'This endpoint does not accept this request.')
const UNAUTHORIZED = ownAnswer(401, 'This endpoint asks for a user name and a password.', [
  ['WWW-Authenticate', 'Basic realm="webhooks", charset="UTF-8"'],
])

export function refusedAnswer({ status }: Refusal): OwnAnswer {
  return status === 401 ? UNAUTHORIZED : FORBIDDEN
}

/** An answer to a handshake, whole. The connection may stay: it is nobody's fault. */
export function handshakeAnswer({ status, headers, body }: HandshakeAnswer): OwnAnswer {
  const bytes = Buffer.from(body, 'utf8')
  const length = status === 204 ? [] : [['Content-Length', String(bytes.length)] as const]
  return { status, headers: [...headers, ...length], body: bytes }
}

/** The bytes of an answer, for a socket that no response object belongs to. */
export function answerBytes(answer: OwnAnswer): Buffer {
  const head = answer.headers.map(([name, value]) => `${name}: ${value}\r\n`).join('')
  return Buffer.concat([
    Buffer.from(`HTTP/1.1 ${answer.status} ${STATUS_CODES[answer.status] ?? ''}\r\n${head}\r\n`, 'latin1'),
    answer.body,
  ])
}
