import { headerFromText } from '../../http/header-text.ts'
import { cannotSign } from '../cannot-sign.ts'
import { decodeSecret } from '../decode-secret.ts'
import { jsonAt } from '../json-at.ts'
import { invalid, notCheckable, type Outcome } from '../outcome.ts'
import { replaceInBody } from '../replace-in-body.ts'
import { compareHmac } from './check-hmac.ts'
import type { CustomScheme } from './custom-scheme.ts'

const SIGNATURE = '/NotificationRequestItem/additionalData/hmacSignature'
const SECRET = { decode: 'hex' } as const

/** Items of one notification; Adyen sends one, and says that there may be more. */
const MOST_ITEMS = 64

/** Standard webhooks: every item has its own signature over some of its fields. The rest of the body is not covered. */
export const adyenItems: CustomScheme = {
  check(input, place) {
    const { request } = input
    if (request.raw.bodyIncomplete === true) return notCheckable({ kind: 'body-incomplete' })
    const where = `JSON field /notificationItems/0${SIGNATURE}`
    const items = itemsOf(request.json())
    if (items.length === 0) return invalid({ kind: 'signature-missing', where })
    let last: Outcome | null = null
    for (const [index, item] of items.entries()) {
      const received = jsonAt(item, SIGNATURE)
      const from = `JSON field /notificationItems/${index}${SIGNATURE}`
      if (typeof received !== 'string' || received === '') return invalid({ kind: 'signature-missing', where: from })
      last = compareHmac(input, place, {
        from,
        value: received,
        received: [received],
        hash: 'sha256',
        encoding: 'base64',
        contents: [[signedFields(item)]],
        secret: SECRET,
      })
      if (last.kind !== 'valid') return last
    }
    return last ?? invalid({ kind: 'signature-missing', where })
  },
  sign(request, key, _time, crypto) {
    const decoded = decodeSecret(key.value, SECRET, crypto)
    if (decoded.kind === 'unusable') return cannotSign(`The secret "${key.name}" cannot be used. ${decoded.why}`)
    let body = request.raw.body
    for (const item of itemsOf(request.json())) {
      const old = jsonAt(item, SIGNATURE)
      const signature = crypto.hmac('sha256', decoded.key, [signedFields(item)], 'base64')
      // Slashes may be written as \/ in JSON.
      const replaced =
        typeof old !== 'string' || old === ''
          ? null
          : (replaceInBody(body, `"${old}"`, `"${signature}"`) ??
            replaceInBody(body, `"${old.replaceAll('/', '\\/')}"`, `"${signature}"`))
      if (replaced === null) return cannotSign('The item has no hmacSignature that could be replaced.')
      body = replaced
    }
    if (body === request.raw.body) return cannotSign('The body has no notification items with an hmacSignature.')
    return { kind: 'signed', headers: [], body, signedContent: null }
  },
}

function itemsOf(json: unknown): unknown[] {
  const items = jsonAt(json, '/notificationItems')
  return Array.isArray(items) ? items.slice(0, MOST_ITEMS) : []
}

/** Of an item, in the order in which they are signed. */
export const ADYEN_FIELDS = [
  '/pspReference',
  '/originalReference',
  '/merchantAccountCode',
  '/merchantReference',
  '/amount/value',
  '/amount/currency',
  '/eventCode',
  '/success',
]

/** Joined without any escaping: a colon inside a field is not told from one between fields. */
function signedFields(item: unknown): string {
  const texts = ADYEN_FIELDS.map((field) => jsonAt(item, `/NotificationRequestItem${field}`) ?? '')
  return headerFromText(texts.map((text) => (typeof text === 'object' ? '' : String(text))).join(':'))
}
