import { AppError } from '../contract/errors.ts'
import type { HeaderPairs } from '../http/header-pairs.ts'
import { headerText } from '../http/header-text.ts'
import { latin1FromBytes } from '../http/latin1.ts'
import { isOldHttp } from './curl.ts'
import { bodyText, type SnippetRequest } from './snippet-request.ts'

/**
 * The request as HTTP/1 writes it, latin1: one character a byte. A chunked body becomes one of a length, unless trailers
 * follow it: these need a chunk before them.
 */
export function rawHttpBytes(request: SnippetRequest): string {
  const { method, target, headers, body, trailers = [] } = request
  const version = isOldHttp(request) ? '1.0' : '1.1'
  const isChunked = headers.some(([name]) => name.toLowerCase() === 'transfer-encoding')
  if (isChunked && trailers.length > 0) {
    const chunk = body.length === 0 ? '' : `${body.length.toString(16)}\r\n${latin1FromBytes(body)}\r\n`
    return `${method} ${target} HTTP/${version}\r\n${headerLines(headers)}\r\n${chunk}0\r\n${headerLines(trailers)}\r\n`
  }
  const kept = headers.filter(([name]) => !isChunked || !/^(transfer-encoding|content-length|trailer)$/i.test(name))
  if (isChunked) kept.push(['Content-Length', String(body.length)])
  return `${method} ${target} HTTP/${version}\r\n${headerLines(kept)}\r\n${latin1FromBytes(body)}`
}

function headerLines(headers: HeaderPairs): string {
  return headers.map(([name, value]) => `${name}: ${value}\r\n`).join('')
}

/** The same to be read. Throws `AppError` if the body is no text. */
export function rawHttpText(request: SnippetRequest): string {
  if (bodyText(request.body) === null && request.body.length > 0) {
    throw new AppError(
      'invalid-input',
      'The body is not text, or too long to paste. Write the request into a file: hookbench copy ID --as http > request.http',
    )
  }
  return headerText(rawHttpBytes(request))
}
