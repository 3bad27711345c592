import { headerText } from '../http/header-text.ts'
import { parseCurlCommands } from './curl/parse-curl.ts'
import { looksLikeHttpFile } from './http-file-request-line.ts'
import type { HttpFileSource } from './http-file-variables.ts'
import { looksLikeCurl, looksLikeInvoke, refuseInvoke } from './looks-like-commands.ts'
import { looksLikeFetch, parseFetchCalls } from './parse-fetch.ts'
import { type NamedRequest, parseHttpFile } from './parse-http-file.ts'
import { hasHttpFileParts, looksLikeRawHttp, parseRawMessages } from './parse-raw-http.ts'
import { refuseCsv } from './refuse-csv.ts'
import type { RequestFaults } from './request-faults.ts'
import type { ReadNamedFile } from './shell/shell-command.ts'

/** What a text of requests is. */
export type RequestsKind = 'curl' | 'fetch' | 'http-file' | 'raw-http'

export interface ReadRequests {
  readonly kind: RequestsKind
  readonly requests: ReadonlyArray<NamedRequest>
}

/**
 * Requests as people paste or keep them: curl commands, raw HTTP, `.http` and `.rest` files. `given` is latin1, one character a
 * byte. `faults` takes what is wrong with single requests; what is wrong with the whole, and without it the first of them, is
 * thrown: an `AppError` that names the place.
 */
export function readRequests(
  given: string,
  {
    fileName = '',
    readFile = () => null,
    faults = null,
    ...from
  }: HttpFileSource & { fileName?: string; readFile?: ReadNamedFile; faults?: RequestFaults | null },
): ReadRequests {
  const source = given.replace(/^\xef\xbb\xbf/, '')
  const kind = requestsKind(source, fileName)
  // Bytes are no text: to read a large body as one would take several times its size.
  if (kind === 'raw-http')
    return { kind, requests: parseRawMessages(source, faults).map((found) => ({ name: null, ...found })) }
  const text = headerText(source)
  switch (kind) {
    case 'http-file':
      return { kind: 'http-file', requests: parseHttpFile(text, from, readFile, faults) }
    case 'fetch':
      return { kind: 'fetch', requests: parseFetchCalls(text, faults).map((found) => ({ name: null, ...found })) }
    case 'curl':
      if (looksLikeInvoke(text)) refuseInvoke()
      refuseCsv(text.slice(0, LOOKED_AT))
      return {
        kind: 'curl',
        requests: parseCurlCommands(text, readFile, { faults, now: from.now }).map((found) => ({
          name: null,
          ...found,
        })),
      }
  }
}

/** By how it begins; `source` may be its beginning alone. */
export function requestsKind(source: string, fileName = ''): RequestsKind {
  const start = source.slice(0, LOOKED_AT)
  if (looksLikeRawHttp(source)) return hasHttpFileParts(source) ? 'http-file' : 'raw-http'
  if (looksLikeFetch(start)) return 'fetch'
  return /\.(?:http|rest)$/i.test(fileName) || looksLikeHttpFile(headerText(start)) ? 'http-file' : 'curl'
}

const LOOKED_AT = 200_000

/** Whether a text may be requests at all, rather than a file of captures. */
export function looksLikeRequests(given: string): boolean {
  const source = given.replace(/^\xef\xbb\xbf/, '')
  if (looksLikeRawHttp(source) || looksLikeHttpFile(headerText(source.slice(0, LOOKED_AT)))) return true
  return looksLikeCurl(source) || looksLikeFetch(source.slice(0, 1000)) || looksLikeInvoke(source)
}
