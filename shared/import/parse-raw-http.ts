import { AppError } from '../contract/errors.ts'
import { headerText } from '../http/header-text.ts'
import { bytesFromLatin1 } from '../http/latin1.ts'
import type { ImportedRequest } from './imported-request.ts'

/** Of a request line and headers, and of blank lines behind a request. */
const MOST_HEAD = 1024 * 1024
const REQUEST_LINE = /^([!#$%&'*+.^_`|~\w-]+) (\S+) HTTP\/(1\.[01]|[23](?:\.0)?)$/

/** Whether bytes (latin1) begin as a request does. */
export function looksLikeRawHttp(source: string): boolean {
  return REQUEST_LINE.test(source.slice(0, 70_000).split(/\r?\n/, 1)[0] ?? '')
}

/**
 * Requests one after the other, as a connection or a file has them: each ends where its Content-Length or its last chunk says,
 * else where another begins behind a blank line. Throws `AppError` with the line.
 */
export function parseRawMessages(source: string): Array<{ readonly line: number; readonly request: ImportedRequest }> {
  const found: Array<{ line: number; request: ImportedRequest }> = []
  let line = 1
  for (let at = 0; at < source.length; ) {
    const end = endOfMessage(source, at)
    const message = source.slice(at, end)
    found.push({ line, request: parseOne(message, line) })
    const blank = /^[\r\n]*/.exec(source.slice(end, end + MOST_HEAD))?.[0] ?? ''
    line += newlinesIn(message) + newlinesIn(blank)
    at = end + blank.length
  }
  return found
}

function newlinesIn(text: string): number {
  let count = 0
  for (let at = text.indexOf('\n'); at !== -1; at = text.indexOf('\n', at + 1)) count++
  return count
}

const NEXT_MESSAGE = /\r?\n\r?\n(?=[!#$%&'*+.^_`|~\w-]+ \S+ HTTP\/(?:1\.[01]|[23](?:\.0)?)\r?\n)/g

function endOfMessage(source: string, from: number): number {
  const head = /\r?\n\r?\n/g
  head.lastIndex = from
  const found = head.exec(source)
  if (found === null) return source.length
  const bodyAt = found.index + found[0].length
  const lines = source.slice(from, found.index)
  if (/^transfer-encoding:.*chunked/im.test(lines)) {
    const last = /(?:^|\n)0+(?:;[^\r\n]*)?\r?\n(?:[^\r\n]+\r?\n)*\r?\n/g
    last.lastIndex = bodyAt - 1
    const chunk = last.exec(source)
    return chunk === null ? source.length : chunk.index + chunk[0].length
  }
  const length = /^content-length:[ \t]*(\d+)[ \t]*\r?$/im.exec(lines)?.[1]
  if (length !== undefined) return Math.min(source.length, bodyAt + Number(length))
  NEXT_MESSAGE.lastIndex = found.index
  const next = NEXT_MESSAGE.exec(source)
  return next === null ? source.length : next.index + next[0].length
}

/** A request as HTTP/1 writes it; latin1, one character a byte. Lines may end in LF. Throws `AppError` with the line. */
export function parseRawHttp(source: string): ImportedRequest {
  return parseOne(source, 1)
}

function parseOne(source: string, firstLine: number): ImportedRequest {
  const end = /\r?\n\r?\n/.exec(source)
  const [first = '', ...lines] = (end === null ? source : source.slice(0, end.index)).split(/\r?\n/)
  const [, method, target, httpVersion] = REQUEST_LINE.exec(first) ?? []
  if (method === undefined || target === undefined) {
    throw new AppError('invalid-input', `At line ${firstLine}: expected "POST /path HTTP/1.1", found ${shown(first)}.`)
  }
  const headers: Array<[name: string, value: string]> = []
  for (const [index, line] of lines.entries()) {
    const last = headers.at(-1)
    if (line === '') continue
    if (/^[ \t]/.test(line) && last !== undefined) {
      // Folded, as old senders do it (RFC 9112, 5.2).
      last[1] = `${last[1]} ${line.trim()}`.trim()
      continue
    }
    const [, name, value] = /^([!#$%&'*+.^_`|~\w-]+):[ \t]*(.*?)[ \t]*$/s.exec(line) ?? []
    if (name === undefined || value === undefined) {
      throw new AppError(
        'invalid-input',
        `At line ${firstLine + index + 1}: expected "Name: value", found ${shown(line)}.`,
      )
    }
    headers.push([name, value])
  }
  const request = {
    method,
    target,
    httpVersion: httpVersion === '1.0' ? ('1.0' as const) : ('1.1' as const),
    headers,
    neededFiles: [],
  }
  const rest = end === null ? '' : source.slice(end.index + end[0].length)
  const length = headers.find(([name]) => name.toLowerCase() === 'content-length')?.[1]
  const stated = length !== undefined && /^\d+$/.test(length) ? Number(length) : null
  const isChunked = headers.some(([name, value]) => /^transfer-encoding$/i.test(name) && /\bchunked$/i.test(value))
  const warnings = versionWarnings(httpVersion)
  if (isChunked) return { ...request, ...chunkedBody(rest, stated, warnings) }
  if (stated !== null && stated > rest.length) {
    warnings.push(`Content-Length says ${stated} bytes, and the body has ${rest.length}.`)
  }
  if (stated !== null && stated < rest.length) {
    warnings.push(`What follows the ${stated} bytes that Content-Length says was left out.`)
  }
  return { ...request, body: bytesFromLatin1(stated === null ? rest : rest.slice(0, stated)), warnings }
}

function versionWarnings(version: string | undefined): string[] {
  return version?.startsWith('1.') ? [] : [`HTTP/${version} is kept as HTTP/1.1.`]
}

/** Chunks count before a length (RFC 9112, 6.3). */
function chunkedBody(
  rest: string,
  stated: number | null,
  warnings: string[],
): Pick<ImportedRequest, 'body' | 'warnings'> {
  if (stated !== null) warnings.push('It has both Content-Length and Transfer-Encoding; its chunks were read.')
  const whole = dechunked(rest)
  if (whole === null) warnings.push('Its body is not in whole chunks as Transfer-Encoding says; it was kept as it is.')
  return { body: bytesFromLatin1(whole ?? rest), warnings }
}

function shown(line: string): string {
  return JSON.stringify(headerText(line.slice(0, 60)))
}

/** What a chunked body holds; null: it is not written in chunks. */
function dechunked(body: string): string | null {
  const pieces: string[] = []
  for (let at = 0; ; ) {
    const [line, size] =
      /^([0-9a-fA-F]{1,8})[ \t]*(?:;[^\r\n]*)?\r?\n/.exec(body.slice(at, at + 4096))?.slice(0, 2) ?? []
    if (line === undefined || size === undefined) return null
    const length = Number.parseInt(size, 16)
    at += line.length
    if (length === 0) return pieces.join('')
    if (at + length > body.length) return null
    pieces.push(body.slice(at, at + length))
    at += length + (/^\r?\n/.exec(body.slice(at + length, at + length + 2))?.[0].length ?? 0)
  }
}
