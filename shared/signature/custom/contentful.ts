import type { Content } from '../crypto.ts'
import { invalid, notCheckable } from '../outcome.ts'
import type { RequestReader } from '../request-reader.ts'
import { judgeTimestamp, parseTimestamp, writeTimestamp } from '../timestamp.ts'
import { checkHmac } from './check-hmac.ts'
import type { CustomScheme } from './custom-scheme.ts'

const SIGNATURE = 'x-contentful-signature'
const SIGNED_HEADERS = 'x-contentful-signed-headers'
const TIMESTAMP = 'x-contentful-timestamp'

/** Method, path, the headers that a header names, and the body, each on a line. */
export const contentful: CustomScheme = {
  check(input, place) {
    const { request, context } = input
    if (request.header(SIGNATURE) === null) return invalid({ kind: 'signature-missing', where: `header ${SIGNATURE}` })
    const from = `header ${TIMESTAMP}`
    const text = request.header(TIMESTAMP)
    if (text === null) return invalid({ kind: 'timestamp-missing', where: from })
    const at = parseTimestamp(text, 'ms')
    if (at === null) return invalid({ kind: 'timestamp-malformed', where: from, value: text, unit: 'ms' })
    const names = request.header(SIGNED_HEADERS)
    if (names === null) return invalid({ kind: 'content-missing', what: `header ${SIGNED_HEADERS}` })
    if (request.raw.bodyIncomplete === true) return notCheckable({ kind: 'body-incomplete' })
    return checkHmac(input, place, {
      header: SIGNATURE,
      hash: 'sha256',
      encoding: 'hex',
      contents: [canonicalRequest(request, names.split(',', MOST_HEADERS), new Map())],
      timestamp: judgeTimestamp(
        { from, text, at },
        { maxAgeSeconds: 30, maxFutureSeconds: null, exclusive: true },
        context,
      ),
    })
  },
  sign(request, key, time, crypto) {
    const text = writeTimestamp(time.timestamp, 'ms')
    const names = signedNames(request)
    const content = canonicalRequest(
      request,
      names,
      new Map([
        [TIMESTAMP, text],
        [SIGNED_HEADERS, names.join(',')],
      ]),
    )
    const signature = crypto.hmac('sha256', crypto.utf8(key.value), content, 'hex')
    return {
      kind: 'signed',
      headers: [
        [TIMESTAMP, text],
        [SIGNED_HEADERS, names.join(',')],
        [SIGNATURE, signature],
      ],
      signedContent: content,
    }
  },
}

const MOST_HEADERS = 64

function signedNames(request: RequestReader): string[] {
  const given = request.header(SIGNED_HEADERS)?.split(',', MOST_HEADERS) ?? []
  const names = given.map((name) => name.trim().toLowerCase()).filter((name) => name !== '')
  return [...new Set([...names, SIGNED_HEADERS, TIMESTAMP])].sort()
}

function canonicalRequest(
  request: RequestReader,
  names: ReadonlyArray<string>,
  replaced: ReadonlyMap<string, string>,
): Content {
  const wanted = new Set([...names.map((name) => name.trim().toLowerCase()), SIGNED_HEADERS, TIMESTAMP])
  const present = [...wanted].filter((name) => replaced.has(name) || request.header(name) !== null).sort()
  const lines = present.map((name) => {
    // The list of names is written anew from what is there, as the SDK does it.
    const value = name === SIGNED_HEADERS ? present.join(',') : (replaced.get(name) ?? request.header(name) ?? '')
    return `${name}:${value.trim()}`
  })
  const head = [request.raw.method, canonicalPath(request.target()), lines.join(';')].join('\n')
  return [`${head}\n`, request.raw.body]
}

/** The query is escaped as a whole, and then the path and the query are escaped together. */
function canonicalPath(target: string): string {
  const [path = '', query = ''] = target.toWellFormed().split('?', 2)
  return encodeURI(query === '' ? path : `${path}?${encodeURIComponent(query)}`)
}
