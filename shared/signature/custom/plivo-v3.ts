import { headerFromText } from '../../http/header-text.ts'
import { parseQuery, type QueryPair } from '../../http/query.ts'
import { cannotSignWithoutUrl } from '../cannot-sign.ts'
import type { Content } from '../crypto.ts'
import { invalid, notCheckable } from '../outcome.ts'
import type { RequestReader } from '../request-reader.ts'
import { compareHmac } from './check-hmac.ts'
import type { CustomScheme } from './custom-scheme.ts'

const HEADER = 'X-Plivo-Signature-V3'
const NONCE = 'X-Plivo-Signature-V3-Nonce'
const MOST_SIGNATURES = 16

/** The URL with its query sorted, the sorted fields of a form, and a nonce. */
export const plivoV3: CustomScheme = {
  check(input, place) {
    const { request } = input
    const from = `header ${HEADER}`
    const values = request.headers(HEADER)
    if (values.length === 0) return invalid({ kind: 'signature-missing', where: from })
    const nonce = request.header(NONCE)
    if (nonce === null) return invalid({ kind: 'content-missing', what: `header ${NONCE}` })
    if (request.raw.publicUrl === null) return notCheckable({ kind: 'public-url-unknown' })
    if (request.raw.bodyIncomplete === true) return notCheckable({ kind: 'body-incomplete' })
    const value = values.join(',')
    return compareHmac(input, place, {
      from,
      value,
      received: value.split(',', MOST_SIGNATURES).map((signature) => signature.trim()),
      hash: 'sha256',
      encoding: 'base64',
      contents: [signedContent(request, request.raw.publicUrl, nonce)],
    })
  },
  sign(request, key, time, crypto) {
    if (request.raw.publicUrl === null) return cannotSignWithoutUrl()
    const nonce = time.id ?? request.header(NONCE) ?? String(time.timestamp)
    const content = signedContent(request, request.raw.publicUrl, nonce)
    const signature = crypto.hmac('sha256', crypto.utf8(key.value), content, 'base64')
    return {
      kind: 'signed',
      headers: [
        [NONCE, nonce],
        [HEADER, signature],
      ],
      signedContent: content,
    }
  },
}

function signedContent(request: RequestReader, url: string, nonce: string): Content {
  const base = url.replace(/[?#].*$/s, '')
  const query = sortedPairs(parseQuery(url.replace(/#.*$/s, '')), '=').join('&')
  const fields = request.raw.method === 'POST' && request.isForm() ? sortedPairs(request.form(), '').join('') : ''
  const question = query !== '' || fields !== '' ? '?' : ''
  const dot = query !== '' && fields !== '' ? '.' : ''
  return [headerFromText(`${base}${question}${query}${dot}${fields}`), `.${nonce}`]
}

function sortedPairs(pairs: ReadonlyArray<QueryPair>, between: string): string[] {
  return pairs
    .map(({ name, value }) => ({ name, text: `${name}${between}${value ?? ''}`, value: value ?? '' }))
    .sort((left, right) => compare(left.name, right.name) || compare(left.value, right.value))
    .map(({ text }) => text)
}

function compare(left: string, right: string): number {
  return left < right ? -1 : left > right ? 1 : 0
}
