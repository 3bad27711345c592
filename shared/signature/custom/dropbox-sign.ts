import { contentTypeParam, parseContentType } from '../../http/content-type.ts'
import { headerFromText } from '../../http/header-text.ts'
import { parseMultipart } from '../../http/multipart.ts'
import { parseJson } from '../../parse-json.ts'
import { cannotSign } from '../cannot-sign.ts'
import type { SignatureCrypto } from '../crypto.ts'
import { jsonAt } from '../json-at.ts'
import { invalid, notCheckable } from '../outcome.ts'
import { replaceInBody } from '../replace-in-body.ts'
import type { RequestReader } from '../request-reader.ts'
import { judgeTimestamp, parseTimestamp } from '../timestamp.ts'
import { compareHmac } from './check-hmac.ts'
import type { CustomScheme } from './custom-scheme.ts'

const FROM = 'event.event_hash of the field json'

/** The event's time and type are signed, inside a field of a form; the rest is not covered. */
export const dropboxSign: CustomScheme = {
  check(input, place) {
    const { request, context, crypto } = input
    if (request.raw.bodyIncomplete === true) return notCheckable({ kind: 'body-incomplete' })
    const event = readEvent(request, crypto)
    if (event.hash === null || event.hash === '') return invalid({ kind: 'signature-missing', where: FROM })
    if (event.time === null || event.type === null) {
      return invalid({ kind: 'content-missing', what: 'event.event_time and event.event_type' })
    }
    const at = parseTimestamp(event.time, 's')
    return compareHmac(input, place, {
      from: FROM,
      value: event.hash,
      received: [event.hash],
      hash: 'sha256',
      encoding: 'hex',
      contents: [[headerFromText(event.time + event.type)]],
      timestamp:
        at === null
          ? null
          : judgeTimestamp(
              { from: 'event.event_time', text: event.time, at },
              { maxAgeSeconds: null, maxFutureSeconds: null },
              context,
            ),
    })
  },
  sign(request, key, _time, crypto) {
    const event = readEvent(request, crypto)
    if (event.time === null || event.type === null || event.hash === null || event.hash === '') {
      return cannotSign('The body has no field json with event_time, event_type and event_hash.')
    }
    const content = [headerFromText(event.time + event.type)]
    const signature = crypto.hmac('sha256', crypto.utf8(key.value), content, 'hex')
    const body = replaceInBody(request.raw.body, `"${event.hash}"`, `"${signature}"`)
    if (body === null) return cannotSign('The event_hash could not be found in the body to replace it.')
    return { kind: 'signed', headers: [], body, signedContent: content }
  },
}

function readEvent(request: RequestReader, crypto: SignatureCrypto) {
  const event = jsonAt(parseJson(jsonField(request, crypto)), '/event')
  const text = (name: string) => {
    const value = jsonAt(event, `/${name}`)
    return typeof value === 'string' || typeof value === 'number' ? String(value) : null
  }
  return { hash: text('event_hash'), time: text('event_time'), type: text('event_type') }
}

function jsonField(request: RequestReader, crypto: SignatureCrypto): string {
  const contentType = parseContentType(request.header('content-type') ?? undefined)
  if (contentType.mediaType === 'multipart/form-data') {
    const { parts } = parseMultipart(request.raw.body, contentTypeParam(contentType, 'boundary') ?? '')
    const part = parts.find(({ name }) => name === 'json')
    return part === undefined ? '' : crypto.text(request.raw.body.subarray(part.start, part.end))
  }
  if (request.isForm()) return request.form().find(({ name }) => name === 'json')?.value ?? ''
  return crypto.text(request.raw.body)
}
