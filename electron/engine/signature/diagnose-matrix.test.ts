import { createHash, createHmac } from 'node:crypto'
import { gunzipSync, gzipSync } from 'node:zlib'
import { expect, test } from 'vitest'
import type { HeaderPair } from '../../../shared/http/header-pairs.ts'
import type { CauseCode } from '../../../shared/signature/cause/cause-codes.ts'
import type { HmacScheme } from '../../../shared/signature/scheme.ts'
import {
  asProvider,
  BASE64_SECRET,
  BODY,
  both,
  causesOf,
  type Damage,
  expectNoSecrets,
  FORM,
  inUnit,
  later,
  NOW,
  type Options,
  otherSecret,
  pretty,
  type Sent,
  sent,
  sortKeys,
  viaJavascript,
  withBody,
  withHeader,
  withSecret,
  withUrl,
} from './testing/damaged-request.ts'

/** Signers of three kinds: over the body alone, with a timestamp, and with the URL. */
const OVER_BODY = ['github', 'shopify', 'dropbox']
const TIMESTAMPED = ['stripe', 'slack', 'zoom']
const OVER_URL = ['square', 'trello', 'hubspot']
const ALL = [...OVER_BODY, ...TIMESTAMPED, ...OVER_URL]

interface Damaged {
  readonly signers: ReadonlyArray<string>
  readonly damage: Damage
  readonly codes: ReadonlyArray<CauseCode>
  readonly options?: Options
}

const form: Options = { body: FORM, contentType: 'application/x-www-form-urlencoded' }
const hex = (text: string) => Buffer.from(text).toString('hex')
const base64 = (text: string) => Buffer.from(text).toString('base64')
const utf16 = (text: string, mark: string, bigEndian: boolean) => {
  const bytes = Buffer.from(mark + text, 'utf16le')
  return bigEndian ? bytes.swap16() : bytes
}
const ASCII = JSON.stringify({ id: 'evt_1', type: 'x', data: { amount: 12 } })
const PHP = '{"id":"evt_1","url":"https:\\/\\/a.test\\/x","name":"Zo\\u00eb","amount":10.5,"number":12345678901234567}'
const LATIN = Buffer.from('{"name":"Zoë Groß"}', 'latin1')

const decoding =
  (decode: 'text' | 'hex' | 'base64') =>
  (scheme: HmacScheme): HmacScheme => ({ ...scheme, secret: { decode } })
/** What signing adds comes last, the signature at the end of it. */
const lastHeader =
  (value: string): Damage =>
  ({ request: { headers, ...request } }) => ({
    request: { ...request, headers: headers.map(([name, kept], at) => [name, isSignature(name, at) ? value : kept]) },
  })
const isSignature = (name: string, at: number) => at > 2 && /sign|hmac/i.test(name)

/** As a sender writes it that has another hash. */
const hashed = (hash: string, { keys, request }: Sent) =>
  `${hash}=${createHmac(hash, keys[0]?.value ?? '')
    .update(request.body)
    .digest('hex')}`
const renamed =
  (from: string, to: string): Damage =>
  ({ request }) => ({
    request: {
      ...request,
      headers: request.headers.map(([name, value]): HeaderPair => [name === from ? to : name, value]),
    },
  })

/** Every cause that has to be found, by every kind of scheme that can have it; first what was done. */
const MATRIX: Readonly<Record<string, Damaged>> = {
  'another saved secret': {
    signers: ALL,
    damage: otherSecret(null, 'wrong_secret_00000'),
    codes: ['other-secret-fits'],
  },
  'secret of another endpoint': {
    signers: ALL,
    damage: otherSecret('Billing', 'wrong_secret_00000'),
    codes: ['secret-of-other-endpoint'],
  },
  'secret of the other mode': {
    signers: ALL,
    damage: otherSecret('Shop', 'the live secret', 'the test secret'),
    codes: ['secret-of-other-mode'],
  },
  'space after the secret': { signers: ALL, damage: withSecret((s) => `${s} `), codes: ['secret-has-whitespace'] },
  'newline after the secret': { signers: ALL, damage: withSecret((s) => `${s}\n`), codes: ['secret-has-whitespace'] },
  'quotes around the secret': { signers: ALL, damage: withSecret((s) => `'${s}'`), codes: ['secret-has-quotes'] },
  'prefix of the secret lost': {
    signers: ALL,
    options: { secret: 'whsec_0123456789abcdef' },
    damage: withSecret((s) => s.slice('whsec_'.length)),
    codes: ['secret-prefix-missing'],
  },
  'prefix of the secret added': {
    signers: ALL,
    damage: withSecret((s) => `whsec_${s}`),
    codes: ['secret-prefix-extra'],
  },
  'text secret saved as base64': { signers: ALL, damage: withSecret(base64), codes: ['secret-needs-decoding'] },
  'text secret saved as hexadecimal': { signers: ALL, damage: withSecret(hex), codes: ['secret-needs-decoding'] },
  'hexadecimal secret that the sender decodes': {
    signers: ['github', 'dropbox', 'stripe', 'slack', 'square'],
    options: { secret: '0123456789abcdef0123456789abcdef', as: decoding('hex') },
    damage: () => ({}),
    codes: ['secret-needs-decoding'],
  },
  'base64 secret that the sender decodes': {
    signers: ['github', 'dropbox', 'stripe', 'slack', 'square'],
    options: { secret: 'MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw', as: decoding('base64') },
    damage: () => ({}),
    codes: ['secret-needs-decoding'],
  },
  'base64 secret that the sender uses as text': {
    signers: ['svix', 'standard-webhooks', 'clerk'],
    options: { secret: BASE64_SECRET, as: decoding('text') },
    damage: () => ({}),
    codes: ['secret-needs-no-decoding'],
  },
  'another hash': {
    signers: ['github', 'shopify', 'dropbox', 'stripe', 'slack', 'square'],
    options: { as: (scheme) => ({ ...scheme, hash: 'sha512' }) },
    damage: () => ({}),
    codes: ['signature-hash-differs'],
  },
  'another encoding': {
    signers: ['github', 'shopify', 'dropbox', 'stripe', 'slack', 'square'],
    options: { as: (scheme) => ({ ...scheme, signature: { ...scheme.signature, encoding: 'base64url' } }) },
    damage: () => ({}),
    codes: ['signature-encoding-differs'],
  },
  'signature header missing': {
    signers: ALL,
    damage: ({ request }) => ({ request: { ...request, headers: request.headers.slice(0, 3) } }),
    codes: ['signature-missing'],
  },
  'signature header empty': {
    signers: [...OVER_BODY, 'stripe', 'square'],
    damage: lastHeader(''),
    codes: ['signature-empty'],
  },
  'signature header that is no signature': {
    signers: ['github', 'stripe', 'slack'],
    damage: lastHeader('nonsense'),
    codes: ['signature-malformed'],
  },
  'a comma after the signature': {
    signers: ['github', 'shopify', 'dropbox'],
    damage: ({ request }) => ({
      request: { ...request, headers: request.headers.map(([n, v], at) => [n, isSignature(n, at) ? `${v},` : v]) },
    }),
    codes: ['signature-malformed'],
  },
  'a signature that came twice in one header': {
    signers: ['github', 'shopify', 'dropbox'],
    damage: ({ request }) => ({
      request: { ...request, headers: request.headers.map(([n, v], at) => [n, isSignature(n, at) ? `${v}, ${v}` : v]) },
    }),
    codes: ['signature-repeated'],
  },
  'undefined for a signature': {
    signers: ['github'],
    damage: lastHeader('sha256=undefined'),
    codes: ['signature-malformed'],
  },
  'null for a signature': {
    signers: ['github'],
    damage: lastHeader('sha256=null'),
    codes: ['signature-malformed'],
  },
  'an object for a signature': {
    signers: ['shopify', 'dropbox'],
    damage: lastHeader('[object Object]'),
    codes: ['signature-malformed'],
  },
  'a placeholder for a signature': {
    signers: ['slack'],
    damage: lastHeader('v0={{signature}}'),
    codes: ['signature-malformed'],
  },
  'the secret for a signature': {
    signers: ['github', 'shopify', 'dropbox', 'slack'],
    damage: (original) => lastHeader(original.keys[0]?.value ?? '')(original),
    codes: ['signature-is-secret'],
  },
  'another hash, named before the signature': {
    signers: ['github'],
    damage: (original) => lastHeader(hashed('sha512', original))(original),
    codes: ['signature-hash-differs'],
  },
  'MD5, named before the signature': {
    signers: ['github'],
    damage: (original) => lastHeader(hashed('md5', original))(original),
    codes: ['signature-hash-differs'],
  },
  'a hash of the body without the secret': {
    signers: ['github'],
    damage: (original) =>
      lastHeader(`sha256=${createHash('sha256').update(original.request.body).digest('hex')}`)(original),
    codes: ['signature-not-hmac'],
  },
  'secret that the sender decodes from base64 behind its prefix': {
    signers: ['stripe', 'github'],
    options: {
      secret: BASE64_SECRET,
      as: (scheme) => ({ ...scheme, secret: { decode: 'base64', prefixes: ['whsec_'] } }),
    },
    damage: () => ({}),
    codes: ['secret-needs-decoding'],
  },
  'a newline written out after the secret': {
    signers: ALL,
    damage: withSecret((s) => `${s}\\n`),
    codes: ['secret-escaped'],
  },
  'timestamp too old': {
    signers: ['stripe', 'slack', 'paddle'],
    damage: later(900),
    codes: ['timestamp-too-old'],
  },
  'timestamp in the future': {
    signers: ['svix', 'standard-webhooks', 'clerk'],
    options: { secret: BASE64_SECRET },
    damage: later(-900),
    codes: ['timestamp-in-future'],
  },
  'too old and a newline in the body': {
    signers: ['stripe', 'slack', 'paddle'],
    damage: both(
      later(900),
      withBody((body) => `${body}\n`),
    ),
    codes: ['body-newline-added', 'timestamp-too-old'],
  },
  'another provider is set': {
    signers: ['github', 'shopify', 'slack'],
    damage: asProvider('stripe'),
    codes: ['other-provider'],
  },
  'newline added': { signers: ALL, damage: withBody((body) => `${body}\n`), codes: ['body-newline-added'] },
  'newline lost': {
    signers: ALL,
    options: { body: `${BODY}\n` },
    damage: withBody((body) => body.trimEnd()),
    codes: ['body-newline-lost'],
  },
  'CRLF for LF': {
    signers: ALL,
    options: { body: pretty(2)(BODY) },
    damage: withBody((body) => body.replaceAll('\n', '\r\n')),
    codes: ['body-line-ends'],
  },
  'LF for CRLF': {
    signers: ALL,
    options: { body: pretty(2)(BODY).replaceAll('\n', '\r\n') },
    damage: withBody((body) => body.replaceAll('\r', '')),
    codes: ['body-line-ends'],
  },
  'BOM added': { signers: ALL, damage: withBody((body) => `\ufeff${body}`), codes: ['body-bom'] },
  'BOM lost': {
    signers: ALL,
    options: { body: `\ufeff${BODY}` },
    damage: withBody((body) => body.replace('\ufeff', '')),
    codes: ['body-bom'],
  },
  'JSON indented': { signers: ALL, damage: withBody(pretty(4)), codes: ['body-json-spacing'] },
  'JSON compacted': {
    signers: ALL,
    options: { body: pretty(2)(BODY) },
    damage: withBody(viaJavascript),
    codes: ['body-json-spacing'],
  },
  'JSON indented on Windows compacted': {
    signers: ALL,
    options: { body: pretty(2)(BODY).replaceAll('\n', '\r\n') },
    damage: withBody(viaJavascript),
    codes: ['body-json-spacing'],
  },
  'JSON of .NET on Windows written again': {
    signers: ['github', 'stripe'],
    options: {
      body: pretty(2)(BODY)
        .replaceAll('\n', '\r\n')
        .replaceAll('ü', '\\u00FC')
        .replaceAll('ß', '\\u00DF')
        .replaceAll('ë', '\\u00EB')
        .replaceAll('&', '\\u0026')
        .replaceAll('<', '\\u003C')
        .replaceAll('\\"', '\\u0022'),
    },
    damage: withBody(viaJavascript),
    codes: ['body-json-rewritten'],
  },
  'slashes of PHP no longer escaped, beside a long integer': {
    signers: ['github', 'stripe'],
    options: { body: PHP },
    damage: withBody((body) => body.replaceAll('\\/', '/')),
    codes: ['body-json-escapes'],
  },
  'keys sorted': { signers: ALL, damage: withBody(sortKeys), codes: ['body-json-key-order'] },
  'keys no longer sorted': {
    signers: ALL,
    options: { body: sortKeys(BODY) },
    damage: withBody(() => BODY),
    codes: ['body-json-key-order'],
  },
  'keys sorted and indented': {
    signers: ALL,
    damage: withBody((body) => pretty(2)(sortKeys(body))),
    codes: ['body-json-rewritten'],
  },
  'slashes escaped': {
    signers: ALL,
    damage: withBody((body) => body.replaceAll('/', '\\/')),
    codes: ['body-json-escapes'],
  },
  'slashes no longer escaped': {
    signers: ALL,
    options: { body: BODY.replaceAll('/', '\\/') },
    damage: withBody((body) => body.replaceAll('\\/', '/')),
    codes: ['body-json-escapes'],
  },
  'unicode escaped': {
    signers: ALL,
    damage: withBody((body) =>
      body.replace(/[\u0080-\uffff]/g, (c) => `\\u${c.charCodeAt(0).toString(16).padStart(4, '0')}`),
    ),
    codes: ['body-json-escapes'],
  },
  'numbers in another form': {
    signers: ALL,
    options: { body: '{"a":12.50,"b":1e3,"c":"x"}' },
    damage: withBody(viaJavascript),
    codes: ['body-json-numbers'],
  },
  'UTF-16 little endian': { signers: ALL, damage: withBody((body) => utf16(body, '', false)), codes: ['body-charset'] },
  'UTF-16 big endian': { signers: ALL, damage: withBody((body) => utf16(body, '', true)), codes: ['body-charset'] },
  'UTF-16 with a mark': {
    signers: ALL,
    damage: withBody((body) => utf16(body, '\ufeff', false)),
    codes: ['body-charset'],
  },
  'UTF-16 big endian with a mark, of ASCII': {
    signers: ALL,
    options: { body: ASCII },
    damage: withBody((body) => utf16(body, '\ufeff', true)),
    codes: ['body-charset'],
  },
  'was UTF-16 little endian': {
    signers: ALL,
    options: { body: utf16(ASCII, '', false) },
    damage: withBody(() => ASCII),
    codes: ['body-charset'],
  },
  'was UTF-16 big endian with a mark': {
    signers: ALL,
    options: { body: utf16(BODY, '\ufeff', true) },
    damage: withBody(() => BODY),
    codes: ['body-charset'],
  },
  'became Latin-1': {
    signers: ALL,
    options: { body: '{"name":"Zoë"}' },
    damage: withBody((body) => Buffer.from(body, 'latin1')),
    codes: ['body-charset'],
  },
  'was Latin-1': {
    signers: ALL,
    options: { body: LATIN },
    damage: withBody(() => LATIN.toString('latin1')),
    codes: ['body-charset'],
  },
  'was Windows-1252': {
    signers: ALL,
    options: { body: Buffer.from('{"price":"5 \x80"}', 'latin1') },
    damage: withBody(() => '{"price":"5 €"}'),
    codes: ['body-charset'],
  },
  'became Windows-1252': {
    signers: ALL,
    options: { body: '{"price":"5 €"}' },
    damage: withBody(() => Buffer.from('{"price":"5 \x80"}', 'latin1')),
    codes: ['body-charset'],
  },
  'read as Latin-1 and written as UTF-8': {
    signers: ALL,
    options: { body: '{"name":"Zoë"}' },
    damage: withBody((body) => Buffer.from(body).toString('latin1')),
    codes: ['body-charset'],
  },
  compressed: { signers: ALL, damage: withBody((body) => gzipSync(body)), codes: ['body-compressed'] },
  decompressed: {
    signers: ALL,
    options: { body: gzipSync(BODY) },
    damage: ({ request }) => ({ request: { ...request, body: gunzipSync(request.body) } }),
    codes: ['body-decompressed'],
  },
  'form encoded again': {
    signers: ALL,
    options: form,
    damage: withBody((body) => body.replaceAll('+', '%20')),
    codes: ['body-form-reencoded'],
  },
  'form in another order': {
    signers: ALL,
    options: form,
    damage: withBody((body) => body.split('&').reverse().join('&')),
    codes: ['body-form-reordered'],
  },
  'signed without its body': {
    signers: ALL,
    options: { body: '' },
    damage: withBody(() => BODY),
    codes: ['body-empty-when-signed'],
  },
  'empty JSON lost': { signers: ALL, options: { body: '{}' }, damage: withBody(() => ''), codes: ['body-lost'] },
  'body lost': { signers: ALL, damage: withBody(() => ''), codes: ['body-empty'] },
  'http for https': {
    signers: [...OVER_URL, 'twilio'],
    options: form,
    damage: withUrl((url) => url.replace('https:', 'http:')),
    codes: ['url-scheme'],
  },
  host: {
    signers: [...OVER_URL, 'twilio'],
    options: form,
    damage: withUrl((url) => url.replace('hooks.example', 'inner.example')),
    codes: ['url-host'],
  },
  port: {
    signers: OVER_URL,
    options: form,
    damage: withUrl((url) => url.replace('.test/', '.test:8443/')),
    codes: ['url-port'],
  },
  'trailing slash': {
    signers: OVER_URL,
    options: { url: 'https://hooks.example.test/in' },
    damage: withUrl((url) => `${url}/`),
    codes: ['url-trailing-slash'],
  },
  'trailing slash lost': {
    signers: OVER_URL,
    options: { url: 'https://hooks.example.test/in/' },
    damage: withUrl((url) => url.slice(0, -1)),
    codes: ['url-trailing-slash'],
  },
  'prefix of the path': {
    signers: [...OVER_URL, 'twilio'],
    options: form,
    damage: withUrl((url) => url.replace('/in/', '/gateway/in/')),
    codes: ['url-path'],
  },
  'query dropped': {
    signers: [...OVER_URL, 'twilio'],
    options: form,
    damage: withUrl((url) => url.replace(/\?.*/, '')),
    codes: ['url-query'],
  },
  'query in another order': {
    signers: [...OVER_URL, 'twilio'],
    options: form,
    damage: withUrl((url) => url.replace('b=2&a=1', 'a=1&b=2')),
    codes: ['url-query-order'],
  },
  'newline in the body, and quotes around the secret': {
    signers: ALL,
    damage: both(
      withBody((body) => `${body}\n`),
      withSecret((s) => `"${s}"`),
    ),
    codes: ['secret-has-quotes', 'body-newline-added'],
  },
  'newline in the body, and the secret saved as base64': {
    signers: ALL,
    damage: both(
      withBody((body) => `${body}\n`),
      withSecret(base64),
    ),
    codes: ['secret-needs-decoding', 'body-newline-added'],
  },
  'newline in the body, and the prefix of the secret lost': {
    signers: ALL,
    options: { secret: 'whsec_0123456789abcdef' },
    damage: both(
      withBody((body) => `${body}\n`),
      withSecret((s) => s.slice('whsec_'.length)),
    ),
    codes: ['secret-prefix-missing', 'body-newline-added'],
  },
  'JSON indented, and another saved secret': {
    signers: ALL,
    damage: both(withBody(pretty(2)), otherSecret('Billing', 'wrong_secret_00000')),
    codes: ['secret-of-other-endpoint', 'body-json-spacing'],
  },
  'JSON compacted, and a newline after the secret': {
    signers: ALL,
    options: { body: pretty(2)(BODY) },
    damage: both(
      withBody(viaJavascript),
      withSecret((s) => `${s}\n`),
    ),
    codes: ['secret-has-whitespace', 'body-json-spacing'],
  },
  'http for https, and a trailing slash': {
    signers: OVER_URL,
    options: { url: 'https://hooks.example.test/in' },
    damage: withUrl((url) => `${url.replace('https:', 'http:')}/`),
    codes: ['url-scheme', 'url-trailing-slash'],
  },
  'http for https, and a newline in the body': {
    signers: OVER_URL,
    damage: both(
      withUrl((url) => url.replace('https:', 'http:')),
      withBody((body) => `${body}\n`),
    ),
    codes: ['url-scheme', 'body-newline-added'],
  },
  'a trailing slash, and JSON indented': {
    signers: OVER_URL,
    options: { url: 'https://hooks.example.test/in' },
    damage: both(
      withUrl((url) => `${url}/`),
      withBody(pretty(2)),
    ),
    codes: ['url-trailing-slash', 'body-json-spacing'],
  },
}

const cells = Object.entries(MATRIX).flatMap(([title, { signers, damage, codes, options }]) =>
  signers.map((signer) => [title, signer, damage, codes, options ?? {}] as const),
)

test.each(cells)('%s (%s): named, and nothing else is blamed', (_title, signer, damage, codes, options) => {
  const original = sent(signer, options)
  if (options.as === undefined) expect(causesOf(original)).toEqual([])
  const damaged = { ...original, ...damage(original) }
  const causes = causesOf(damaged)
  expect(
    causes.map(({ code }) => code),
    JSON.stringify(causes, null, 1),
  ).toEqual(codes)
  expectNoSecrets(causes, damaged)
})

test.each(['stripe', 'slack', 'paddle'])('%s: an age is said against what is accepted', (signer) => {
  const original = sent(signer)
  const [cause] = causesOf({ ...original, ...later(7200)(original) })
  expect(cause).toMatchObject({ code: 'timestamp-too-old', certainty: 'proven' })
  expect(cause?.sentence).toMatch(/2 hours old/)
})

test.each([
  ['github', 'X-Hub-Signature-256', 'X-Signature-256'],
  ['github', 'X-Hub-Signature-256', 'X-Signature'],
  ['stripe', 'Stripe-Signature', 'X-Stripe-Signature'],
  ['stripe', 'Stripe-Signature', 'Signature'],
  ['square', 'x-square-hmacsha256-signature', 'X-Signature'],
  ['shopify', 'X-Shopify-Hmac-Sha256', 'X-Shopify-Hmac'],
  ['shopify', 'X-Shopify-Hmac-Sha256', 'X-Hmac-Sha256'],
  ['trello', 'X-Trello-Webhook', 'X-Trello-Webhook-Signature'],
  ['contentful', 'x-contentful-signature', 'X-Signature'],
])('%s: a header %s that is called %s', (signer, from, to) => {
  const original = sent(signer)
  const damage = (...more: Damage[]) => causesOf({ ...original, ...both(renamed(from, to), ...more)(original) })
  expect(damage().map(({ code, certainty }) => [code, certainty])).toEqual([['signature-header-renamed', 'proven']])
  expect(damage(withBody((body) => `${body}\n`)).map(({ code }) => code)).toEqual([
    'signature-header-renamed',
    'body-newline-added',
  ])
  const wrong = damage(withSecret(() => 'another_secret_9876543210'))
  expect(wrong.map(({ code, certainty }) => [code, certainty])).toEqual([
    [expect.stringMatching(/^(signature-missing|other-provider-header)$/), 'seen'],
    ['signature-header-renamed', 'seen'],
  ])
  expect(wrong[1]?.sentence).toContain('does not fit either')
})

test('github: only the header of its older version came, with SHA-1, and another provider is not blamed', () => {
  const original = sent('github', { secret: 'the_secret_of_this_endpoint' })
  const sha1 = createHmac('sha1', 'the_secret_of_this_endpoint').update(original.request.body).digest('hex')
  const damaged = {
    ...original,
    ...both(
      renamed('X-Hub-Signature-256', 'X-Hub-Signature'),
      withHeader('X-Hub-Signature', () => `sha1=${sha1}`),
    )(original),
  }
  expect(causesOf(damaged).map(({ code, certainty }) => [code, certainty])).toEqual([
    ['signature-header-renamed', 'proven'],
    ['signature-hash-differs', 'proven'],
  ])
})

test.each([
  ['stripe', 'Stripe-Signature', 'signed in milliseconds', (t: string) => t.replace(/t=(\d+)000/, 't=$1')],
  ['slack', 'X-Slack-Request-Timestamp', 'signed in milliseconds', (t: string) => t.slice(0, 10)],
])('%s: a time in %s that was %s', (signer, name, said, shorten) => {
  const original = sent(signer, { as: inUnit('ms') })
  const causes = causesOf({ ...original, ...withHeader(name, shorten)(original) })
  expect(causes).toMatchObject([{ code: 'timestamp-rewritten', certainty: 'proven' }])
  expect(causes[0]?.sentence).toContain(said)
})

test.each([
  ['stripe', 'Stripe-Signature', (t: string) => t.replace(/t=(\d+)/, 't=$1000')],
  ['slack', 'X-Slack-Request-Timestamp', (t: string) => `${t}000`],
])('%s: a time in %s that was signed in seconds and sent in milliseconds', (signer, name, lengthen) => {
  const original = sent(signer)
  const causes = causesOf({ ...original, ...withHeader(name, lengthen)(original) })
  expect(causes[0]).toMatchObject({ code: 'timestamp-rewritten', certainty: 'proven' })
  expect(causes[0]?.sentence).toContain('signed in seconds')
})

test('milliseconds that were cut off after they were signed are found', () => {
  const signed = sent('stripe', { at: NOW + 123, as: inUnit('ms') })
  const cut = withHeader('Stripe-Signature', (value) => value.replace(/t=(\d{10})\d+/, 't=$1'))
  expect(causesOf({ ...signed, ...cut(signed) })).toMatchObject([
    { code: 'timestamp-rewritten', sentence: expect.stringContaining(`is ${NOW + 123}`) },
  ])
})
