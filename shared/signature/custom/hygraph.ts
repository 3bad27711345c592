import { latin1FromBytes } from '../../http/latin1.ts'
import type { Content } from '../crypto.ts'
import { invalid, notCheckable } from '../outcome.ts'
import type { RequestReader } from '../request-reader.ts'
import { judgeTimestamp, parseTimestamp, writeTimestamp } from '../timestamp.ts'
import { compareHmac } from './check-hmac.ts'
import type { CustomScheme } from './custom-scheme.ts'

const HEADER = 'gcms-signature'
const FORMAT = /^sign=([^,\s]+), env=([^,]*), t=(\d{1,15})$/

/** Signs a JSON text that has the body as a string in it. */
export const hygraph: CustomScheme = {
  check(input, place) {
    const { request, context } = input
    const from = `header ${HEADER}`
    const value = request.header(HEADER)
    if (value === null) return invalid({ kind: 'signature-missing', where: from })
    const parts = FORMAT.exec(value.trim())
    if (parts === null) {
      return invalid({ kind: 'signature-malformed', where: from, value, why: 'It is not sign=…, env=…, t=….' })
    }
    if (request.raw.bodyIncomplete === true) return notCheckable({ kind: 'body-incomplete' })
    const [, signature = '', environment = '', text = ''] = parts
    const at = parseTimestamp(text, 'ms')
    return compareHmac(input, place, {
      from,
      value,
      received: [signature],
      hash: 'sha256',
      encoding: 'base64',
      contents: [envelope(request, environment, text)],
      timestamp:
        at === null
          ? null
          : judgeTimestamp(
              { from: `t of ${from}`, text, at },
              { maxAgeSeconds: null, maxFutureSeconds: null },
              context,
            ),
    })
  },
  sign(request, key, time, crypto) {
    const environment = FORMAT.exec(request.header(HEADER)?.trim() ?? '')?.[2] ?? 'master'
    const text = writeTimestamp(time.timestamp, 'ms')
    const content = envelope(request, environment, text)
    const signature = crypto.hmac('sha256', crypto.utf8(key.value), content, 'base64')
    return {
      kind: 'signed',
      headers: [[HEADER, `sign=${signature}, env=${environment}, t=${text}`]],
      signedContent: content,
    }
  },
}

/** Bytes beyond ASCII stay as they are in JSON, so the body can be quoted as latin1. */
function envelope(request: RequestReader, environment: string, timestamp: string): Content {
  const body = JSON.stringify(latin1FromBytes(request.raw.body))
  return [`{"Body":${body},"EnvironmentName":${JSON.stringify(environment)},"TimeStamp":${Number(timestamp)}}`]
}
