import { headerFromText } from '../../http/header-text.ts'
import { readKeys } from '../key-reading.ts'
import { type CheckInput, invalid, moreTelling, notCheckable, type Outcome } from '../outcome.ts'
import { fetchedKeys, type NamedPublicKeys } from '../public-keys.ts'
import type { SignatureKey } from '../signature-request.ts'
import { judgeTimestamp, parseTimestamp } from '../timestamp.ts'
import { describeTrusted, isTrustedKeyUrl } from '../trusted-key-url.ts'
import { comparePublicKeys } from './compare-public-keys.ts'
import { crc32 } from './crc32.ts'
import type { CustomScheme } from './custom-scheme.ts'

const SIGNATURE = 'PAYPAL-TRANSMISSION-SIG'
const HASHES: Readonly<Record<string, 'sha256' | 'sha1'>> = { sha256withrsa: 'sha256', sha1withrsa: 'sha1' }

/**
 * RSA over ids, time and the body's CRC-32, with a certificate at a URL that a header names: it must be PayPal's own. What
 * the user enters is the id of the webhook, which is signed and not secret.
 */
export const paypal: CustomScheme = {
  check(input, place) {
    const { request, context, crypto } = input
    const from = `header ${SIGNATURE}`
    const value = request.header(SIGNATURE)
    if (value === null) return invalid({ kind: 'signature-missing', where: from })
    const signature = crypto.decode(value.trim(), 'base64')
    if (signature === null || signature.length === 0) {
      return invalid({ kind: 'signature-malformed', where: from, value, why: 'It is not base64.' })
    }
    const id = request.header('PAYPAL-TRANSMISSION-ID')
    if (id === null) return invalid({ kind: 'content-missing', what: 'header PAYPAL-TRANSMISSION-ID' })
    const time = request.header('PAYPAL-TRANSMISSION-TIME')
    if (time === null) return invalid({ kind: 'timestamp-missing', where: 'header PAYPAL-TRANSMISSION-TIME' })
    const named = request.header('PAYPAL-AUTH-ALGO') ?? 'SHA256withRSA'
    const hash = HASHES[named.toLowerCase()]
    if (hash === undefined) {
      const expected = 'SHA256withRSA or SHA1withRSA'
      return invalid({ kind: 'version-unknown', where: 'header PAYPAL-AUTH-ALGO', value: named, expected })
    }
    const url = request.header('PAYPAL-CERT-URL') ?? ''
    if (!isTrustedKeyUrl(url, 'paypal')) {
      return invalid({ kind: 'key-url-untrusted', url, trusted: describeTrusted('paypal') })
    }
    if (request.raw.bodyIncomplete === true) return notCheckable({ kind: 'body-incomplete' })

    const at = parseTimestamp(time, 'iso')
    const checksum = crc32(request.raw.body)
    let best: Outcome = notCheckable({ kind: 'no-key' })
    for (const webhook of input.keys) {
      const read = certificateKeys(url, webhook, input)
      if (read.kind !== 'keys') return read
      const outcome = comparePublicKeys(input, place, {
        algorithm: { kind: 'rsa', hash, padding: 'pkcs1' },
        algorithmName: `RSA with ${hash.toUpperCase()}`,
        from,
        value,
        signature,
        keys: read.keys.map(({ keys }) => ({ name: webhook.name, keys })),
        contents: [[`${id}|${time}|${headerFromText(webhook.value)}|${checksum}`]],
        timestamp:
          at === null
            ? null
            : judgeTimestamp(
                { from: 'header PAYPAL-TRANSMISSION-TIME', text: time, at },
                { maxAgeSeconds: null, maxFutureSeconds: null },
                context,
              ),
      })
      if (outcome.kind === 'valid') return outcome
      best = best.kind === 'not-checkable' ? outcome : moreTelling(best, outcome)
    }
    return best
  },
}

/** A certificate that the user gave with the id counts before the one at the URL. */
function certificateKeys(url: string, webhook: SignatureKey, input: CheckInput) {
  const pasted = webhook.id
  if (pasted === undefined) return fetchedKeys(url, input)
  return readKeys<NamedPublicKeys>([webhook], ({ name }) => {
    const read = input.crypto.publicKeys(pasted)
    return read.kind === 'unusable' ? read : { name, keys: read.keys }
  })
}
