import { assertNever } from '../assert-never.ts'
import { AppError } from '../contract/errors.ts'
import { headerValue } from '../http/header-pairs.ts'
import { bytesFromLatin1 } from '../http/latin1.ts'
import type { ImportedRequest } from './imported-request.ts'
import { isRequestLine } from './raw-http-head.ts'
import { behindMessage, type RawMessage, rawMessages } from './raw-http-message.ts'
import type { RequestFaults } from './request-faults.ts'

/** Whether bytes (latin1) begin as a request does. */
export function looksLikeRawHttp(source: string): boolean {
  return isRequestLine(source)
}

/**
 * Requests one after the other, as a connection or a file has them: each ends where its Content-Length or its last chunk says,
 * else where another begins behind a blank line. `faults` takes what is wrong with single requests; without it the first is
 * thrown, an `AppError` with the line.
 */
export function parseRawMessages(
  source: string,
  faults: RequestFaults | null = null,
): Array<{ readonly line: number; readonly request: ImportedRequest }> {
  return Array.from(rawMessages(source, faults), (message) => ({
    line: message.line,
    request: requestOf(source, message),
  }))
}

/** What parts requests of a `.http` file, or gives names to values there. */
const PARTS = /^###|^[ \t]*@[\w.-]+[ \t]*=/m

/**
 * Whether a text that begins as a raw request is a `.http` file all the same. What stands in a body whose length is known says
 * nothing: a Markdown text has lines of `###`, too.
 */
export function hasHttpFileParts(source: string): boolean {
  let read = 0
  try {
    for (const message of rawMessages(source)) {
      const isOpen = message.framing.kind === 'open'
      if (PARTS.test(isOpen ? source.slice(message.head.end, message.next) : behindMessage(source, message)))
        return true
      read = message.next
    }
    return false
  } catch (error) {
    if (!(error instanceof AppError)) throw error
    // Heads of such a file have comments, and values that are not filled in.
    return PARTS.test(source.slice(read))
  }
}

function requestOf(source: string, message: RawMessage): ImportedRequest {
  const { head } = message
  return {
    method: head.method,
    target: head.target,
    httpVersion: head.version === '1.0' ? '1.0' : '1.1',
    headers: head.headers,
    ...bodyOf(source, message),
    neededFiles: [],
    warnings: [...versionWarnings(head.version), ...framingWarnings(source, message)],
  }
}

function bodyOf(source: string, { head, framing, end }: RawMessage): Pick<ImportedRequest, 'body' | 'trailers'> {
  if (framing.kind === 'chunks') return { body: framing.chunks.body, trailers: framing.chunks.trailers }
  return { body: bytesFromLatin1(source.slice(head.end, end)) }
}

function versionWarnings(version: string): string[] {
  return version.startsWith('1.') ? [] : [`HTTP/${version} is kept as HTTP/1.1.`]
}

function framingWarnings(source: string, message: RawMessage): string[] {
  const { head, framing, end } = message
  const warnings: string[] = []
  const isLeft = behindMessage(source, message) !== ''
  switch (framing.kind) {
    case 'chunks':
      if (headerValue(head.headers, 'content-length') !== undefined)
        warnings.push('It has both Content-Length and Transfer-Encoding; its chunks were read.')
      if (isLeft) warnings.push('What follows its last chunk was left out.')
      return warnings
    case 'length': {
      const there = end - head.end
      if (framing.stated > there)
        warnings.push(`Content-Length says ${framing.stated} bytes, and the body has ${there}.`)
      if (isLeft) warnings.push(`What follows the ${framing.stated} bytes that Content-Length says was left out.`)
      return warnings
    }
    case 'open':
      return framing.isBroken
        ? ['Its body is not in whole chunks as Transfer-Encoding says; it was kept as it is.']
        : []
    default:
      return assertNever(framing)
  }
}
