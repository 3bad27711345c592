import { headerFromText } from '../../http/header-text.ts'
import { jsonAt } from '../json-at.ts'
import { type CheckInput, invalid, notCheckable } from '../outcome.ts'
import { fetchedKeys, readPublicKeys } from '../public-keys.ts'
import { judgeTimestamp, parseTimestamp } from '../timestamp.ts'
import { describeTrusted, isTrustedKeyUrl } from '../trusted-key-url.ts'
import { comparePublicKeys } from './compare-public-keys.ts'
import type { CustomScheme } from './custom-scheme.ts'

const NOTIFICATION = ['Message', 'MessageId', 'Subject', 'Timestamp', 'TopicArn', 'Type']
const CONFIRMATION = ['Message', 'MessageId', 'SubscribeURL', 'Timestamp', 'Token', 'TopicArn', 'Type']

/** RSA over some fields of the body, with a certificate at a URL that stands in the body: it must be Amazon's own. */
export const awsSns: CustomScheme = {
  check(input, place) {
    const { request, context, crypto } = input
    if (request.raw.bodyIncomplete === true) return notCheckable({ kind: 'body-incomplete' })
    const json = request.json()
    const from = 'JSON field /Signature'
    const signature = jsonAt(json, '/Signature')
    if (typeof signature !== 'string' || signature === '') return invalid({ kind: 'signature-missing', where: from })
    const version = String(jsonAt(json, '/SignatureVersion') ?? '')
    if (version !== '1' && version !== '2') {
      return invalid({
        kind: 'version-unknown',
        where: 'JSON field /SignatureVersion',
        value: version,
        expected: '1 or 2',
      })
    }
    const url = jsonAt(json, '/SigningCertURL')
    if (typeof url !== 'string' || !isTrustedKeyUrl(url, 'aws-sns')) {
      return invalid({ kind: 'key-url-untrusted', url: String(url ?? ''), trusted: describeTrusted('aws-sns') })
    }
    const bytes = crypto.decode(signature, 'base64')
    if (bytes === null) {
      return invalid({ kind: 'signature-malformed', where: from, value: signature, why: 'It is not base64.' })
    }
    const read = certificateKeys(url, input)
    if (read.kind !== 'keys') return read
    const sent = jsonAt(json, '/Timestamp')
    const at = typeof sent === 'string' ? parseTimestamp(sent, 'iso') : null
    return comparePublicKeys(input, place, {
      algorithm: { kind: 'rsa', hash: version === '1' ? 'sha1' : 'sha256', padding: 'pkcs1' },
      algorithmName: `RSA with ${version === '1' ? 'SHA1' : 'SHA256'}`,
      from,
      value: signature,
      signature: bytes,
      keys: read.keys,
      contents: signedFields(json).map((text) => [text]),
      timestamp:
        typeof sent === 'string' && at !== null
          ? judgeTimestamp(
              { from: 'JSON field /Timestamp', text: sent, at },
              { maxAgeSeconds: null, maxFutureSeconds: null },
              context,
            )
          : null,
    })
  },
}

/** A certificate that the user pasted counts before the one at the URL. */
function certificateKeys(url: string, input: CheckInput) {
  return input.keys.length > 0 ? readPublicKeys({}, [], input) : fetchedKeys(url, input)
}

function signedFields(json: unknown): string[] {
  const type = jsonAt(json, '/Type')
  if (type === 'SubscriptionConfirmation') return [fieldLines(json, CONFIRMATION)]
  // The documentation signs it like a subscription, the Node validator like a notification.
  if (type === 'UnsubscribeConfirmation') return [fieldLines(json, CONFIRMATION), fieldLines(json, NOTIFICATION)]
  return [fieldLines(json, NOTIFICATION)]
}

function fieldLines(json: unknown, names: ReadonlyArray<string>): string {
  const lines: string[] = []
  for (const name of names) {
    const value = jsonAt(json, `/${name}`)
    if (typeof value === 'string') lines.push(`${name}\n${value}\n`)
  }
  return headerFromText(lines.join(''))
}
