import { bodyKind, SNIFFED_BYTES } from '../body/body-kind.ts'
import { contentEncoding } from '../http/content-encoding.ts'
import { parseContentType } from '../http/content-type.ts'
import { headerValue } from '../http/header-pairs.ts'
import type { ExportedCapture } from './exported-capture.ts'

const EXTENSIONS: Readonly<Record<string, string>> = {
  json: 'json',
  ndjson: 'ndjson',
  xml: 'xml',
  html: 'html',
  text: 'txt',
  form: 'txt',
  multipart: 'multipart',
}

/**
 * The name of a body's file. Made of what Hookbench made, never of what a sender did, so that it leads nowhere else; with
 * the id in it, so that it is there once.
 */
export function bodyFileName(capture: ExportedCapture): string {
  const time = new Date(capture.receivedAt).toISOString().replace(/[:.]/g, '-')
  const slug = (capture.endpoint ?? 'capture').replace(/[^a-z0-9-]/g, '')
  const type = parseContentType(headerValue(capture.headers, 'content-type'))
  const kind =
    contentEncoding(capture.headers) !== null
      ? 'binary'
      : bodyKind(type, capture.body.subarray(0, SNIFFED_BYTES), capture.body.length)
  return `${time}_${slug}_${capture.id}.${EXTENSIONS[kind] ?? 'bin'}`
}
