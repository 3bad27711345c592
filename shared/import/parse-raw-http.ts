import { AppError } from '../contract/errors.ts'
import type { HeaderPair } from '../http/header-pairs.ts'
import { headerText } from '../http/header-text.ts'
import { bytesFromLatin1 } from '../http/latin1.ts'
import type { ImportedRequest } from './imported-request.ts'

/** Of a request line and headers. */
const MOST_HEAD = 1024 * 1024
const REQUEST_LINE = /^([!#$%&'*+.^_`|~\w-]+) (\S+) HTTP\/(1\.[01])$/

/** Whether bytes (latin1) begin as a request does. */
export function looksLikeRawHttp(source: string): boolean {
  return REQUEST_LINE.test(source.slice(0, 70_000).split(/\r?\n/, 1)[0] ?? '')
}

/** Requests that stand one behind the other, where each says how long it is. */
export function splitRawHttp(source: string): string[] {
  const requests: string[] = []
  for (let at = 0; ; ) {
    const end = /\r?\n\r?\n/.exec(source.slice(at, at + MOST_HEAD))
    const stated =
      end === null ? null : /^content-length:[ \t]*(\d{1,12})[ \t]*\r?$/im.exec(source.slice(at, at + end.index))
    const bodyAt = at + (end === null ? 0 : end.index + end[0].length)
    const next = stated === null || end === null ? null : bodyAt + Number(stated[1])
    const rest = next === null ? '' : source.slice(next, next + MOST_HEAD).replace(/^[\r\n]+/, '')
    if (next === null || !looksLikeRawHttp(rest)) return [...requests, source.slice(at)]
    requests.push(source.slice(at, next))
    at = next
    while (source[at] === '\r' || source[at] === '\n') at++
  }
}

/** A request as HTTP/1 writes it; latin1, one character a byte. Lines may end in LF. Throws `AppError` with the line. */
export function parseRawHttp(source: string): ImportedRequest {
  const end = /\r?\n\r?\n/.exec(source)
  const [first = '', ...lines] = (end === null ? source : source.slice(0, end.index)).split(/\r?\n/)
  const [, method, target, httpVersion] = REQUEST_LINE.exec(first) ?? []
  if (method === undefined || target === undefined) {
    throw new AppError('invalid-input', `At line 1: expected "POST /path HTTP/1.1", found ${shown(first)}.`)
  }
  const headers = lines.flatMap((line, index): HeaderPair[] => {
    if (line === '') return []
    const [, name, value] = /^([!#$%&'*+.^_`|~\w-]+):[ \t]*(.*?)[ \t]*$/s.exec(line) ?? []
    if (name !== undefined && value !== undefined) return [[name, value]]
    throw new AppError('invalid-input', `At line ${index + 2}: expected "Name: value", found ${shown(line)}.`)
  })
  const rest = end === null ? '' : source.slice(end.index + end[0].length)
  const length = headers.find(([name]) => name.toLowerCase() === 'content-length')?.[1]
  const stated = length !== undefined && /^\d+$/.test(length) ? Number(length) : null
  const warnings: string[] = []
  if (stated !== null && stated > rest.length) {
    warnings.push(`Content-Length says ${stated} bytes, and the body has ${rest.length}.`)
  }
  if (stated !== null && stated < rest.length) {
    warnings.push(`What follows the ${stated} bytes that Content-Length says was left out.`)
  }
  return {
    method,
    target,
    httpVersion: httpVersion === '1.0' ? '1.0' : '1.1',
    headers,
    body: bytesFromLatin1(stated === null ? rest : rest.slice(0, stated)),
    neededFiles: [],
    warnings,
  }
}

function shown(line: string): string {
  return JSON.stringify(headerText(line.slice(0, 60)))
}
