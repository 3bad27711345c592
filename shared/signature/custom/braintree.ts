import { cannotSign } from '../cannot-sign.ts'
import type { SignatureCrypto } from '../crypto.ts'
import { readKeys } from '../key-reading.ts'
import { invalid, notCheckable } from '../outcome.ts'
import type { RequestReader } from '../request-reader.ts'
import type { Working } from '../signature-check.ts'
import type { SignatureKey } from '../signature-request.ts'
import type { CustomScheme } from './custom-scheme.ts'

const FROM = 'form field bt_signature'

/** `publicKey|signature` pairs in a form; ours is the one with our public key. The HMAC's key is the SHA-1 of the private key. */
export const braintree: CustomScheme = {
  check(input, place) {
    const { request, keys, crypto } = input
    if (request.raw.bodyIncomplete === true) return notCheckable({ kind: 'body-incomplete' })
    const { signature, payload } = fieldsOf(request)
    if (signature === null || signature === '') return invalid({ kind: 'signature-missing', where: FROM })
    if (payload === null || payload === '') return invalid({ kind: 'content-missing', what: 'form field bt_payload' })
    if (/[^A-Za-z0-9+=/\n]/.test(payload)) {
      const why = 'bt_payload has characters that are not base64.'
      return invalid({ kind: 'signature-malformed', where: 'form field bt_payload', value: '', why })
    }
    const pairs = pairsOf(signature)
    if (pairs.length === 0) {
      return invalid({
        kind: 'signature-malformed',
        where: FROM,
        value: signature,
        why: 'There is no publicKey|signature.',
      })
    }
    const read = readKeys<SignatureKey>(keys, (key) =>
      key.value === '' ? { kind: 'unusable', why: 'It is empty.' } : key,
    )
    if (read.kind !== 'keys') return read

    const workings: Working[] = []
    for (const key of read.keys) {
      const ours = pairs.filter(([publicKey]) => key.id === undefined || publicKey === key.id)
      for (const [, received] of ours) {
        for (const content of [payload, `${payload}\n`]) {
          const computed = hmacWithHashedKey(key.value, content, crypto)
          const working: Working = {
            ...place,
            algorithm: 'HMAC-SHA1',
            signatureFrom: FROM,
            signatureValue: signature,
            keyName: key.name,
            signedContent: [content],
            computed,
            received,
            matches: crypto.equal(computed, received),
            timestamp: null,
            conditions: [],
          }
          if (working.matches) return { kind: 'valid', working }
          workings.push(working)
        }
      }
    }
    if (workings.length > 0) return invalid({ kind: 'signature-mismatch' }, workings)
    return invalid({ kind: 'no-key-of-that-id', id: pairs.map(([publicKey]) => publicKey).join(', ') })
  },
  sign(request, key, _time, crypto) {
    const { payload } = fieldsOf(request)
    if (payload === null) return cannotSign('The body has no form field bt_payload.')
    if (key.id === undefined) return cannotSign('The public key that belongs to the private key is not known.')
    const signature = `${key.id}|${hmacWithHashedKey(key.value, payload, crypto)}`
    const form = `bt_signature=${encodeURIComponent(signature)}&bt_payload=${encodeURIComponent(payload)}`
    return { kind: 'signed', headers: [], body: crypto.utf8(form), signedContent: [payload] }
  },
}

function fieldsOf(request: RequestReader) {
  return {
    signature: request.valuesAt({ in: 'form', name: 'bt_signature' })[0] ?? null,
    payload: request.valuesAt({ in: 'form', name: 'bt_payload' })[0] ?? null,
  }
}

const MOST_PAIRS = 16

function pairsOf(signature: string): Array<readonly [publicKey: string, signature: string]> {
  const pairs: Array<readonly [string, string]> = []
  for (const item of signature.split('&', MOST_PAIRS)) {
    const bar = item.indexOf('|')
    if (bar !== -1) pairs.push([item.slice(0, bar).trim(), item.slice(bar + 1).trim()])
  }
  return pairs
}

function hmacWithHashedKey(privateKey: string, content: string, crypto: SignatureCrypto): string {
  const key = crypto.decode(crypto.hash('sha1', [crypto.utf8(privateKey)], 'hex'), 'hex')
  return crypto.hmac('sha1', key ?? new Uint8Array(0), [content], 'hex')
}
