import { describe, expect, test } from 'vitest'
import { base64 } from '../http/base64-text.ts'
import type { HeaderPairs } from '../http/header-pairs.ts'
import { headerFromText, headerText } from '../http/header-text.ts'
import { bytesFromLatin1, latin1FromBytes } from '../http/latin1.ts'
import { LearnedValues } from './learned-values.ts'
import { type RedactedMessage, Redaction, type SharedMessage } from './redaction.ts'
import { DEFAULT_REDACTION_RULES, type RedactionRules } from './redaction-rules.ts'

function redaction(secrets: ReadonlyArray<string> = [], rules: Partial<RedactionRules> = {}): Redaction {
  return new Redaction({ rules: { ...DEFAULT_REDACTION_RULES, ...rules }, secrets, keyedName })
}

/** Stands for an HMAC. */
function keyedName(value: string): string {
  let hash = 7
  for (let index = 0; index < value.length; index++) hash = (hash * 31 + value.charCodeAt(index)) % 2 ** 40
  return hash.toString(36).padStart(12, '0')
}

function message(parts: { target?: string; headers?: HeaderPairs; body?: string; type?: string }): SharedMessage {
  const { target = '/', headers = [], body = '', type } = parts
  return {
    target,
    headers: type === undefined ? headers : [...headers, ['Content-Type', type]],
    trailers: [],
    body: bytesFromLatin1(headerFromText(body)),
    decoded: null,
  }
}

function one(using: Redaction, parts: Parameters<typeof message>[0]): RedactedMessage {
  return using.entry({ messages: [message(parts)], texts: [] }).messages[0] as RedactedMessage
}

function bodyOf(body: string, type: string, using = redaction()): string {
  return headerText(latin1FromBytes(one(using, { body, type }).body))
}

const JSON_TYPE = 'application/json'
const FORM_TYPE = 'application/x-www-form-urlencoded'

describe('headers', () => {
  test.each([
    ['Authorization', 'Bearer abc.def', 'Bearer [authorization-1]'],
    ['authorization', 'Basic dXNlcjpwYXNz', 'Basic [authorization-1]'],
    ['Proxy-Authorization', 'abc', '[authorization-1]'],
    ['Cookie', 'sid=abc; theme=dark', 'sid=[cookie-1]; theme=[cookie-2]'],
    ['Set-Cookie', 'sid=abc; Path=/; HttpOnly', 'sid=[cookie-1]; Path=/; HttpOnly'],
    ['Stripe-Signature', 't=1,v1=abc', '[signature-1]'],
    ['X-Hub-Signature-256', 'sha256=abc', '[signature-1]'],
    ['X-Shopify-Hmac-Sha256', 'abc=', '[signature-1]'],
    ['X-Some-New-Signature', 'abc', '[signature-1]'],
    ['Content-Digest', 'sha-256=:abc:', '[signature-1]'],
    ['X-Gitlab-Token', 'abc', '[token-1]'],
    ['X-Api-Key', 'abc', '[token-1]'],
    ['X-Telegram-Bot-Api-Secret-Token', 'abc', '[token-1]'],
    ['X-Amz-Security-Token', 'abc', '[token-1]'],
    ['X-Auth-User', 'abc', '[token-1]'],
    ['From', 'Jo <jo@example.com>', 'Jo <[email-1]>'],
    ['Referer', 'https://a.example/x?token=abc&y=1', 'https://a.example/x?token=%5Btoken-1%5D&y=1'],
    ['Idempotency-Key', 'abc', 'abc'],
    ['Sec-WebSocket-Key', 'abc', 'abc'],
    ['X-GitHub-Delivery', '72d3162e-cc78-11e3-81ab-4c9367dc0958', '72d3162e-cc78-11e3-81ab-4c9367dc0958'],
    ['X-Slack-Request-Timestamp', '1531420618', '1531420618'],
    ['User-Agent', 'Stripe/1.0 (+https://stripe.com/docs/webhooks)', 'Stripe/1.0 (+https://stripe.com/docs/webhooks)'],
  ])('%s: %s', (name, value, expected) => {
    expect(one(redaction(), { headers: [[name, value]] }).headers).toEqual([[name, expected]])
  })

  test('keep their order, case and number', () => {
    const headers = [
      ['x-B', '1'],
      ['COOKIE', 'a=b'],
      ['x-B', '2'],
    ] as const
    expect(one(redaction(), { headers }).headers).toEqual([
      ['x-B', '1'],
      ['COOKIE', 'a=[cookie-1]'],
      ['x-B', '2'],
    ])
  })
})

test.each([
  ['/a?token=abc&x=1', '/a?token=%5Btoken-1%5D&x=1'],
  ['/a?api_key=abc', '/a?api_key=%5Btoken-1%5D'],
  ['/a?key=abc&sig=def', '/a?key=%5Btoken-1%5D&sig=%5Bsignature-1%5D'],
  ['/a?hub.verify_token=abc&hub.challenge=1', '/a?hub.verify_token=%5Btoken-1%5D&hub.challenge=1'],
  ['/a?user%5Bpassword%5D=abc', '/a?user%5Bpassword%5D=%5Btoken-1%5D'],
  ['/users/jo%40example.com/x', '/users/%5Bemail-1%5D/x'],
  ['/users/jo@example.com', '/users/%5Bemail-1%5D'],
  ['/a?to=jo%2Bx%40example.com', '/a?to=%5Bemail-1%5D'],
  ['/a?phone=%2B14155552671', '/a?phone=%5Bphone-1%5D'],
  ['http://u:p@h/a', 'http://%5Btoken-1%5D@h/a'],
  ['/a?x=1&&y=%zz+b', '/a?x=1&&y=%zz+b'],
  ['*', '*'],
])('target %s', (target, expected) => {
  expect(one(redaction(), { target }).target).toBe(expected)
})

describe('JSON', () => {
  test('keeps everything but the values, byte for byte', () => {
    const body = '{ "a" : 1.50e+3,\r\n\t"password":"x\\"y", "b":[true,null , "\\u00e9"],  "client_secret" : "s" }\n'
    expect(bodyOf(body, JSON_TYPE)).toBe(
      '{ "a" : 1.50e+3,\r\n\t"password":"[token-1]", "b":[true,null , "\\u00e9"],  "client_secret" : "[token-2]" }\n',
    )
  })

  test.each([
    ['{"email":"jo@example.com"}', '{"email":"[email-1]"}'],
    ['{"m":"jo\\u0040example.com"}', '{"m":"[email-1]"}'],
    ['{"m":"to jo@example.com, jo@example.com"}', '{"m":"to [email-1], [email-1]"}'],
    ['{"jo@example.com":1}', '{"[email-1]":1}'],
    ['{"apiKey":"abc","API_KEY":"abc"}', '{"apiKey":"[token-1]","API_KEY":"[token-1]"}'],
    ['{"pin_token":123456}', '{"pin_token":"[token-1]"}'],
    ['{"number":4242424242424242}', '{"number":"[card-1]"}'],
    ['{"cvc":"123"}', '{"cvc":"[card-1]"}'],
    ['{"phone":"0170 1234567"}', '{"phone":"[phone-1]"}'],
    ['{"wa_id":"491701234567"}', '{"wa_id":"[phone-1]"}'],
    ['{"credentials":{"user":"jo","n":5,"ok":true}}', '{"credentials":{"user":"[token-1]","n":"[token-2]","ok":true}}'],
    ['{"h":[{"name":"Cookie","value":"a=b"}]}', '{"h":[{"name":"Cookie","value":"a=[cookie-1]"}]}'],
    ['{"h":{"Authorization":"Bearer abc"}}', '{"h":{"Authorization":"Bearer [authorization-1]"}}'],
    ['{"s":"{\\"password\\":\\"x\\",\\"n\\":1}"}', '{"s":"{\\"password\\":\\"[token-1]\\",\\"n\\":1}"}'],
    ['{"s":"{\\"token\\":12}"}', '{"s":"{\\"token\\":\\"[token-1]\\"}"}'],
    ['{"url":"https://x.example/?a=1&token=abc&b=2"}', '{"url":"https://x.example/?a=1&token=[token-1]&b=2"}'],
    ['{"url":"https://u:p@x.example/"}', '{"url":"https://[token-1]@x.example/"}'],
    ['{"a":"sk_live_abcdefghij1234"}', '{"a":"[token-1]"}'],
    [
      '{"signature":{"timestamp":"1","token":"t","signature":"s"}}',
      '{"signature":{"timestamp":"1","token":"[token-1]","signature":"[signature-1]"}}',
    ],
    ['{"password":"cut of', '{"password":"[token-1]'],
    ['{"a":1}\n{"token":"x"}\n', '{"a":1}\n{"token":"[token-1]"}\n'],
  ])('%s', (body, expected) => {
    expect(bodyOf(body, JSON_TYPE)).toBe(expected)
  })

  test.each([
    '{"id":"pi_3Qabc","created":1700000000,"amount":1500000,"ms":1700000000123,"us":1700000000123456}',
    '{"total_tokens":150,"max_tokens":4096,"token_type":"bearer","password_changed_at":"2026-01-01","has_password":true}',
    '{"signature_version":"2","signature_request":{"title":"x"},"idempotency_key":"abc-1","object_key":"a/b.png"}',
    '{"id":"4000000000000000","order":"123-45-6789","uuid":"550e8400-e29b-41d4-a716-446655440000"}',
    '{"password":null,"token":"","secret":false}',
    '{"auth":{"uid":1,"provider":"google"},"session":{"id":"x"},"secretary":"Ann"}',
    '{"ssh_url":"git@github.com:o/r.git","img":"a@2x.png","handle":"@jo","pkg":"x@1.2.3"}',
    '{"delta":"+1500000","date":"2026-01-01T00:00:00+0100","range":"555-1234","version":"415.555.2671"}',
    '{"snowflake":1311223344556677889,"n":1e400,"neg":-0,"big":123456789012345678901234567890}',
  ])('leaves %s', (body) => {
    expect(bodyOf(body, JSON_TYPE)).toBe(body)
  })

  test('base64 of JSON, as Google Pub/Sub sends it, is looked into', () => {
    const encoded = (text: string) => base64(bytesFromLatin1(text))
    expect(bodyOf(JSON.stringify({ data: encoded('{"email":"jo@example.com"}') }), JSON_TYPE)).toBe(
      JSON.stringify({ data: encoded('{"email":"[email-1]"}') }),
    )
  })

  test('any depth', () => {
    const body = `${'['.repeat(100_000)}{"password":"x"}${']'.repeat(100_000)}`
    expect(bodyOf(body, JSON_TYPE)).toBe(body.replace('"x"', '"[token-1]"'))
  })
})

test.each([
  ['a=1&password=x+y&b=%2', FORM_TYPE, 'a=1&password=%5Btoken-1%5D&b=%2'],
  ['email=jo%40example.com', FORM_TYPE, 'email=%5Bemail-1%5D'],
  ['payload=%7B%22token%22%3A%22x%22%7D', FORM_TYPE, 'payload=%7B%22token%22%3A%22%5Btoken-1%5D%22%7D'],
  [
    'From=%2B14155552671&To=%2B14155552672&From2=%2B14155552671',
    FORM_TYPE,
    'From=%5Bphone-1%5D&To=%5Bphone-2%5D&From2=%5Bphone-1%5D',
  ],
  ['{"token":"x"}', FORM_TYPE, '{"token":"[token-1]"}'],
  [
    '<a><Password>x</Password><b t="1" api-key="k k"/>jo@example.com</a>',
    'application/xml',
    '<a><Password>[token-1]</Password><b t="1" api-key="[token-2]"/>[email-1]</a>',
  ],
  ['user=jo password=hunter2 ok', 'text/plain', 'user=jo password=[token-1] ok'],
  ['Authorization: Bearer abcdefgh', 'text/plain', 'Authorization: Bearer [token-1]'],
  ['817 4111 1111 1111 1111 817, +1 415 555 2671 12345 6', 'text/plain', '817 [card-1] 817, [phone-1] 12345 6'],
  ['call +49 170 1234567 or (415) 555-2671.', 'text/plain', 'call [phone-1] or [phone-2].'],
  ['4242 4242 4242 4242, 3782-822463-10005; 20 4242424242424242', 'text/plain', '[card-1], [card-2]; 20 [card-3]'],
  ['eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0.c2ln.', 'text/plain', '[jwt-1].'],
  [
    '-----BEGIN PRIVATE KEY-----\nMIIabc\n-----END PRIVATE KEY-----',
    'text/plain',
    '-----BEGIN PRIVATE KEY-----[token-1]-----END PRIVATE KEY-----',
  ],
  ['https://hooks.slack.com/services/T0/B0/abcdef', 'text/plain', 'https://hooks.slack.com/services/[token-1]'],
  ["o'brien@example.com", 'text/plain', '[email-1]'],
  ['bounce+jo=example.com@mail.example.com', 'text/plain', '[email-1]'],
  ['The password: please change it', 'text/plain', 'The password: please change it'],
])('%s as %s', (body, type, expected) => {
  expect(bodyOf(body, type)).toBe(expected)
})

test('parts of a multipart body are looked at by their own type', () => {
  const part = (head: string, content: string) => `--b\r\nContent-Disposition: form-data; ${head}\r\n\r\n${content}\r\n`
  const body = (a: string, b: string, c: string, file: string) =>
    `${part('name="a"', a)}${part('name="password"', b)}${part('name="c"', c)}${part(`name="f"; filename="${file}"`, 'x')}--b--\r\n`
  expect(
    bodyOf(body('jo@example.com', 'x', '{"token":"x"}', 'jo@example.com.txt'), 'multipart/form-data; boundary=b'),
  ).toBe(body('[email-1]', '[token-1]', '{"token":"[token-1]"}', '[email-2]'))
})

test('UTF-16 stays UTF-16', () => {
  const wide = (text: string) => `\xff\xfe${[...text].map((char) => `${char}\0`).join('')}`
  const given = { ...message({ type: 'text/plain' }), body: bytesFromLatin1(wide('to jo@example.com!')) }
  const { body } = redaction().entry({ messages: [given], texts: [] }).messages[0] as RedactedMessage
  expect(latin1FromBytes(body)).toBe(wide('to [email-1]!'))
})

describe('binary bodies', () => {
  const png = '\x89PNG\r\n\x1a\n\0\0 jo'

  test('are left out', () => {
    const { body, headers } = one(redaction(), { body: '', type: 'image/png' })
    expect(body.length).toBe(0)
    expect(headers).toEqual([['Content-Type', 'image/png']])
    const given = { ...message({ type: 'image/png' }), body: bytesFromLatin1(png) }
    const using = redaction()
    expect(
      latin1FromBytes(using.entry({ messages: [given], texts: [] }).messages[0]?.body ?? bytesFromLatin1('')),
    ).toBe('[binary-1]')
    expect(using.report().notes[0]?.text).toMatch(/binary body was left out/)
  })

  test('stay where that is asked for, unless something is in them', () => {
    const rules = { off: ['binary' as const] }
    const given = (text: string) => ({ ...message({ type: 'image/png' }), body: bytesFromLatin1(text) })
    const kept = redaction([], rules).entry({ messages: [given(png), given(`${png}@example.com`)], texts: [] })
    expect(kept.messages.map(({ body }) => latin1FromBytes(body))).toEqual([png, '[binary-1]'])
  })
})

describe('compressed bodies', () => {
  const headers = [
    ['Content-Encoding', 'gzip'],
    ['Content-Length', '3'],
    ['Content-Type', 'text/plain'],
  ] as const
  const given = (decoded: SharedMessage['decoded']) => ({ ...message({ body: 'zip', headers }), decoded })

  test('go out decoded, and it is said', () => {
    const using = redaction()
    const decoded = { bytes: bytesFromLatin1('jo@example.com'), incomplete: null }
    const out = using.entry({ messages: [given(decoded)], texts: [] }).messages[0]
    expect(latin1FromBytes(out?.body ?? bytesFromLatin1(''))).toBe('[email-1]')
    expect(out?.headers).toEqual([
      ['Content-Length', '9'],
      ['Content-Type', 'text/plain'],
    ])
    expect(using.report().notes).toEqual([{ text: expect.stringContaining('was decoded'), count: 1 }])
  })

  test('that cannot be decoded are left out', () => {
    const broken = { bytes: bytesFromLatin1('jo@exam'), incomplete: 'It broke.' }
    const out = redaction().entry({ messages: [given(null), given(broken)], texts: [] }).messages
    expect(out.map(({ body }) => latin1FromBytes(body))).toEqual(['[binary-1]', '[binary-1]'])
  })
})

describe('saved secrets', () => {
  test.each([
    ['plain', 's3cr3t/+=é', 's3cr3t/+=é'],
    ['in JSON', 's3"cr3t', JSON.stringify({ a: 's3"cr3t' })],
    ['escaped otherwise', 's3cr3t', '{"a":"s3cr\\u0033t"}'],
    ['in a form', 's3 cr&t', 'a=s3%20cr%26t'],
    ['as base64', 's3cr3t-long', base64(bytesFromLatin1('s3cr3t-long'))],
    ['as hex', 's3cr3t-long', '7333637233742d6c6f6e67'],
    ['as hex in capitals', 's3cr3t-long', '7333637233742D6C6F6E67'],
    ['as base32', 's3cr3t-long', 'OMZWG4RTOQWWY33OM4======'],
    ['as base32 in small letters', 's3cr3t-long', 'omzwg4rtoqwwy33om4'],
    ['without its prefix', 'whsec_abcdefghijklmnop', 'x abcdefghijklmnop y'],
    ['in XML', 'a<b&c>d', '<x>a&lt;b&amp;c&gt;d</x>'],
    ['across the structure', '":"x","', '{"a":"x","b":"x","c":1}'],
    ['three letters alone', 'abc', 'abc, abcd'],
  ])('%s', (_name, secret, body) => {
    const out = bodyOf(body, 'text/plain', redaction([secret]))
    expect(out).toContain('[secret-1]')
    expect(out.replace('abcd', '')).not.toContain(secret)
  })

  test('go from names, notes and targets too', () => {
    const using = redaction(['tok-12345'])
    const out = using.entry({
      messages: [message({ target: '/stripe/tok-12345?tok-12345', headers: [['X-tok-12345', 'tok-12345']] })],
      texts: ['see tok-12345 – ok'],
    })
    expect(out.messages[0]?.target).toBe('/stripe/%5Bsecret-1%5D?%5Bsecret-1%5D')
    expect(out.messages[0]?.headers).toEqual([['X-secret-1', '[secret-1]']])
    expect(out.texts).toEqual(['see [secret-1] – ok'])
  })
})

test('a credential without digits goes wherever the entry repeats it, too', () => {
  const [redacted] = redaction().entry({
    messages: [
      message({
        headers: [
          ['Authorization', 'Bearer topsecretbearer'],
          ['X-Echo', 'topsecretbearer'],
        ],
        body: '{"a":"topsecretbearer"}',
      }),
    ],
    texts: [],
  }).messages
  expect(JSON.stringify(redacted?.headers)).not.toContain('topsecret')
  expect(latin1FromBytes(redacted?.body ?? bytesFromLatin1('topsecret'))).not.toContain('topsecret')
})

test('what was known by its name goes wherever the entry repeats it', () => {
  const out = redaction().entry({
    messages: [
      message({ headers: [['Authorization', 'Bearer k3y-0123456789']] }),
      message({ body: 'you sent k3y-0123456789', type: 'text/plain' }),
    ],
    texts: ['k3y-0123456789'],
  })
  expect(latin1FromBytes(out.messages[1]?.body ?? bytesFromLatin1(''))).toBe('you sent [authorization-1]')
  expect(out.texts).toEqual(['[authorization-1]'])
})

test('the same value has the same placeholder in all entries', () => {
  const using = redaction()
  expect(bodyOf('a@example.com b@example.com', 'text/plain', using)).toBe('[email-1] [email-2]')
  expect(bodyOf('{"x":"b@example.com"}', JSON_TYPE, using)).toBe('{"x":"[email-2]"}')
  expect(using.text('b@example.com')).toBe('[email-2]')
})

test('says what was taken out, and where', () => {
  const using = redaction()
  one(using, {
    target: '/?token=x',
    headers: [['Cookie', 'a=1; b=2']],
    body: '{"data":{"email":"jo@example.com"},"list":[{"email":"a@example.com"},{"email":"b@example.com"}]}',
    type: JSON_TYPE,
  })
  expect(using.report()).toEqual({
    counts: [
      { kind: 'email', count: 3 },
      { kind: 'cookie', count: 2 },
      { kind: 'token', count: 1 },
    ],
    places: [
      { kind: 'token', where: 'query token', count: 1 },
      { kind: 'cookie', where: 'header Cookie', count: 2 },
      { kind: 'email', where: 'body /data/email', count: 1 },
      { kind: 'email', where: 'body /list/*/email', count: 2 },
    ],
    notes: [],
  })
})

test('kinds can be switched off', () => {
  const using = redaction(['s3cr3t'], { off: ['email', 'token'] })
  expect(bodyOf('{"password":"x","a":"jo@example.com","b":"s3cr3t"}', JSON_TYPE, using)).toBe(
    '{"password":"x","a":"jo@example.com","b":"[secret-1]"}',
  )
})

describe('own patterns', () => {
  test('are looked for in every value, in letters of any script', () => {
    const patterns = [{ name: 'Customer', pattern: 'kunde-\\d+|größe', ignoreCase: true }]
    const using = redaction([], { patterns })
    expect(bodyOf('{"ü":"über KUNDE-42 und Größe 7","n":5}', JSON_TYPE, using)).toBe(
      '{"ü":"über [pattern-1] und [pattern-2] 7","n":5}',
    )
  })

  test('that are none are named', () => {
    const patterns = [{ name: 'Mine', pattern: '(', ignoreCase: false }]
    expect(() => redaction([], { patterns })).toThrow(/The pattern "Mine" cannot be read/)
  })

  test('cannot be made slow', () => {
    const patterns = [{ name: 'x', pattern: '(a+)+b|(a|a)*c', ignoreCase: false }]
    const started = Date.now()
    expect(bodyOf('a'.repeat(20_000), 'text/plain', redaction([], { patterns }))).toBe('a'.repeat(20_000))
    expect(Date.now() - started).toBeLessThan(20_000)
  })
})

test('a request that no parser took is looked at as one', () => {
  const raw =
    'POST /a?token=x HTTP/1.1\r\nAuthorization: Bearer k3y\r\nCookie: a=b; c=d\r\nbad line jo@example.com\r\n\r\n{"password":"x"}'
  expect(bodyOf(raw, '')).toBe(
    'POST /a?token=%5Btoken-1%5D HTTP/1.1\r\nAuthorization: Bearer [authorization-1]\r\nCookie: a=[cookie-1]; c=[cookie-2]\r\nbad line [email-1]\r\n\r\n{"password":"[token-1]"}',
  )
})

test('what one entry told is known in the next that belongs to it', () => {
  const using = redaction()
  const learned = new LearnedValues()
  using.entry({ messages: [message({ headers: [['X-Api-Key', 'k3y-0123456789']] })], texts: [] }, learned)
  expect(using.entry({ messages: [], texts: ['is k3y-0123456789'] }, learned).texts).toEqual(['is [token-1]'])
})
