import { bytesFromLatin1 } from '../../http/latin1.ts'
import { joinBytes } from '../../join-bytes.ts'
import { cannotSign } from '../cannot-sign.ts'
import type { Content, SignatureCrypto } from '../crypto.ts'
import { jsonAt } from '../json-at.ts'
import { jsonFromBase64url } from '../jwt.ts'
import { type CheckInput, invalid, notCheckable } from '../outcome.ts'
import { fetchedKeys, readPublicKeys } from '../public-keys.ts'
import type { RequestReader } from '../request-reader.ts'
import { encodeJson } from '../sign-jwt.ts'
import { judgeTimestamp, parseTimestamp, writeTimestamp } from '../timestamp.ts'
import { describeTrusted, isTrustedKeyUrl } from '../trusted-key-url.ts'
import { comparePublicKeys } from './compare-public-keys.ts'
import type { CustomScheme } from './custom-scheme.ts'

const HEADER = 'Tl-Signature'
const TIMESTAMP = 'X-Tl-Webhook-Timestamp'
const MOST_HEADERS = 64
const ES512 = { kind: 'ecdsa', hash: 'sha512', format: 'p1363' } as const

/** A JWS without its payload, which is the request: method, path, the headers that the JWS names, body. */
export const truelayer: CustomScheme = {
  check(input, place) {
    const { request, context, crypto } = input
    const from = `header ${HEADER}`
    const value = request.header(HEADER)
    if (value === null) return invalid({ kind: 'signature-missing', where: from })
    const parts = value.trim().split('.', 4)
    const [head = '', , encoded = ''] = parts
    const header = jsonFromBase64url(head, crypto)
    const signature = crypto.decode(encoded, 'base64url')
    if (parts.length !== 3 || header === undefined || signature === null) {
      return invalid({ kind: 'signature-malformed', where: from, value, why: 'It is not a JWS without payload.' })
    }
    const version = String(jsonAt(header, '/tl_version') ?? '')
    const algorithm = String(jsonAt(header, '/alg') ?? '')
    if (version !== '2' || algorithm !== 'ES512') {
      const expected = 'alg ES512, tl_version 2'
      return invalid({
        kind: 'version-unknown',
        where: from,
        value: `alg ${algorithm}, tl_version ${version}`,
        expected,
      })
    }
    if (request.raw.bodyIncomplete === true) return notCheckable({ kind: 'body-incomplete' })
    const url = jsonAt(header, '/jku')
    if (input.keys.length === 0 && (typeof url !== 'string' || !isTrustedKeyUrl(url, 'truelayer'))) {
      return invalid({ kind: 'key-url-untrusted', url: String(url ?? ''), trusted: describeTrusted('truelayer') })
    }
    const read = signingKeys(String(url), input)
    if (read.kind !== 'keys') return read
    const keyId = jsonAt(header, '/kid')
    const names = String(jsonAt(header, '/tl_headers') ?? '')
    const text = request.header(TIMESTAMP)
    const at = text === null ? null : parseTimestamp(text, 'iso')
    return comparePublicKeys(input, place, {
      algorithm: ES512,
      algorithmName: 'JWS ES512',
      from,
      value,
      signature,
      keys: read.keys,
      keyId: typeof keyId === 'string' ? keyId : null,
      contents: pathSpellings(request.target()).map((path) => jwsInput(head, request, path, names, null, crypto)),
      timestamp:
        text === null || at === null
          ? null
          : judgeTimestamp(
              { from: `header ${TIMESTAMP}`, text, at },
              { maxAgeSeconds: null, maxFutureSeconds: null },
              context,
            ),
    })
  },
  sign(request, key, time, crypto) {
    const text = writeTimestamp(time.timestamp, 'iso')
    const header = { alg: 'ES512', kid: key.id ?? 'hookbench', tl_version: '2', tl_headers: TIMESTAMP }
    const head = encodeJson(header, crypto)
    const content = jwsInput(head, request, request.target(), TIMESTAMP, text, crypto)
    const signed = crypto.sign(key.value, ES512, content)
    if (signed.kind === 'unusable') return cannotSign(`The private key "${key.name}" cannot be used. ${signed.why}`)
    return {
      kind: 'signed',
      headers: [
        [TIMESTAMP, text],
        [HEADER, `${head}..${crypto.encode(signed.signature, 'base64url')}`],
      ],
      signedContent: content,
    }
  },
}

function signingKeys(url: string, input: CheckInput) {
  return input.keys.length > 0 ? readPublicKeys({}, [], input) : fetchedKeys(url, input)
}

/** As it is, and with the slash at its end the other way round: their SDK tries both. */
function pathSpellings(path: string): string[] {
  return [path, path.endsWith('/') ? path.slice(0, -1) : `${path}/`]
}

function jwsInput(
  head: string,
  request: RequestReader,
  path: string,
  names: string,
  timestamp: string | null,
  crypto: SignatureCrypto,
): Content {
  const lines = names
    .split(',', MOST_HEADERS)
    .filter((name) => name !== '')
    .map((name) => `${name}: ${name === TIMESTAMP && timestamp !== null ? timestamp : (request.header(name) ?? '')}\n`)
  const text = `${request.raw.method.toUpperCase()} ${path}\n${lines.join('')}`
  // base64url is over the whole, so here the pieces have to be joined.
  const whole = joinBytes([bytesFromLatin1(text), request.raw.body])
  return [`${head}.`, crypto.encode(whole, 'base64url')]
}
