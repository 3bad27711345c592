import type { Content } from '../crypto.ts'
import { invalid, notCheckable } from '../outcome.ts'
import type { RequestReader } from '../request-reader.ts'
import type { SignatureLayout } from '../scheme.ts'
import { parseSignature } from '../signature-layout.ts'
import { judgeTimestamp, parseTimestamp, writeTimestamp } from '../timestamp.ts'
import { compareHmac } from './check-hmac.ts'
import type { CustomScheme } from './custom-scheme.ts'

const HEADER = 'X-Hook0-Signature'
const LAYOUT: SignatureLayout = { kind: 'pairs', separator: ',', keys: ['v1'] }
const MOST_HEADERS = 64

/** `t=…,h=names of headers,v1=…`: the headers that it names are signed with the body. */
export const hook0: CustomScheme = {
  check(input, place) {
    const { request, context } = input
    const from = `header ${HEADER}`
    const value = request.header(HEADER)
    if (value === null) return invalid({ kind: 'signature-missing', where: from })
    const parsed = parseSignature(value, LAYOUT)
    if (parsed.kind !== 'parsed') {
      return invalid({ kind: 'signature-malformed', where: from, value, why: 'It has no v1=.' })
    }
    const text = parsed.fields.get('t')
    if (text === undefined) return invalid({ kind: 'timestamp-missing', where: `t of ${from}` })
    const at = parseTimestamp(text, 's')
    if (at === null) return invalid({ kind: 'timestamp-malformed', where: `t of ${from}`, value: text, unit: 's' })
    if (request.raw.bodyIncomplete === true) return notCheckable({ kind: 'body-incomplete' })
    return compareHmac(input, place, {
      from,
      value,
      received: parsed.signatures,
      hash: 'sha256',
      encoding: 'hex',
      contents: [signedContent(request, text, parsed.fields.get('h') ?? '')],
      timestamp: judgeTimestamp(
        { from: `t of ${from}`, text, at },
        { maxAgeSeconds: 300, maxFutureSeconds: null },
        context,
      ),
    })
  },
  sign(request, key, time, crypto) {
    const old = parseSignature(request.header(HEADER) ?? '', LAYOUT)
    const names = (old.kind === 'parsed' ? old.fields.get('h') : undefined) ?? 'content-type'
    const text = writeTimestamp(time.timestamp, 's')
    const content = signedContent(request, text, names)
    const signature = crypto.hmac('sha256', crypto.utf8(key.value), content, 'hex')
    return { kind: 'signed', headers: [[HEADER, `t=${text},h=${names},v1=${signature}`]], signedContent: content }
  },
}

function signedContent(request: RequestReader, timestamp: string, names: string): Content {
  const values = names.split(' ', MOST_HEADERS).map((name) => request.header(name) ?? '')
  return [`${timestamp}.${names}.${values.join('.')}.`, request.raw.body]
}
