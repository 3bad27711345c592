import { createHash, createHmac, createSign, generateKeyPairSync } from 'node:crypto'
import { expect, test } from 'vitest'
import type { HeaderPairs } from '../../../shared/http/header-pairs.ts'
import { providerById } from '../../../shared/signature/catalogue/catalogue.ts'
import { checkSignature } from '../../../shared/signature/check-signature.ts'
import { signRequest } from '../../../shared/signature/sign-request.ts'
import type { SignatureCheck } from '../../../shared/signature/signature-check.ts'
import type { FetchedKey, SignatureKey, SignatureRequest } from '../../../shared/signature/signature-request.ts'
import { nodeCrypto } from './node-crypto.ts'

const NOW = 1_767_225_600_000
const rsa = generateKeyPairSync('rsa', { modulusLength: 2048 })
const RSA_PEM = rsa.publicKey.export({ type: 'spki', format: 'pem' }).toString()

function provider(id: string) {
  const found = providerById(id)
  if (found === undefined) throw new Error(`No provider ${id}`)
  return { provider: found }
}

function request(body: string, headers: HeaderPairs = [], url = 'https://hooks.example.test/hook'): SignatureRequest {
  return { method: 'POST', target: '/hook', headers, body: Buffer.from(body), publicUrl: url }
}

function check(
  id: string,
  asked: SignatureRequest,
  keys: ReadonlyArray<SignatureKey>,
  fetched: ReadonlyMap<string, FetchedKey> = new Map(),
): SignatureCheck {
  return checkSignature(asked, provider(id), keys, { now: NOW, providerIs: 'set', fetched }, nodeCrypto)
}

function key(value: string, id?: string): SignatureKey {
  return { name: 'mine', value, id }
}

/** What was signed, sent again with what signing gave. */
function signed(id: string, asked: SignatureRequest, own: SignatureKey): SignatureRequest {
  const result = signRequest(asked, provider(id), own, { timestamp: NOW, id: null }, nodeCrypto)
  if (result.kind !== 'signed') throw new Error(result.why)
  return {
    ...asked,
    headers: [...asked.headers, ...result.headers],
    body: result.body ?? asked.body,
    publicUrl: result.url ?? asked.publicUrl,
  }
}

function changed(asked: SignatureRequest, from: string, to: string): SignatureRequest {
  const text = Buffer.from(asked.body).toString('latin1')
  expect(text).toContain(from)
  return { ...asked, body: Buffer.from(text.replace(from, to), 'latin1') }
}

const ADYEN = {
  pspReference: '7914073381342284',
  merchantAccountCode: 'TestMerchant',
  merchantReference: 'order-1',
  amount: { value: 1130, currency: 'EUR' },
  eventCode: 'AUTHORISATION',
  success: 'true',
}

function adyenBody(signatures: ReadonlyArray<string>): string {
  return JSON.stringify({
    live: 'false',
    notificationItems: signatures.map((hmacSignature, index) => ({
      NotificationRequestItem: { ...ADYEN, merchantReference: `order-${index}`, additionalData: { hmacSignature } },
    })),
  })
}

const ADYEN_KEY = key('44782DEF547AAA06C910C43932B1EB0C71FC68D9D0C057550C48EC2ACF6BA056')

test('Adyen: signs every item of a notification, and one wrong item makes it invalid', () => {
  const sent = signed('adyen', request(adyenBody(['first', 'second'])), ADYEN_KEY)
  expect(check('adyen', sent, [ADYEN_KEY]).verdict).toBe('valid')
  expect(check('adyen', changed(sent, 'order-0', 'order-9'), [ADYEN_KEY]).verdict).toBe('invalid')
  expect(check('adyen', changed(sent, 'order-1', 'order-9'), [ADYEN_KEY]).verdict).toBe('invalid')
  expect(check('adyen', changed(sent, '"false"', '"true"'), [ADYEN_KEY]).verdict).toBe('valid')
})

test('Braintree: chooses its own pair by public key', () => {
  const own = key('private', 'public_1')
  const sent = signed(
    'braintree',
    request('bt_payload=PGE%2B%0A', [['Content-Type', 'application/x-www-form-urlencoded']]),
    own,
  )
  expect(check('braintree', sent, [own]).verdict).toBe('valid')
  expect(check('braintree', sent, [key('private', 'public_2')])).toMatchObject({
    verdict: 'invalid',
    problem: { kind: 'no-key-of-that-id' },
  })
  expect(check('braintree', changed(sent, 'PGE', 'PGF'), [own]).verdict).toBe('invalid')
})

test('Mailgun: replaces the signature in the body and touches nothing else', () => {
  const body = '{ "signature": {"timestamp":"1767225600","token":"abc","signature":"old"}, "event-data": {"id":"ö"} }'
  const sent = signed('mailgun', request(body), key('k'))
  const expected = createHmac('sha256', 'k').update('1767225600abc').digest('hex')
  expect(Buffer.from(sent.body).toString()).toBe(body.replace('old', expected))
  expect(check('mailgun', sent, [key('k')]).verdict).toBe('valid')
})

test('Dropbox Sign: replaces the hash inside a multipart field', () => {
  const body =
    '--b\r\nContent-Disposition: form-data; name="json"\r\n\r\n' +
    '{"event":{"event_time":"1767225600","event_type":"sent","event_hash":"00"}}\r\n--b--\r\n'
  const asked = request(body, [['Content-Type', 'multipart/form-data; boundary=b']])
  const sent = signed('dropbox-sign', asked, key('api'))
  expect(check('dropbox-sign', sent, [key('api')]).verdict).toBe('valid')
  expect(check('dropbox-sign', changed(sent, '"sent"', '"seen"'), [key('api')]).verdict).toBe('invalid')
})

test('Twilio: puts the hash of a body that is no form into the URL', () => {
  const sent = signed('twilio', request('{"a":1}', [['Content-Type', 'application/json']]), key('token'))
  expect(sent.publicUrl).toBe(
    `https://hooks.example.test/hook?bodySHA256=${createHash('sha256').update('{"a":1}').digest('hex')}`,
  )
  expect(check('twilio', sent, [key('token')]).verdict).toBe('valid')
  expect(check('twilio', changed(sent, '1', '2'), [key('token')])).toMatchObject({
    verdict: 'invalid',
    problem: { kind: 'condition-failed' },
  })
})

test('Twilio: cannot be checked where the public URL is not known', () => {
  const asked = { ...request('a=1', [['X-Twilio-Signature', 'x']]), publicUrl: null }
  expect(check('twilio', asked, [key('token')])).toMatchObject({
    verdict: 'not-checkable',
    reason: { kind: 'public-url-unknown' },
  })
})

const CERT_URL = 'https://sns.eu-west-1.amazonaws.com/SimpleNotificationService-1.pem'

function sns(certUrl: string, version = '2'): SignatureRequest {
  const fields = {
    Message: 'hi',
    MessageId: 'm1',
    Timestamp: '2026-01-01T00:00:00.000Z',
    TopicArn: 'arn:1',
    Type: 'Notification',
  }
  const text = Object.entries(fields)
    .map(([name, value]) => `${name}\n${value}\n`)
    .join('')
  const signature = createSign(version === '1' ? 'sha1' : 'sha256')
    .update(text)
    .sign(rsa.privateKey, 'base64')
  return request(
    JSON.stringify({ ...fields, SignatureVersion: version, Signature: signature, SigningCertURL: certUrl }),
    [['x-amz-sns-message-type', 'Notification']],
  )
}

test.each(['1', '2'])('SNS: asks for the certificate, and judges version %s with it', (version) => {
  expect(check('aws-sns', sns(CERT_URL, version), [])).toMatchObject({
    verdict: 'not-checkable',
    reason: { kind: 'key-not-fetched', url: CERT_URL },
  })
  const fetched = new Map([[CERT_URL, { kind: 'fetched', text: RSA_PEM } as const]])
  expect(check('aws-sns', sns(CERT_URL, version), [], fetched).verdict).toBe('valid')
  expect(check('aws-sns', changed(sns(CERT_URL, version), '"hi"', '"ho"'), [], fetched).verdict).toBe('invalid')
})

test('SNS: says that the certificate could not be fetched, and does not call that invalid', () => {
  const fetched = new Map([[CERT_URL, { kind: 'unreachable', why: 'It timed out.' } as const]])
  expect(check('aws-sns', sns(CERT_URL), [], fetched)).toMatchObject({
    verdict: 'not-checkable',
    reason: { kind: 'key-unreachable', why: 'It timed out.' },
  })
})

const HOSTILE_URLS = [
  'http://sns.eu-west-1.amazonaws.com/a.pem',
  'https://sns.eu-west-1.amazonaws.com.evil.example/a.pem',
  'https://evil.example/sns.eu-west-1.amazonaws.com/a.pem',
  'https://sns.eu-west-1.amazonaws.com@evil.example/a.pem',
  'https://evil.example\\@sns.eu-west-1.amazonaws.com/a.pem',
  'https://evil.example#.sns.eu-west-1.amazonaws.com/a.pem',
  'https://sns.eu-west-1.amazonaws.com:8443/a.pem',
  'https://sns.eu-west-1.amazonaws.com/a.txt',
  'https://sns.eu-west-1.amazonaws.com/a.txt?x=.pem',
  'https://sns.evil.eu-west-1.amazonaws.com/a.pem',
  'https://my-bucket.s3.amazonaws.com/a.pem',
  'https://SNS.eu-west-1.amazonaws.com/a.pem\n',
  ' https://sns.eu-west-1.amazonaws.com/a.pem',
  'file:///a.pem',
  '//sns.eu-west-1.amazonaws.com/a.pem',
  '',
]

test.each(HOSTILE_URLS)('SNS: never asks for a certificate at %j', (url) => {
  const fetched = new Map([[url, { kind: 'fetched', text: RSA_PEM } as const]])
  const result = check('aws-sns', sns(url), [], fetched)
  expect(result).toMatchObject({ verdict: 'invalid', problem: { kind: 'key-url-untrusted' } })
})

function paypal(certUrl: string, body = '{"id":"WH-1"}', algorithm = 'SHA256withRSA'): SignatureRequest {
  // CRC-32 of {"id":"WH-1"} as zlib has it.
  const content = `t1|2026-01-01T00:00:00Z|WEBHOOK-ID|${PAYPAL_CRC}`
  const signature = createSign(algorithm.split('with')[0] as string)
    .update(content)
    .sign(rsa.privateKey, 'base64')
  return request(body, [
    ['PAYPAL-TRANSMISSION-ID', 't1'],
    ['PAYPAL-TRANSMISSION-TIME', '2026-01-01T00:00:00Z'],
    ['PAYPAL-TRANSMISSION-SIG', signature],
    ['PAYPAL-CERT-URL', certUrl],
    ['PAYPAL-AUTH-ALGO', algorithm],
  ])
}

const PAYPAL_CERT = 'https://api.paypal.com/v1/notifications/certs/CERT-1'
const PAYPAL_CRC = crc32('{"id":"WH-1"}')

test.each(['SHA256withRSA', 'SHA1withRSA'])(
  'PayPal: judges %s with the fetched certificate and the webhook id',
  (algorithm) => {
    const fetched = new Map([[PAYPAL_CERT, { kind: 'fetched', text: RSA_PEM } as const]])
    const sent = paypal(PAYPAL_CERT, undefined, algorithm)
    expect(check('paypal', sent, [key('WEBHOOK-ID')])).toMatchObject({
      reason: { kind: 'key-not-fetched', url: PAYPAL_CERT },
    })
    expect(check('paypal', sent, [key('WEBHOOK-ID')], fetched).verdict).toBe('valid')
    expect(check('paypal', sent, [key('OTHER'), key('WEBHOOK-ID')], fetched).verdict).toBe('valid')
    expect(check('paypal', sent, [key('OTHER')], fetched).verdict).toBe('invalid')
    expect(check('paypal', changed(sent, 'WH-1', 'WH-2'), [key('WEBHOOK-ID')], fetched).verdict).toBe('invalid')
    expect(check('paypal', sent, [], fetched)).toMatchObject({ reason: { kind: 'no-key' } })
  },
)

test.each([
  'https://api.paypal.com.evil.example/c',
  'https://www.paypal.com/c',
  'http://api.paypal.com/c',
  'https://api.paypal.com@evil.example/c',
])('PayPal: never asks for a certificate at %s', (url) => {
  expect(check('paypal', paypal(url), [key('WEBHOOK-ID')])).toMatchObject({ problem: { kind: 'key-url-untrusted' } })
})

test('TrueLayer: trusts only its own key set', () => {
  const header = (jku: string) => {
    const json = { alg: 'ES512', kid: 'k', tl_version: '2', tl_headers: '', jku }
    return `${Buffer.from(JSON.stringify(json)).toString('base64url')}..AAAA`
  }
  const own = 'https://webhooks.truelayer.com/.well-known/jwks'
  expect(check('truelayer', request('{}', [['Tl-Signature', header(own)]]), [])).toMatchObject({
    reason: { kind: 'key-not-fetched', url: own },
  })
  expect(check('truelayer', request('{}', [['Tl-Signature', header('https://evil.example/jwks')]]), [])).toMatchObject({
    problem: { kind: 'key-url-untrusted' },
  })
})

test('Plivo: sorts the query and the fields, and accepts any of several signatures', () => {
  const body = 'To=2&From=1'
  const content = 'https://hooks.example.test/hook?a=1&b=2.From1To2.nonce'
  const signature = createHmac('sha256', 'token').update(content).digest('base64')
  const asked = request(
    body,
    [
      ['Content-Type', 'application/x-www-form-urlencoded'],
      ['X-Plivo-Signature-V3-Nonce', 'nonce'],
      ['X-Plivo-Signature-V3', `AAAA,${signature}`],
    ],
    'https://hooks.example.test/hook?b=2&a=1',
  )
  expect(check('plivo', asked, [key('token')]).verdict).toBe('valid')
})

test('Coinbase: binds the headers that the signature names', () => {
  const seconds = NOW / 1000
  const content = `${seconds}.content-type x-hook0-id.application/json.7.{}`
  const signature = createHmac('sha256', 's').update(content).digest('hex')
  const headers = (id: string): HeaderPairs => [
    ['Content-Type', 'application/json'],
    ['X-Hook0-Id', id],
    ['X-Hook0-Signature', `t=${seconds},h=content-type x-hook0-id,v1=${signature}`],
  ]
  expect(check('coinbase-cdp', request('{}', headers('7')), [key('s')]).verdict).toBe('valid')
  expect(check('coinbase-cdp', request('{}', headers('8')), [key('s')]).verdict).toBe('invalid')
})

test('EasyPost: puts decimal points back that something took off', () => {
  const signature = createHmac('sha256', 's').update('{"weight": 17.0, "n": 1}').digest('hex')
  const headers: HeaderPairs = [['X-Hmac-Signature', `hmac-sha256-hex=${signature}`]]
  expect(check('easypost', request('{"weight": 17, "n": 1}', headers), [key('s')]).verdict).toBe('valid')
  expect(check('easypost', request('{"weight": 18, "n": 1}', headers), [key('s')]).verdict).toBe('invalid')
})

test('Hygraph: quotes a body that is not ASCII as its SDK does', () => {
  const body = '{"name":"Zoë \\" \\n"}'
  const envelope = JSON.stringify({ Body: body, EnvironmentName: 'main', TimeStamp: NOW })
  const signature = createHmac('sha256', 's').update(envelope).digest('base64')
  const asked = request(body, [['gcms-signature', `sign=${signature}, env=main, t=${NOW}`]])
  expect(check('hygraph', asked, [key('s')]).verdict).toBe('valid')
})

test('Box: knows the body with everything beyond ASCII escaped', () => {
  const at = '2026-01-01T00:00:00Z'
  const signature = createHmac('sha256', 'k').update(`{"name":"Zo\\u00eb"}${at}`).digest('base64')
  const asked = request('{"name":"Zoë"}', [
    ['BOX-DELIVERY-TIMESTAMP', at],
    ['BOX-SIGNATURE-VERSION', '1'],
    ['BOX-SIGNATURE-ALGORITHM', 'HmacSHA256'],
    ['BOX-SIGNATURE-PRIMARY', signature],
  ])
  expect(check('box', asked, [key('k')])).toMatchObject({ verdict: 'valid', working: { schemeName: 'escaped body' } })
})

/** Bit by bit, unlike the table under test. */
function crc32(text: string): number {
  let crc = 0xffffffff
  for (const byte of Buffer.from(text)) {
    crc ^= byte
    for (let bit = 0; bit < 8; bit++) crc = (crc >>> 1) ^ (0xedb88320 & -(crc & 1))
  }
  return ~crc >>> 0
}
