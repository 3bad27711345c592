import { createHmac, createSign, generateKeyPairSync } from 'node:crypto'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { crc32 } from 'node:zlib'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { HeaderPairs } from '../../../shared/http/header-pairs.ts'
import { checkSignature } from '../../../shared/signature/check-signature.ts'
import type { CustomSchemeName } from '../../../shared/signature/scheme.ts'
import { signRequest } from '../../../shared/signature/sign-request.ts'
import type { FetchedKey, SignatureRequest } from '../../../shared/signature/signature-request.ts'
import { snippetLanguages } from '../../../shared/signature/snippets/snippet.ts'
import { snippetFor } from '../../../shared/signature/snippets/snippet-for.ts'
import { nodeCrypto } from './node-crypto.ts'
import { signedBySns } from './testing/signed-by-sns.ts'
import { signingCertificate } from './testing/signing-certificate.ts'
import { snippetRequest } from './testing/snippet-cases.ts'
import { type SnippetRun, snippetRunners } from './testing/snippet-languages.ts'

const NOW = Date.now()
const FORM = 'application/x-www-form-urlencoded'
const SECRET = 'a secret of this test'
const ED25519 = generateKeyPairSync('ed25519')
const RSA = generateKeyPairSync('rsa', { modulusLength: 2048 })
const P521 = generateKeyPairSync('ec', { namedCurve: 'P-521' })
const SNS_CERTIFICATE = 'https://sns.eu-west-1.amazonaws.com/SimpleNotificationService-1.pem'
const PAYPAL_CERTIFICATE = 'https://api.paypal.com/v1/notifications/certs/CERT-360caa42-fca2a594-ab66f33d'

interface CodeCase {
  readonly title: string
  readonly scheme: CustomSchemeName
  /** What checks it. */
  readonly key: { readonly value: string; readonly id?: string } | null
  readonly environment: Readonly<Record<string, string>>
  readonly good: SignatureRequest
  readonly bad: SignatureRequest
}

function request(
  body: string,
  headers: HeaderPairs,
  url = 'https://hooks.example.test/in?b=2&a=%2Fx',
): SignatureRequest {
  const target = url.replace(/^https:\/\/[^/]+/, '')
  return { method: 'POST', target, headers, body: Buffer.from(body), publicUrl: url }
}

function json(body: string, headers: HeaderPairs = [], url?: string): SignatureRequest {
  return request(body, [['Content-Type', 'application/json'], ...headers], url)
}

interface Signing {
  readonly keys?: { readonly signing: string; readonly checking: string }
  readonly id?: string
  /** In the signed request, and what stands there in the damaged one. */
  readonly change: readonly [from: string, to: string]
  readonly aheadMs?: number
}

/** Signed as `hookbench sign` does. */
function signed(title: string, scheme: CustomSchemeName, asked: SignatureRequest, signing: Signing): CodeCase {
  const { keys = { signing: SECRET, checking: SECRET }, id, change, aheadMs = 0 } = signing
  const own = { name: 'key', value: keys.signing, ...(id === undefined ? {} : { id }) }
  const time = { timestamp: NOW + aheadMs, id: null }
  const result = signRequest(asked, { scheme: { kind: 'custom', custom: scheme } }, own, time, nodeCrypto)
  if (result.kind !== 'signed') throw new Error(`${title}: ${result.why}`)
  const good: SignatureRequest = {
    ...asked,
    headers: [...asked.headers, ...result.headers],
    body: result.body ?? asked.body,
    publicUrl: result.url ?? asked.publicUrl,
    target: (result.url ?? asked.publicUrl ?? '').replace(/^https:\/\/[^/]+/, ''),
  }
  const isPublic = keys.checking !== keys.signing
  return {
    title,
    scheme,
    key: { value: keys.checking, ...(id === undefined ? {} : { id }) },
    environment: {
      ...(isPublic ? { WEBHOOK_PUBLIC_KEY: keys.checking } : { WEBHOOK_SECRET: keys.checking }),
      ...(id === undefined ? {} : { WEBHOOK_KEY_ID: id }),
    },
    good,
    bad: changed(good, change),
  }
}

/** In the body, else in the headers. */
function changed(good: SignatureRequest, [from, to]: Signing['change']): SignatureRequest {
  const body = Buffer.from(good.body).toString()
  const headers = good.headers.map(([name, value]) => [name, value.replace(from, to)] as const)
  const bad = body.includes(from) ? { ...good, body: Buffer.from(body.replace(from, to)) } : { ...good, headers }
  expect(JSON.stringify(bad), `${from} is nowhere`).not.toBe(JSON.stringify(good))
  return bad
}

function pems({ privateKey, publicKey }: typeof RSA) {
  return {
    signing: privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
    checking: publicKey.export({ type: 'spki', format: 'pem' }).toString(),
  }
}

function sns(version: '1' | '2', type: 'Notification' | 'SubscriptionConfirmation'): CodeCase {
  const fields: Record<string, string> = {
    Type: type,
    MessageId: '22b80b92-fdea-4c2c-8f9d-bdfb0c7bf324',
    TopicArn: 'arn:aws:sns:eu-west-1:123456789012:MyTopic',
    Message: '{"text":"Zoë"}\n',
    Timestamp: '2026-11-21T09:00:00.000Z',
    ...(type === 'Notification'
      ? { Subject: 'My First Message' }
      : {
          Token: '2336412f37',
          SubscribeURL: 'https://sns.eu-west-1.amazonaws.com/?Action=ConfirmSubscription&Token=2336412f37',
        }),
  }
  const good = request(signedBySns(fields, version, SNS_CERTIFICATE), [['Content-Type', 'text/plain; charset=UTF-8']])
  const environment = { TEST_CERTIFICATE: signingCertificate.cert }
  return {
    title: `SNS ${version} ${type}`,
    scheme: 'aws-sns',
    key: null,
    environment,
    good,
    bad: changed(good, ['Zoë', 'Zoe']),
  }
}

function paypal(): CodeCase {
  const body = '{"id":"WH-1","summary":"Zoë"}'
  const webhookId = '1JE4291016473214C'
  const content = `69cd13f0-d67a-11e5-baa3-778b53f4ae55|2026-11-21T09:00:00Z|${webhookId}|${crc32(Buffer.from(body))}`
  const good = json(body, [
    ['PAYPAL-TRANSMISSION-ID', '69cd13f0-d67a-11e5-baa3-778b53f4ae55'],
    ['PAYPAL-TRANSMISSION-TIME', '2026-11-21T09:00:00Z'],
    ['PAYPAL-AUTH-ALGO', 'SHA256withRSA'],
    ['PAYPAL-CERT-URL', PAYPAL_CERTIFICATE],
    ['PAYPAL-TRANSMISSION-SIG', createSign('sha256').update(content).sign(signingCertificate.key, 'base64')],
  ])
  const environment = { WEBHOOK_SECRET: webhookId, TEST_CERTIFICATE: signingCertificate.cert }
  return {
    title: 'PayPal',
    scheme: 'paypal',
    key: { value: webhookId },
    environment,
    good,
    bad: changed(good, ['Zoë', 'Zoe']),
  }
}

function easypost(): CodeCase {
  const signature = createHmac('sha256', SECRET).update('{"weight": 12.0,"name":"Zoë"}').digest('hex')
  const good = json('{"weight": 12,"name":"Zoë"}', [['X-Hmac-Signature', `hmac-sha256-hex=${signature}`]])
  const environment = { WEBHOOK_SECRET: SECRET }
  return {
    title: 'EasyPost',
    scheme: 'easypost-weights',
    key: { value: SECRET },
    environment,
    good,
    bad: changed(good, ['12', '13']),
  }
}

const ADYEN = JSON.stringify({
  live: 'false',
  notificationItems: [
    {
      NotificationRequestItem: {
        pspReference: '7914073381342284',
        merchantAccountCode: 'TestMerchant',
        merchantReference: 'Bestellung-äöü',
        amount: { value: 1130, currency: 'EUR' },
        eventCode: 'AUTHORISATION',
        success: 'true',
        additionalData: { hmacSignature: 'to be made' },
      },
    },
  ],
})
const ADYEN_KEY = '44782DEF547AAA06C910C43932B1EB0C71FC68D9D0C057550C48EC2ACF6BA056'
const DROPBOX = JSON.stringify({ event: { event_time: '1767225600', event_type: 'sent', event_hash: 'to be made' } })
const BOUNDARY = 'xYzZY'
const MULTIPART = `--${BOUNDARY}\r\nContent-Disposition: form-data; name="json"\r\n\r\n${DROPBOX}\r\n--${BOUNDARY}--\r\n`
const HOUR = 3_600_000

const cases: ReadonlyArray<CodeCase> = [
  sns('1', 'Notification'),
  sns('2', 'Notification'),
  sns('2', 'SubscriptionConfirmation'),
  paypal(),
  easypost(),
  signed('Adyen', 'adyen-items', json(ADYEN), {
    keys: { signing: ADYEN_KEY, checking: ADYEN_KEY },
    change: ['1130', '1131'],
  }),
  signed(
    'Braintree',
    'braintree',
    request('bt_signature=x&bt_payload=PG5vdGlmaWNhdGlvbj4%3D', [['Content-Type', FORM]]),
    {
      id: 'integration_public_key',
      change: ['PG5v', 'PG5w'],
    },
  ),
  signed('Contentful', 'contentful', json('{"name":"Zoë"}'), { change: ['Zoë', 'Zoe'], aheadMs: HOUR }),
  signed(
    'Contentful without a query',
    'contentful',
    json('{"a":1}', [['X-Contentful-Topic', 'x']], 'https://hooks.example.test/in'),
    {
      change: ['1', '2'],
      aheadMs: HOUR,
    },
  ),
  signed(
    'Dropbox Sign',
    'dropbox-sign',
    request(MULTIPART, [['Content-Type', `multipart/form-data; boundary=${BOUNDARY}`]]),
    {
      change: ['"sent"', '"send"'],
    },
  ),
  signed('Hook0', 'hook0', json('{"event_id":"1"}'), { change: ['event_id', 'event_ie'], aheadMs: HOUR }),
  signed('Hygraph', 'hygraph', json('{"name":"Zoë \\" \\u00e9 / <b>"}\n'), { change: ['Zoë', 'Zoe'] }),
  signed('MailChannels', 'http-message-signature', json('{"name":"Zoë"}'), {
    keys: pems(ED25519),
    change: ['Zoë', 'Zoe'],
    aheadMs: HOUR,
  }),
  signed(
    'Mercado Pago',
    'mercado-pago',
    json('{}', [['X-Request-Id', 'request-1']], 'https://hooks.example.test/in?data.id=abc123'),
    {
      change: ['request-1', 'request-2'],
    },
  ),
  signed('Plivo', 'plivo-v3', request('To=%2B1&From=2&Text=a+b&From=1', [['Content-Type', FORM]]), {
    change: ['Text=a', 'Text=b'],
  }),
  signed('Plivo without a form', 'plivo-v3', json('{}'), { change: [String(NOW).slice(-6), 'nonce'] }),
  signed('Saleor', 'saleor-jws', json('{"name":"Zoë"}'), { keys: pems(RSA), change: ['Zoë', 'Zoe'] }),
  signed('TrueLayer', 'truelayer', json('{"name":"Zoë"}'), { keys: pems(P521), change: ['Zoë', 'Zoe'] }),
  signed('Twilio', 'twilio', request('Body=Hello+World%21&From=%2B15551230001&Zone=%C3%A9', [['Content-Type', FORM]]), {
    change: ['Hello', 'Hallo'],
  }),
  signed('Twilio with JSON', 'twilio', json('{"name":"Zoë"}'), { change: ['Zoë', 'Zoe'] }),
]

let folder = ''
beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'hookbench-code-snippets-'))
})
afterAll(() => rm(folder, { recursive: true, force: true }))

const FETCHED: ReadonlyMap<string, FetchedKey> = new Map(
  [SNS_CERTIFICATE, PAYPAL_CERTIFICATE].map((url) => [url, { kind: 'fetched', text: signingCertificate.cert }]),
)

describe.each(snippetLanguages)('%s', (language) => {
  test.runIf(snippetRunners[language] !== null)(
    'the snippet of every scheme that is code accepts what is signed, and refuses it changed',
    { timeout: 300_000 },
    async () => {
      const runs = cases.map(({ title, scheme, key, environment, good, bad }): SnippetRun => {
        const signer = { scheme: { kind: 'custom', custom: scheme } } as const
        const keys = key === null ? [] : [{ name: 'key', ...key }]
        const check = checkSignature(good, signer, keys, { now: NOW, providerIs: 'set', fetched: FETCHED }, nodeCrypto)
        expect({ title, verdict: check.verdict }).toEqual({ title, verdict: 'valid' })
        const snippet = snippetFor(check, signer, language)
        if (snippet.kind !== 'snippet') throw new Error(`${title}: ${snippet.why}`)
        return { title, code: snippet.code, environment, requests: [good, bad].map(snippetRequest) }
      })
      const results = await snippetRunners[language]?.(await mkdtemp(path.join(folder, `${language}-`)), runs)
      const answers = runs.map(({ title }, index) => [title, ...(results?.[index] ?? [])])
      // A snippet may fail on what is damaged, but not accept it.
      expect(answers.filter(([, good, bad]) => !(good === true && bad !== true))).toEqual([])
    },
  )
})
