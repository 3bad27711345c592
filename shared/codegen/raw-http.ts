import { AppError } from '../contract/errors.ts'
import { headerText } from '../http/header-text.ts'
import { latin1FromBytes } from '../http/latin1.ts'
import { bodyText, type SnippetRequest } from './snippet-request.ts'

/** The request as HTTP/1.1 writes it, latin1: one character a byte. A chunked body becomes one of a length. */
export function rawHttpBytes({ method, target, headers, body }: SnippetRequest): string {
  const isChunked = headers.some(([name]) => name.toLowerCase() === 'transfer-encoding')
  const lines = headers
    .filter(([name]) => !isChunked || !/^(transfer-encoding|content-length|trailer)$/i.test(name))
    .map(([name, value]) => `${name}: ${value}\r\n`)
  if (isChunked) lines.push(`Content-Length: ${body.length}\r\n`)
  return `${method} ${target} HTTP/1.1\r\n${lines.join('')}\r\n${latin1FromBytes(body)}`
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
