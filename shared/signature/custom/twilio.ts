import { headerFromText } from '../../http/header-text.ts'
import { parseQuery } from '../../http/query.ts'
import { cannotSignWithoutUrl } from '../cannot-sign.ts'
import type { SignatureCrypto } from '../crypto.ts'
import { notCheckable } from '../outcome.ts'
import { sortedForm } from '../render-content.ts'
import type { RequestReader } from '../request-reader.ts'
import type { ConditionCheck } from '../signature-check.ts'
import { checkHmac } from './check-hmac.ts'
import type { CustomScheme } from './custom-scheme.ts'

const HEADER = 'X-Twilio-Signature'

/**
 * HMAC-SHA1 of the URL, and of the fields of a form behind it. Any other body is covered by its SHA-256 in the query, as
 * `bodySHA256`. Twilio leaves out or adds the default port as it likes, so both are tried.
 */
export const twilio: CustomScheme = {
  check(input, place) {
    const { request, crypto } = input
    const url = request.raw.publicUrl
    if (url === null) return notCheckable({ kind: 'public-url-unknown' })
    if (request.raw.bodyIncomplete === true) return notCheckable({ kind: 'body-incomplete' })
    const condition = bodyCondition(request, crypto)
    const fields = condition === null ? formFields(request) : ''
    return checkHmac(input, place, {
      header: HEADER,
      hash: 'sha1',
      encoding: 'base64',
      contents: urlSpellings(url)
        .flatMap((spelling) => [spelling, withQueryRewritten(spelling)])
        .map((spelling) => [headerFromText(spelling), fields]),
      conditions: condition === null ? [] : [condition],
    })
  },
  sign(request, key, _time, crypto) {
    const { publicUrl } = request.raw
    if (publicUrl === null) return cannotSignWithoutUrl()
    const hash = bodyHash(request, crypto)
    const url = hash === null ? publicUrl : withBodyHash(publicUrl, hash)
    const content = [headerFromText(url), hash === null ? formFields(request) : '']
    const signature = crypto.hmac('sha1', crypto.utf8(key.value), content, 'base64')
    return {
      kind: 'signed',
      headers: [[HEADER, signature]],
      signedContent: content,
      ...(url === publicUrl ? {} : { url }),
    }
  },
}

function formFields(request: RequestReader): string {
  return request.isForm() ? sortedForm(request) : ''
}

/** Null: the body is a form, or there is none, so nothing is said of its hash. */
function bodyHash(request: RequestReader, crypto: SignatureCrypto): string | null {
  if (request.isForm() || request.raw.body.length === 0) return null
  return crypto.hash('sha256', [request.raw.body], 'hex')
}

function bodyCondition(request: RequestReader, crypto: SignatureCrypto): ConditionCheck | null {
  const received = request.valuesAt({ in: 'query', name: 'bodySHA256' })[0] ?? null
  if (received === null) return null
  const expected = crypto.hash('sha256', [request.raw.body], 'hex')
  return {
    what: 'query parameter bodySHA256',
    expected,
    received,
    holds: crypto.equal(expected, received.toLowerCase()),
  }
}

function withBodyHash(url: string, hash: string): string {
  if (parseQuery(url).some((pair) => pair.name === 'bodySHA256')) {
    return url.replace(/([?&]bodySHA256=)[^&#]*/, `$1${hash}`)
  }
  return `${url}${url.includes('?') ? '&' : '?'}bodySHA256=${hash}`
}

/** Decoded and encoded again, as Twilio did for a while and its SDK still accepts. */
function withQueryRewritten(url: string): string {
  const question = url.indexOf('?')
  if (question === -1) return url
  const values = Map.groupBy(parseQuery(url), ({ name }) => name)
  const pairs = [...values].flatMap(([name, repeated]) =>
    repeated.map(({ value }) => `${encodeURIComponent(name)}=${encodeURIComponent(value ?? '')}`),
  )
  return `${url.slice(0, question)}?${pairs.join('&')}`
}

const DEFAULT_PORTS: Readonly<Record<string, string>> = { 'https:': '443', 'http:': '80' }

/** As given, and with the default port left out or added. */
function urlSpellings(url: string): string[] {
  const parts = /^(https?:)(\/\/[^/?#]*?)(:\d+)?([/?#].*)?$/is.exec(url)
  const port = DEFAULT_PORTS[parts?.[1]?.toLowerCase() ?? '']
  if (parts === null || port === undefined) return [url]
  const [, scheme = '', host = '', given, rest = ''] = parts
  if (given === undefined) return [url, `${scheme}${host}:${port}${rest}`]
  return given === `:${port}` ? [url, `${scheme}${host}${rest}`] : [url, `${scheme}${host}${rest}`]
}
