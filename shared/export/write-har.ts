import { parseContentType } from '../http/content-type.ts'
import { parseCookies, parseSetCookie } from '../http/cookies.ts'
import { type HeaderPairs, headerValue } from '../http/header-pairs.ts'
import { headerText } from '../http/header-text.ts'
import { parseQuery } from '../http/query.ts'
import type { ByteText } from './byte-text.ts'
import type { ExportPiece, ExportWriter } from './export-writer.ts'
import type { ExportedCapture, ExportedDelivery } from './exported-capture.ts'
import { harUrl, uriText } from './har-url.ts'
import { base64Pieces, goesAsText, jsonTextPieces } from './json-text.ts'
import { LINES_VERSION } from './ndjson-line.ts'

const NO_BODY = new Uint8Array()

/**
 * HTTP Archive 1.2. A capture is an entry with the answer that its sender got, a delivery an entry of its own behind it.
 * What HAR has no place for, and what it would change, is in `_hookbench`, so that nothing is lost on the way back.
 */
export function harWriter(text: ByteText, creator: { readonly name: string; readonly version: string }): ExportWriter {
  let isFirst = true
  function* entry(parts: EntryParts): Iterable<ExportPiece> {
    yield isFirst ? '\n' : ',\n'
    isFirst = false
    yield* entryPieces(parts, text)
  }
  return {
    begin: () => [`{"log":{"version":"1.2","creator":${JSON.stringify(creator)},"entries":[`],
    endpoint: () => [],
    capture: (capture) => entry(captureParts(capture)),
    delivery: (delivery, capture) => entry(deliveryParts(delivery, capture)),
    end: () => ['\n]}}\n'],
  }
}

interface EntryParts {
  readonly startedAt: number
  readonly timings: { readonly send: number; readonly wait: number; readonly receive: number }
  readonly method: string
  readonly url: string
  readonly target: string
  readonly httpVersion: string | null
  readonly requestHeaders: HeaderPairs
  readonly requestBody: Uint8Array
  readonly response: {
    readonly status: number
    readonly statusText: string
    readonly httpVersion: string | null
    readonly headers: HeaderPairs
    readonly body: Uint8Array
  }
  readonly comment: string | null
  readonly own: object
}

function captureParts(capture: ExportedCapture): EntryParts {
  const { answer, body, headers, found, ...rest } = capture
  const { content, ...answered } = answer
  return {
    startedAt: capture.receivedAt,
    timings: { send: 0, wait: (answer.afterUs ?? 0) / 1000, receive: 0 },
    method: capture.method ?? 'UNKNOWN',
    url: harUrl(capture.target, headers, capture.via !== null),
    target: capture.target ?? '',
    httpVersion: capture.httpVersion,
    requestHeaders: headers,
    requestBody: body,
    response: {
      status: answer.status ?? 0,
      statusText: '',
      httpVersion: capture.httpVersion,
      headers: content?.headers ?? [],
      body: content?.body ?? NO_BODY,
    },
    comment: capture.reason ?? answer.reason,
    own: {
      kind: 'capture',
      version: LINES_VERSION,
      ...rest,
      ...found,
      ...(isReadable(headers) ? {} : { headers }),
      answer: {
        ...answered,
        isKept: content !== null,
        ...(content !== null && !isReadable(content.headers) && { headers: content.headers }),
      },
    },
  }
}

function deliveryParts(delivery: ExportedDelivery, capture: ExportedCapture): EntryParts {
  const { kind, requestHeaders, requestBody, response, responseBody, ...rest } = delivery
  const { outcome } = delivery
  const { firstByte, total } = outcome.timings
  const target = delivery.url.replace(/^[a-z]+:\/\/[^/?#]*/i, '')
  return {
    startedAt: delivery.startedAt,
    timings: { send: 0, wait: firstByte ?? total, receive: firstByte === null ? 0 : Math.max(0, total - firstByte) },
    method: delivery.method,
    url: uriText(delivery.url),
    target,
    httpVersion: '1.1',
    requestHeaders,
    requestBody: requestBody ?? capture.body,
    response: {
      status: response?.status ?? 0,
      statusText: response?.statusText ?? '',
      httpVersion: response?.httpVersion ?? null,
      headers: response?.headers ?? [],
      body: responseBody,
    },
    comment: outcome.kind === 'failed' ? outcome.message : null,
    own: {
      kind: 'delivery',
      version: LINES_VERSION,
      how: kind,
      ...rest,
      ...(isReadable(requestHeaders) ? {} : { requestHeaders }),
      ...(requestBody === null && { isCapturedBody: true }),
      response: response && {
        httpVersion: response.httpVersion,
        statusText: response.statusText,
        trailers: response.trailers,
        ...(isReadable(response.headers) ? {} : { headers: response.headers }),
      },
    },
  }
}

function* entryPieces(parts: EntryParts, text: ByteText): Iterable<ExportPiece> {
  const { startedAt, timings, response, comment, own } = parts
  const start = {
    startedDateTime: new Date(startedAt).toISOString(),
    time: timings.send + timings.wait + timings.receive,
  }
  yield `${JSON.stringify(start).slice(0, -1)},"request":`
  yield* requestPieces(parts, text)
  yield ',"response":'
  yield* responsePieces(response, text)
  const end = { cache: {}, timings, ...(comment !== null && { comment }), _hookbench: own }
  yield `,${JSON.stringify(end).slice(1)}`
}

function* requestPieces(parts: EntryParts, text: ByteText): Iterable<ExportPiece> {
  const { method, url, target, httpVersion, requestHeaders: headers, requestBody: body } = parts
  const head = {
    method,
    url,
    httpVersion: `HTTP/${httpVersion ?? '1.1'}`,
    cookies: valuesOf(headers, 'cookie').flatMap((value) => parseCookies(value)),
    headers: named(headers),
    queryString: parseQuery(target).map(({ name, value }) => ({ name, value: value ?? '' })),
    headersSize: -1,
    bodySize: body.length,
  }
  yield JSON.stringify(head).slice(0, -1)
  if (body.length > 0) {
    const mimeType = headerValue(headers, 'content-type') ?? 'application/octet-stream'
    const isText = goesAsText(body, text)
    // HAR has only text here. Bytes that are none are where HTTP Toolkit puts them, too.
    yield isText ? `,"postData":{"mimeType":${JSON.stringify(headerText(mimeType))},"text":"` : ',"_content":{"text":"'
    yield* isText ? jsonTextPieces(body, text) : base64Pieces(body, text)
    yield isText ? '"}' : `","encoding":"base64","size":${body.length}}`
  }
  yield '}'
}

function* responsePieces(response: EntryParts['response'], text: ByteText): Iterable<ExportPiece> {
  const { status, statusText, httpVersion, headers, body } = response
  const head = {
    status,
    statusText: headerText(statusText),
    httpVersion: httpVersion === null ? 'HTTP/1.1' : `HTTP/${httpVersion}`,
    cookies: valuesOf(headers, 'set-cookie').map((value) => {
      const { name, value: cookie } = parseSetCookie(value)
      return { name, value: cookie }
    }),
    headers: named(headers),
    redirectURL: headerText(headerValue(headers, 'location') ?? ''),
    headersSize: -1,
    bodySize: body.length,
  }
  const mimeType = parseContentType(headerValue(headers, 'content-type')).mediaType
  yield `${JSON.stringify(head).slice(0, -1)},"content":{"size":${body.length},"mimeType":${JSON.stringify(headerText(mimeType))}`
  if (body.length > 0) {
    const isText = goesAsText(body, text)
    yield ',"text":"'
    yield* isText ? jsonTextPieces(body, text) : base64Pieces(body, text)
    yield isText ? '"' : '","encoding":"base64"'
  }
  yield '}}'
}

function named(headers: HeaderPairs): Array<{ name: string; value: string }> {
  return headers.map(([name, value]) => ({ name: headerText(name), value: headerText(value) }))
}

function valuesOf(headers: HeaderPairs, name: string): string[] {
  return headers.filter(([key]) => key.toLowerCase() === name).map(([, value]) => value)
}

/** Whether the headers stand in the entry as they came: what is not ASCII is shown as people meant it. */
function isReadable(headers: HeaderPairs): boolean {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: the whole of ASCII is meant, control characters too.
  return headers.every(([name, value]) => /^[\x00-\x7f]*$/.test(name) && /^[\x00-\x7f]*$/.test(value))
}
