import { AppError } from '../contract/errors.ts'
import type { HeaderPair } from '../http/header-pairs.ts'
import { headerFromText } from '../http/header-text.ts'
import { bytesFromLatin1 } from '../http/latin1.ts'
import { curlUrl } from './curl/curl-url.ts'
import type { ImportedRequest } from './imported-request.ts'
import { attempt, type RequestFaults } from './request-faults.ts'
import { TextPlaces } from './shell/text-places.ts'

const FETCH = /(?:^|[;\n])[ \t]*(?:await[ \t]+)?fetch\([ \t]*/g

/** Whether a text begins as what browsers copy as fetch. */
export function looksLikeFetch(text: string): boolean {
  return /^\s*(?:await\s+)?fetch\(\s*["'`]/.test(text)
}

/**
 * The requests of what browsers copy as fetch, for pages or for Node: calls with a URL and options that are JSON. It is read as
 * such and never run. `faults` takes what is wrong with single calls; without it the first is thrown, an `AppError` with the
 * line.
 */
export function parseFetchCalls(
  text: string,
  faults: RequestFaults | null = null,
): Array<{ readonly line: number; readonly request: ImportedRequest }> {
  const places = new TextPlaces(text)
  const found: Array<{ line: number; request: ImportedRequest }> = []
  FETCH.lastIndex = 0
  for (let call = FETCH.exec(text); call !== null && !faults?.isFull; call = FETCH.exec(text)) {
    const at = call.index + call[0].length
    const line = places.lineOf(at)
    const read = attempt(
      faults,
      () => line,
      () => {
        const { url, options, end } = argumentsAt(text, at, places)
        return { end, request: requestOf(url, options) }
      },
    )
    if (read !== null) found.push({ line, request: read.request })
    FETCH.lastIndex = read?.end ?? nextCall(text, at)
  }
  return found
}

/** Behind a call that cannot be read: its brackets are not known to match. */
function nextCall(text: string, from: number): number {
  const next = /\n[ \t]*(?:await[ \t]+)?fetch\(/g
  next.lastIndex = from
  return next.exec(text)?.index ?? text.length
}

interface FetchOptions {
  readonly method?: unknown
  readonly headers?: unknown
  readonly body?: unknown
  readonly referrer?: unknown
}

function argumentsAt(
  text: string,
  at: number,
  places: TextPlaces,
): { url: string; options: FetchOptions; end: number } {
  const url = /^"(?:[^"\\\n]|\\.)*"/.exec(text.slice(at, at + 100_000))?.[0]
  const close = url === undefined ? -1 : at + url.length
  const between = /^\s*,\s*(?=\{)/.exec(text.slice(close, close + 200))?.[0]
  try {
    if (url === undefined) throw new SyntaxError('no URL')
    if (between === undefined) return { url: JSON.parse(url) as string, options: {}, end: close }
    const end = endOfObject(text, close + between.length)
    const options = JSON.parse(text.slice(close + between.length, end)) as FetchOptions
    return { url: JSON.parse(url) as string, options, end }
  } catch {
    throw new AppError(
      'invalid-input',
      `At ${places.of(at)}: only fetch calls as browsers copy them can be read, whose options are JSON. Choose "Copy as cURL" there instead.`,
    )
  }
}

/** Behind the bracket that closes it. */
function endOfObject(text: string, from: number): number {
  const token = /"[^"\\]*(?:\\.[^"\\]*)*"|[{}]/g
  token.lastIndex = from
  let depth = 0
  for (let found = token.exec(text); found !== null; found = token.exec(text)) {
    if (found[0] === '{') depth++
    if (found[0] === '}') depth--
    if (depth === 0) return token.lastIndex
  }
  return text.length
}

function requestOf(url: string, { method, headers, body, referrer }: FetchOptions): ImportedRequest {
  const { authority, target } = curlUrl(headerFromText(url), { defaultScheme: 'https', isPathAsIs: true })
  const bytes = bytesFromLatin1(typeof body === 'string' ? headerFromText(body) : '')
  const given = Object.entries(typeof headers === 'object' && headers !== null ? headers : {})
  const sent: HeaderPair[] = given.flatMap(([name, value]) =>
    // HTTP/2 has these in the place of the request line.
    typeof value === 'string' && !name.startsWith(':')
      ? [[headerFromText(name), headerFromText(value.replace(/[\r\n\0]+/g, ' '))] as const]
      : [],
  )
  const names = new Set(sent.map(([name]) => name.toLowerCase()))
  return {
    method: typeof method === 'string' && /^[!#$%&'*+.^_`|~\w-]+$/.test(method) ? method : 'GET',
    target,
    httpVersion: '1.1',
    headers: [
      ...(names.has('host') ? [] : [['Host', authority] as const]),
      ...sent,
      ...(typeof referrer === 'string' && /^https?:/.test(referrer) && !names.has('referer')
        ? [['Referer', headerFromText(referrer)] as const]
        : []),
      ...(bytes.length > 0 && !names.has('content-length') ? [['Content-Length', String(bytes.length)] as const] : []),
    ],
    body: bytes,
    neededFiles: [],
    warnings: names.has('user-agent')
      ? []
      : ['A browser adds headers to fetch that are not in it, such as User-Agent and Cookie; "Copy as cURL" has them.'],
  }
}
