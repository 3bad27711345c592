import { headerFromText } from '../../http/header-text.ts'
import { cannotSign } from '../cannot-sign.ts'
import { invalid } from '../outcome.ts'
import type { RequestReader } from '../request-reader.ts'
import type { SignatureLayout } from '../scheme.ts'
import { parseSignature } from '../signature-layout.ts'
import { judgeTimestamp, parseTimestamp, writeTimestamp } from '../timestamp.ts'
import { compareHmac } from './check-hmac.ts'
import type { CustomScheme } from './custom-scheme.ts'

const HEADER = 'x-signature'
const LAYOUT: SignatureLayout = { kind: 'pairs', separator: ',', keys: ['v1'] }

/** `id:…;request-id:…;ts:…;` without the pairs that the request lacks. The body is not covered. */
export const mercadoPago: CustomScheme = {
  check(input, place) {
    const { request, context } = input
    const where = `header ${HEADER}`
    const value = request.header(HEADER)
    if (value === null) return invalid({ kind: 'signature-missing', where })
    const parsed = parseSignature(value, LAYOUT)
    if (parsed.kind !== 'parsed') {
      return invalid({ kind: 'signature-malformed', where, value, why: parsed.kind === 'malformed' ? parsed.why : '' })
    }
    const ts = parsed.fields.get('ts')
    if (ts === undefined) return invalid({ kind: 'timestamp-missing', where: `ts of ${where}` })
    const at = parseTimestamp(ts, 's-or-ms')
    if (at === null) return invalid({ kind: 'timestamp-malformed', where: `ts of ${where}`, value: ts, unit: 's' })
    // No age is checked unless it is asked for, and then the future counts as the past does.
    const limit = context.toleranceSeconds ?? null
    const rule = { maxAgeSeconds: limit, maxFutureSeconds: limit }
    return compareHmac(input, place, {
      from: where,
      value,
      received: parsed.signatures,
      hash: 'sha256',
      encoding: 'hex',
      contents: manifests(request, ts),
      timestamp: judgeTimestamp({ from: `ts of ${where}`, text: ts, at }, rule, context),
    })
  },
  sign(request, key, time, crypto) {
    if (key.value === '') return cannotSign(`The secret "${key.name}" is empty.`)
    const ts = writeTimestamp(time.timestamp, 's')
    const [content = []] = manifests(request, ts)
    const signature = crypto.hmac('sha256', crypto.utf8(key.value), content, 'hex')
    return { kind: 'signed', headers: [[HEADER, `ts=${ts},v1=${signature}`]], signedContent: content }
  },
}

/** The documentation wants an id with letters in lower case, and its SDK takes it as it is. */
function manifests(request: RequestReader, ts: string): string[][] {
  const id = request.valuesAt({ in: 'query', name: 'data.id' })[0]?.trim() ?? ''
  const requestId = request.header('x-request-id')?.trim() ?? ''
  const manifest = (dataId: string) => [
    [
      dataId === '' ? '' : `id:${dataId};`,
      requestId === '' ? '' : `request-id:${requestId};`,
      headerFromText(`ts:${ts};`),
    ].join(''),
  ]
  return id === id.toLowerCase() ? [manifest(id)] : [manifest(id), manifest(id.toLowerCase())]
}
