import type { ByteText } from '../export/byte-text.ts'
import type { ExportedCapture, ExportedDelivery } from '../export/exported-capture.ts'
import { captureLine, deliveryLine, LINES_VERSION } from '../export/ndjson-line.ts'
import type { HeaderPair } from '../http/header-pairs.ts'
import { headerFromText } from '../http/header-text.ts'
import { decodedHeaders } from './decoded-headers.ts'
import { type HarEntry, harBody, harHeaders } from './har-entry.ts'
import type { ImportItem, ImportSource } from './import-item.ts'
import { captureOf, checked, checkedBody, deliveryOf, EntryError } from './read-line.ts'
import { NOBODY_WAITED } from './requested-capture.ts'

/**
 * An entry of a browser or proxy: its request as a capture, and its response as what came of sending it, since nobody
 * was answered that here. What HAR does not say (the spelling of the request, its trailers) is not made up.
 */
export function foreignEntry(entry: HarEntry, where: string, source: ImportSource): ImportItem[] {
  const scheme = /^([a-z][a-z0-9+.-]*):/i.exec(entry.request.url)?.[1]?.toLowerCase()
  if (scheme !== undefined && !/^(?:https?|wss?)$/.test(scheme)) {
    const message = `${scheme}: is nothing that is sent over HTTP, so it was left out.`
    return [{ kind: 'remark', where, message }]
  }
  const receivedAt = Date.parse(entry.startedDateTime)
  if (!(receivedAt >= 0))
    throw new EntryError(`startedDateTime: ${JSON.stringify(entry.startedDateTime.slice(0, 40))} is no time.`)
  const remarks: ImportItem[] = []
  const remark = (message: string): void => void remarks.push({ kind: 'remark', where, message })
  const capture = requestOf(entry, receivedAt, source, remark)
  const delivery = responseOf(entry, capture, source, remark)
  return [
    ...remarks,
    { kind: 'capture', where, capture },
    ...(delivery === null ? [] : [{ kind: 'delivery', where, delivery } as const]),
  ]
}

function requestOf(
  { request, comment }: HarEntry,
  receivedAt: number,
  { text, newId }: ImportSource,
  remark: (message: string) => void,
): ExportedCapture {
  const [, host, rest] = /^[a-z][a-z0-9+.-]*:\/\/([^/?#]*)([^#]*)/i.exec(request.url) ?? []
  if (host === undefined || rest === undefined || host.endsWith('@') || /^(?::\d*)?$/.test(host))
    throw new EntryError(`request.url: ${JSON.stringify(request.url.slice(0, 80))} is no whole URL.`)
  const body = sentBody(request, text, remark)
  const headers = sentHeaders(request.headers, body, 'request', remark)
  if (!headers.some(([name]) => name.toLowerCase() === 'host'))
    headers.unshift(['Host', headerFromText(host.replace(/^.*@/, ''))])
  const line = checked(captureLine, {
    kind: 'capture',
    version: LINES_VERSION,
    id: newId(),
    receivedAt,
    method: request.method,
    target: sentTarget(rest.startsWith('/') ? rest : `/${rest}`),
    httpVersion: versionOf(request.httpVersion),
    headers,
    note: comment.slice(0, 100_000),
    answer: { status: null, reason: NOBODY_WAITED },
  })
  return captureOf(line, body, text)
}

function sentBody(request: HarEntry['request'], text: ByteText, remark: (message: string) => void): Uint8Array {
  const body = harBody(request, text)
  const params = request.postData?.params ?? []
  if (body.length > 0 || params.length === 0) return body
  if (!/urlencoded/i.test(request.postData?.mimeType ?? '')) {
    remark('Its body is given as parameters, not as it was sent, so it was left out.')
    return body
  }
  remark('Its body was put together from its parameters; it may have been spelled in another way.')
  const form = params.map(({ name, value }) => `${formText(name)}=${formText(value ?? '')}`).join('&')
  return checkedBody(text.utf8(form))
}

/** Null where there was none: blocked, or never answered. */
function responseOf(
  entry: HarEntry,
  capture: ExportedCapture,
  { text, newId }: ImportSource,
  remark: (message: string) => void,
): ExportedDelivery | null {
  const { request, response } = entry
  if (!response?.status || response.status < 100) return null
  const responseBody = harBody(response, text)
  const total = Math.max(0, entry.time ?? 0)
  const firstByte = Math.max(0, total - Math.max(0, entry.timings?.receive ?? 0))
  const line = checked(deliveryLine, {
    kind: 'delivery',
    version: LINES_VERSION,
    id: newId(),
    captureId: capture.id,
    how: 'replay',
    startedAt: capture.receivedAt,
    url: request.url,
    method: request.method,
    edited: false,
    outcome: {
      kind: 'answered',
      status: response.status,
      bodySize: responseBody.length,
      bodyTruncated: false,
      timings: { dns: null, connect: null, tls: null, firstByte, total },
    },
    changes: [],
    requestHeaders: capture.headers,
    requestBodyBase64: null,
    response: {
      status: response.status,
      statusText: response.statusText.slice(0, 1000),
      httpVersion: versionOf(response.httpVersion) ?? '1.1',
      headers: sentHeaders(response.headers, responseBody, 'response', remark),
      trailers: [],
    },
    responseBodyBase64: null,
  })
  return deliveryOf(line, null, responseBody)
}

/** HTTP/2 has names of its own for what the first line says. */
function sentHeaders(
  given: HarEntry['request']['headers'],
  body: Uint8Array,
  whose: 'request' | 'response',
  remark: (message: string) => void,
): HeaderPair[] {
  const pairs = harHeaders(given).filter(([name]) => !name.startsWith(':'))
  const { headers, leftOut } = decodedHeaders(pairs, body)
  if (leftOut.length > 0) {
    const names = `${leftOut.join(' and ')} ${leftOut.length === 1 ? 'was' : 'were'}`
    remark(`Its ${whose} stands in the file as it was decoded, so ${names} left out of its headers.`)
  }
  return [...headers]
}

/** As it is spelled, right or wrong; only what no request line can hold is percent-encoded. */
function sentTarget(target: string): string {
  return target.replace(/[^!-~]+/g, (text) => encodeURIComponent(text.toWellFormed()))
}

/** `HTTP/1.1`, `h2`, `http/2.0` and the like. */
function versionOf(text: string): string | null {
  return /^(?:http\/|h)(\d(?:\.\d)?)$/i.exec(text.trim())?.[1] ?? null
}

function formText(text: string): string {
  return encodeURIComponent(text.toWellFormed()).replaceAll('%20', '+')
}
