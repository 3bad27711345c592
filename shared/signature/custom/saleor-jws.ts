import { cannotSign } from '../cannot-sign.ts'
import type { Content, SignatureCrypto } from '../crypto.ts'
import { jsonAt } from '../json-at.ts'
import { jsonFromBase64url } from '../jwt.ts'
import { invalid, notCheckable } from '../outcome.ts'
import { readPublicKeys } from '../public-keys.ts'
import { encodeJson } from '../sign-jwt.ts'
import { comparePublicKeys } from './compare-public-keys.ts'
import type { CustomScheme } from './custom-scheme.ts'

const HEADER = 'Saleor-Signature'
const RS256 = { kind: 'rsa', hash: 'sha256', padding: 'pkcs1' } as const

/**
 * A JWS without its payload, which is the body as it is (RFC 7797). Its keys are at an address that the request names and
 * that may be any shop's: so they are pasted, never fetched.
 */
export const saleorJws: CustomScheme = {
  check(input, place) {
    const { request, crypto } = input
    const from = `header ${HEADER}`
    const value = request.header(HEADER)
    if (value === null) return invalid({ kind: 'signature-missing', where: from })
    const parts = value.trim().split('.', 4)
    const [head = '', payload = '', encoded = ''] = parts
    const header = jsonFromBase64url(head, crypto)
    const signature = crypto.decode(encoded, 'base64url')
    if (parts.length !== 3 || payload !== '' || header === undefined || signature === null) {
      return invalid({ kind: 'signature-malformed', where: from, value, why: 'It is not a JWS without payload.' })
    }
    const algorithm = jsonAt(header, '/alg')
    if (algorithm !== 'RS256') {
      return invalid({ kind: 'version-unknown', where: from, value: String(algorithm), expected: 'RS256' })
    }
    if (request.raw.bodyIncomplete === true) return notCheckable({ kind: 'body-incomplete' })
    const read = readPublicKeys({}, [], input)
    if (read.kind !== 'keys') return read
    const keyId = jsonAt(header, '/kid')
    return comparePublicKeys(input, place, {
      algorithm: RS256,
      algorithmName: 'JWS RS256',
      from,
      value,
      signature,
      keys: read.keys,
      keyId: typeof keyId === 'string' ? keyId : null,
      contents: [jwsInput(head, jsonAt(header, '/b64') === false, request.raw.body, crypto)],
    })
  },
  sign(request, key, _time, crypto) {
    const header = { alg: 'RS256', b64: false, crit: ['b64'], ...(key.id === undefined ? {} : { kid: key.id }) }
    const head = encodeJson(header, crypto)
    const content = jwsInput(head, true, request.raw.body, crypto)
    const signed = crypto.sign(key.value, RS256, content)
    if (signed.kind === 'unusable') return cannotSign(`The private key "${key.name}" cannot be used. ${signed.why}`)
    const value = `${head}..${crypto.encode(signed.signature, 'base64url')}`
    return { kind: 'signed', headers: [[HEADER, value]], signedContent: content }
  },
}

function jwsInput(head: string, plain: boolean, body: Uint8Array, crypto: SignatureCrypto): Content {
  return [`${head}.`, plain ? body : crypto.encode(body, 'base64url')]
}
