import { createHash, createHmac, generateKeyPairSync, sign } from 'node:crypto'
import http from 'node:http'
import net from 'node:net'
import fc from 'fast-check'
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import type { EndpointSigningChange } from '../../../shared/endpoint/endpoint-signing.ts'
import { mayBeHandshake } from '../../../shared/signature/handshake/may-be-handshake.ts'
import { startTestEngine, type TestEngine, until } from '../testing/test-engine.ts'

const SECRET = 'handshake_secret_0a1b2c3d4e5f'
const OWN_ANSWER = '{"ok":true}'

let engine: TestEngine
let endpoints = 0

beforeAll(async () => {
  engine = await startTestEngine()
})

afterAll(() => engine.close())

afterEach(async () => {
  await engine.handlers['captures.clear']({ includePinned: true })
})

interface Asked {
  readonly method?: string
  readonly path?: string
  readonly headers?: Record<string, string>
  readonly body?: string
}

interface Answered {
  readonly status: number
  readonly headers: http.IncomingHttpHeaders
  readonly body: string
}

describe('answers, whose provider nobody had to choose', () => {
  test.each<[string, string, Asked, Partial<Answered>]>([
    [
      'slack',
      'slack',
      {
        headers: { 'X-Slack-Signature': 'v0=x' },
        body: '{"token":"t","challenge":"3eZbrw1aB","type":"url_verification"}',
      },
      { body: '3eZbrw1aB' },
    ],
    [
      'lark',
      'lark',
      { body: '{"challenge":"ajls3","token":"x","type":"url_verification"}' },
      { body: '{"challenge":"ajls3"}' },
    ],
    [
      'notion',
      'notion',
      { body: '{"verification_token":"secret_tMrlL1qK5vuQAh1b6cZGhFChZTSYJlce98V0pYn7yBl"}' },
      { body: OWN_ANSWER },
    ],
    [
      'youtube',
      'websub',
      { method: 'GET', path: '?hub.mode=subscribe&hub.topic=https%3A%2F%2Fx&hub.challenge=4711&hub.lease_seconds=9' },
      { body: '4711' },
    ],
    [
      'twitch',
      'twitch',
      {
        headers: { 'Twitch-Eventsub-Message-Type': 'webhook_callback_verification' },
        body: '{"challenge":"pogchamp-kappa"}',
      },
      { body: 'pogchamp-kappa' },
    ],
    [
      'okta',
      'okta',
      { method: 'GET', headers: { 'X-Okta-Verification-Challenge': 'abc' } },
      { body: '{"verification":"abc"}' },
    ],
    [
      'graph',
      'microsoft-graph',
      { path: '?validationToken=Validation%3A+Testing+123' },
      { body: 'Validation: Testing 123' },
    ],
    [
      'event grid',
      'azure-event-grid',
      { headers: { 'aeg-event-type': 'SubscriptionValidation' }, body: '[{"data":{"validationCode":"512d38b6"}}]' },
      { body: '{"validationResponse":"512d38b6"}' },
    ],
    ['front', 'front', { headers: { 'X-Front-Challenge': 'f1' }, body: '{}' }, { body: 'f1' }],
    [
      'worldline',
      'worldline',
      { method: 'GET', headers: { 'X-GCS-Webhooks-Endpoint-Verification': 'w1' } },
      { body: 'w1' },
    ],
    [
      'dropbox',
      'challenge',
      { method: 'GET', path: '?challenge=dbx', headers: { 'User-Agent': 'DropboxWebhooks/1.0' } },
      { body: 'dbx' },
    ],
    ['github', 'ping', { headers: { 'X-GitHub-Event': 'ping' }, body: '{"zen":"x"}' }, { body: OWN_ANSWER }],
  ])('%s', async (_name, kind, asked, expected) => {
    const answered = await ask(await endpoint(), asked)
    expect(answered).toMatchObject({ status: 200, ...expected })
    expect((await marked()).handshake).toBe(kind)
    if (answered.body !== OWN_ANSWER) expectHarmless(answered)
  })

  test('those who want a header back get it', async () => {
    const slug = await endpoint()
    const asana = await ask(slug, { headers: { 'X-Hook-Secret': 'b537207f20cbfa02' }, body: '{}' })
    expect(asana).toMatchObject({ status: 200, headers: { 'x-hook-secret': 'b537207f20cbfa02' }, body: '' })
    const cloud = await ask(slug, { method: 'OPTIONS', headers: { 'WebHook-Request-Origin': 'eventgrid.azure.net' } })
    expect(cloud.headers).toMatchObject({
      'webhook-allowed-origin': 'eventgrid.azure.net',
      'webhook-allowed-rate': '120',
    })
    const adobe = await ask(slug, { method: 'GET', headers: { 'X-AdobeSign-ClientId': 'CBJ' } })
    expect(adobe.headers['x-adobesign-clientid']).toBe('CBJ')
  })

  test('what was answered is kept', async () => {
    const slug = await endpoint({ provider: { kind: 'known', id: 'slack' } })
    await secret(slug)
    await ask(slug, slack('kept'))
    const { id } = await marked()
    const detail = await until(async () => {
      const got = await engine.handlers['captures.get']({ id })
      return got.answer === null ? null : got
    })
    expect(Buffer.from(detail.answer?.bodyStart ?? '', 'base64').toString()).toBe('kept')
  })
})

describe('answers that need what the user set up', () => {
  test('who asks with nothing but a challenge is answered where that provider is set, and otherwise it is said why not', async () => {
    const dropbox = await endpoint({ provider: { kind: 'known', id: 'dropbox' } })
    expect((await ask(dropbox, { method: 'GET', path: '?challenge=dbx' })).body).toBe('dbx')
    const monday = await endpoint({ provider: { kind: 'known', id: 'monday' } })
    expect((await ask(monday, { body: '{"challenge":"abc"}' })).body).toBe('{"challenge":"abc"}')
    const anyone = await endpoint()
    for (const asked of [{ method: 'GET', path: '?challenge=dbx' }, { body: '{"challenge":"abc"}' }]) {
      expect((await ask(anyone, asked)).body).toBe(OWN_ANSWER)
      expect(await refusal()).toBe('provider-not-set')
    }
  })

  test('Meta is told by its verify token, whoever else may send to the endpoint', async () => {
    const slug = await endpoint()
    const path = '?hub.mode=subscribe&hub.verify_token=right&hub.challenge=42'
    expect((await ask(slug, { method: 'GET', path })).body).toBe(OWN_ANSWER)
    expect(await refusal()).toBe('provider-not-set')
    await secret(slug, 'right', 'verify-token', null, 'whatsapp')
    expect((await ask(slug, { method: 'GET', path })).body).toBe('42')
  })

  test('Meta gets its challenge back with the right token only', async () => {
    const slug = await endpoint({ provider: { kind: 'known', id: 'whatsapp' } })
    const path = (token: string) => `?hub.mode=subscribe&hub.verify_token=${token}&hub.challenge=1158201444`
    expect(await ask(slug, { method: 'GET', path: path('right') })).toMatchObject({ status: 403, body: '' })
    await secret(slug, 'right', 'verify-token')
    expect(await ask(slug, { method: 'GET', path: path('right') })).toMatchObject({ status: 200, body: '1158201444' })
    expect(await ask(slug, { method: 'GET', path: path('wrong') })).toMatchObject({ status: 403, body: '' })
  })

  test('X gets the HMAC of its token', async () => {
    const slug = await endpoint({ provider: { kind: 'known', id: 'x' } })
    await secret(slug)
    const answered = await ask(slug, { method: 'GET', path: '?crc_token=abc_DEF-1' })
    const hmac = createHmac('sha256', SECRET).update('abc_DEF-1').digest('base64')
    expect(JSON.parse(answered.body)).toEqual({ response_token: `sha256=${hmac}` })
    expectHarmless(answered)
  })

  test('Zoom gets the HMAC of a token that it signed', async () => {
    const slug = await endpoint({ provider: { kind: 'known', id: 'zoom' } })
    await secret(slug)
    const answered = await ask(slug, zoom('qgg8vlvZRS6UYooatFL8Aw'))
    const encryptedToken = createHmac('sha256', SECRET).update('qgg8vlvZRS6UYooatFL8Aw').digest('hex')
    expect(JSON.parse(answered.body)).toEqual({ plainToken: 'qgg8vlvZRS6UYooatFL8Aw', encryptedToken })
  })

  test('Braintree gets its public key and the HMAC', async () => {
    const slug = await endpoint({ provider: { kind: 'known', id: 'braintree' } })
    await secret(slug, SECRET, 'secret', 'integration_public_key')
    const answered = await ask(slug, { method: 'GET', path: '?bt_challenge=20f9f8ed05f77439fe955c977e4c8a53' })
    const key = createHash('sha1').update(SECRET).digest()
    const hmac = createHmac('sha1', key).update('20f9f8ed05f77439fe955c977e4c8a53').digest('hex')
    expect(answered.body).toBe(`integration_public_key|${hmac}`)
  })

  test('Discord is answered where its signature is right, and refused where it is wrong', async () => {
    const slug = await endpoint({ provider: { kind: 'known', id: 'discord' } })
    const { publicKey, privateKey } = generateKeyPairSync('ed25519')
    const raw = publicKey.export({ type: 'spki', format: 'der' }).subarray(-32).toString('hex')
    const body = '{"type":1}'
    const at = String(Math.floor(Date.now() / 1000))
    const signature = sign(null, Buffer.from(at + body), privateKey).toString('hex')
    const asked = (hex: string) => ({ headers: { 'X-Signature-Ed25519': hex, 'X-Signature-Timestamp': at }, body })
    expect((await ask(slug, asked(signature))).body).toBe(OWN_ANSWER)
    await secret(slug, raw, 'public-key')
    expect(await ask(slug, asked(signature))).toMatchObject({ status: 200, body: '{"type":1}' })
    expect(await ask(slug, asked(`00${signature.slice(2)}`))).toMatchObject({ status: 401, body: '' })
  })

  test('Xero’s intent to receive is told right from wrong', async () => {
    const slug = await endpoint({ provider: { kind: 'known', id: 'xero' } })
    await secret(slug)
    const body = '{"events":[],"firstEventSequence":0,"lastEventSequence":0,"entropy":"S0m3r4Nd0m3t3xt"}'
    const right = createHmac('sha256', SECRET).update(body).digest('base64')
    expect(await ask(slug, { headers: { 'x-xero-signature': right }, body })).toMatchObject({ status: 200, body: '' })
    expect(await ask(slug, { headers: { 'x-xero-signature': 'wrong' }, body })).toMatchObject({ status: 401, body: '' })
  })

  test('a handshake that is not signed is no wrong signature', async () => {
    const slug = await endpoint({ provider: { kind: 'known', id: 'x' } })
    await secret(slug)
    await ask(slug, { method: 'GET', path: '?crc_token=abc' })
    await until(async () => ((await newest()).verdictReason === 'no-signature' ? true : null))
    await ask(slug, { method: 'GET' })
    await until(async () => ((await newest()).verdictReason === 'signature-missing' ? true : null))
  })

  test.each<[string, Asked]>([
    ['trello', { method: 'HEAD' }],
    ['intercom', { method: 'HEAD' }],
    ['mandrill', { method: 'HEAD' }],
    ['mailchimp', { method: 'GET' }],
    ['github', { headers: { 'X-GitHub-Event': 'ping' }, body: '{"zen":"Keep it logically awesome."}' }],
    ['google-channels', { headers: { 'X-Goog-Resource-State': 'sync' } }],
    ['line', { body: '{"destination":"U1","events":[]}' }],
    ['viber', { body: '{"event":"webhook","timestamp":1457764197627,"message_token":241256543215}' }],
    ['figma', { body: '{"event_type":"PING","passcode":"x","timestamp":"2026-01-01T00:00:00Z","webhook_id":"1"}' }],
    ['terraform', { body: '{"payload_version":1,"notifications":[{"message":"m","trigger":"verification"}]}' }],
    ['woocommerce', { body: 'webhook_id=12' }],
    ['notion', { body: '{"verification_token":"secret_tMrlL1qK5vuQAh1b6cZGhFChZTSYJlce98V0pYn7yBl"}' }],
  ])('%s hears of success, whatever the endpoint answers', async (id, asked) => {
    const slug = await endpoint({ provider: { kind: 'known', id } })
    await engine.handlers['endpoints.setAnswer']({
      slug,
      answer: { status: 500, headers: [], body: { kind: 'text', text: 'no' }, delayMs: 0 },
    })
    expect(await ask(slug, asked)).toMatchObject({ status: 200, body: '' })
    expect(await marked()).toMatchObject({ handshake: id === 'notion' ? 'notion' : 'ping' })
  })

  test.each(['nylas', 'adobe-io', 'dropbox'])('%s gets its challenge back', async (id) => {
    const slug = await endpoint({ provider: { kind: 'known', id } })
    expect(await ask(slug, { method: 'GET', path: '?challenge=abc' })).toMatchObject({ status: 200, body: 'abc' })
  })

  test.each(['facebook', 'messenger', 'instagram', 'whatsapp'])('%s gets its challenge back', async (id) => {
    const slug = await endpoint({ provider: { kind: 'known', id } })
    await secret(slug, 'right', 'verify-token')
    const path = '?hub.mode=subscribe&hub.challenge=1158201444&hub.verify_token=right'
    expect(await ask(slug, { method: 'GET', path })).toMatchObject({ status: 200, body: '1158201444' })
  })

  test('Trello’s HEAD is answered 200, whatever the endpoint answers', async () => {
    const slug = await endpoint({ provider: { kind: 'known', id: 'trello' } })
    await engine.handlers['endpoints.setAnswer']({
      slug,
      answer: { status: 500, headers: [], body: { kind: 'text', text: 'no' }, delayMs: 0 },
    })
    expect((await ask(slug, { method: 'HEAD' })).status).toBe(200)
    expect((await ask(slug, { body: 'x' })).status).toBe(500)
  })
})

describe('attacks', () => {
  test('no secret is computed with where the provider is only guessed', async () => {
    const slug = await endpoint()
    await secret(slug)
    for (const asked of [
      { method: 'GET', path: '?crc_token=abc' },
      zoom('abc'),
      { method: 'GET', path: '?bt_challenge=20f9f8ed05f77439fe955c977e4c8a53' },
      { method: 'GET', path: '?challenge_code=abc' },
    ]) {
      expect((await ask(slug, asked)).body).toBe(OWN_ANSWER)
      expect(await refusal()).toBe('provider-not-set')
    }
  })

  test('an endpoint for X signs no token that could be a body, a header or too long', async () => {
    const slug = await endpoint({ provider: { kind: 'known', id: 'x' } })
    await secret(slug)
    for (const token of ['{"a":1}', 'v0:1:{}', 'a b', 'ä', '', 'a'.repeat(129), '%00', 'a.b', 'a\n']) {
      const answered = await ask(slug, { method: 'GET', path: `?crc_token=${encodeURIComponent(token)}` })
      expect(answered.body, token).toBe(OWN_ANSWER)
    }
    expect(await refusal()).toBe('token-not-plain')
    // Nor what stands in a body.
    expect((await ask(slug, { path: '?crc_token=abc', body: 'x' })).body).toBe(OWN_ANSWER)
  })

  test('an endpoint for Zoom signs nothing for whoever cannot sign, and no forged content', async () => {
    const slug = await endpoint({ provider: { kind: 'known', id: 'zoom' } })
    await secret(slug)
    const { headers: _headers, ...unsigned } = zoom('abc')
    expect((await ask(slug, unsigned)).body).toBe(OWN_ANSWER)
    expect(await refusal()).toBe('not-signed')
    expect((await ask(slug, zoom('abc', 'another secret'))).body).toBe(OWN_ANSWER)
    expect(await refusal()).toBe('wrong-signature')
    expect((await ask(slug, zoom('abc', SECRET, Date.now() - 3_600_000))).body).toBe(OWN_ANSWER)
    expect((await ask(slug, zoom('v0:1700000000:{"event":"x"}'))).body).toBe(OWN_ANSWER)
    expect((await ask(slug, zoom('abc'))).body).toContain('encryptedToken')
  })

  test('a request to X that claims to be signed, wrongly, is computed nothing for', async () => {
    const slug = await endpoint({ provider: { kind: 'known', id: 'x' } })
    await secret(slug)
    const headers = { 'X-Twitter-Webhooks-Signature': 'sha256=AAAA' }
    expect((await ask(slug, { method: 'GET', path: '?crc_token=abc', headers })).body).toBe(OWN_ANSWER)
  })

  test('at most ten are computed in a minute', async () => {
    const slug = await endpoint({ provider: { kind: 'known', id: 'x' } })
    await secret(slug)
    const bodies: string[] = []
    for (let n = 0; n < 15; n++) bodies.push((await ask(slug, { method: 'GET', path: `?crc_token=t${n}` })).body)
    expect(bodies.filter((body) => body !== OWN_ANSWER)).toHaveLength(10)
    expect(bodies.slice(10)).toEqual(Array(5).fill(OWN_ANSWER))
    expect(await refusal()).toBe('too-many')
  })

  test('ten are computed in a minute, however they come', async () => {
    const slug = await endpoint({ provider: { kind: 'known', id: 'x' } })
    await secret(slug)
    const one = (n: number) => `GET /${slug}?crc_token=t${n} HTTP/1.1\r\nHost: a\r\n\r\n`
    const many = (from: number) => Array.from({ length: 12 }, (_, n) => one(from + n)).join('')
    const last = `GET /${slug} HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n`
    const said = await Promise.all([raw(many(0) + last), raw(many(20) + last), raw(many(40) + last)])
    expect(said.join('').match(/response_token/g)).toHaveLength(10)
  })

  test('a header that is sent back brings no other with it, whatever its bytes', async () => {
    const slug = await endpoint()
    for (const value of ['a\tb', 'a\x80b', 'a b', 'é', 'a'.repeat(201)]) {
      const head = `POST /${slug} HTTP/1.1\r\nHost: a\r\nX-Hook-Secret: ${value}\r\nContent-Length: 0\r\n`
      const answer = await raw(`${head}Connection: close\r\n\r\n`)
      expect(answer, JSON.stringify(value)).toMatch(/^HTTP\/1\.1 200 /)
      expect(answer.toLowerCase(), JSON.stringify(value)).not.toContain('x-hook-secret')
    }
    const twice = `POST /${slug} HTTP/1.1\r\nHost: a\r\nX-Hook-Secret: first\r\nX-Hook-Secret: second\r\nContent-Length: 0\r\n`
    expect((await raw(`${twice}Connection: close\r\n\r\n`)).match(/x-hook-secret: .*/gi)).toEqual([
      'X-Hook-Secret: first',
    ])
  })

  test('a token that is there twice is computed with as it was looked at', async () => {
    const slug = await endpoint({ provider: { kind: 'known', id: 'x' } })
    await secret(slug)
    const forged = encodeURIComponent('v0:1:{}')
    const hmac = createHmac('sha256', SECRET).update('abc').digest('base64')
    const first = await ask(slug, { method: 'GET', path: `?crc_token=abc&crc_token=${forged}` })
    expect(JSON.parse(first.body)).toEqual({ response_token: `sha256=${hmac}` })
    expect((await ask(slug, { method: 'GET', path: `?crc_token=${forged}&crc_token=abc` })).body).toBe(OWN_ANSWER)
  })

  test('what is echoed is plain text that no browser takes for a page, and at most 1 KiB', async () => {
    const slug = await endpoint({ provider: { kind: 'known', id: 'dropbox' } })
    const page = '<script>alert(1)</script>'
    const answered = await ask(slug, { method: 'GET', path: `?challenge=${encodeURIComponent(page)}` })
    expect(answered.body).toBe(page)
    expectHarmless(answered)
    const monday = await endpoint({ provider: { kind: 'known', id: 'monday' } })
    const json = await ask(monday, { body: JSON.stringify({ challenge: page }) })
    expect(json.body).not.toContain('<')
    expectHarmless(json)
    expect((await ask(slug, { method: 'GET', path: `?challenge=${'a'.repeat(1025)}` })).body).toBe(OWN_ANSWER)
    // Bytes count, not characters.
    expect((await ask(slug, { method: 'GET', path: `?challenge=${'%C3%A9'.repeat(512)}` })).body).toBe('é'.repeat(512))
    expect((await ask(slug, { method: 'GET', path: `?challenge=${'%C3%A9'.repeat(513)}` })).body).toBe(OWN_ANSWER)
    expect((await ask(slug, { method: 'GET', path: '?challenge=a%0d%0ab' })).body).toBe(OWN_ANSWER)
    expect(await refusal()).toBe('value-not-echoed')
    expect(
      (await ask(await endpoint(), { method: 'OPTIONS', headers: { 'WebHook-Request-Origin': 'a b' } })).headers,
    ).not.toHaveProperty('webhook-allowed-origin')
  })

  test('whatever is echoed, it never splits a header, never throws and never exceeds its bound', async () => {
    const slug = await endpoint({ provider: { kind: 'known', id: 'dropbox' } })
    await fc.assert(
      fc.asyncProperty(fc.string({ unit: 'binary', maxLength: 1200, size: 'max' }), async (value) => {
        const encoded = encodeURIComponent(value.toWellFormed())
        const answered = await ask(slug, { method: 'GET', path: `?challenge=${encoded}&hub.mode=${encoded}` })
        expect(answered.status).toBe(200)
        if (answered.body === OWN_ANSWER) return
        expectHarmless(answered)
        expect(Buffer.byteLength(answered.body)).toBeLessThanOrEqual(1024)
      }),
      { numRuns: 60 },
    )
  })

  test.each([
    [
      'slack',
      (wrong: boolean): Asked => {
        const { headers, body } = slack('echo-me')
        return { headers: wrong ? { ...headers, 'X-Slack-Signature': `v0=${'0'.repeat(64)}` } : headers, body }
      },
    ],
    ['twitch', (wrong: boolean) => twitch('echo-me', wrong ? 'another secret' : SECRET)],
    ['front', (wrong: boolean) => front('echo-me', wrong ? 'another secret' : SECRET)],
  ])(
    'a question of %s that is signed wrongly is not answered, set or detected, and it is said why',
    async (id, asked) => {
      for (const provider of [{ kind: 'known', id } as const, { kind: 'detect' } as const]) {
        const slug = await endpoint({ provider })
        expect((await ask(slug, asked(true))).body, 'no secret is known').toBe('echo-me')
        await secret(slug)
        expect((await ask(slug, asked(true))).body).toBe(OWN_ANSWER)
        expect(await refusal()).toBe('wrong-signature')
        expect((await ask(slug, asked(false))).body).toBe('echo-me')
        expect(await refusal()).toBeNull()
      }
    },
  )

  test('a question whose signature is too old is not answered again', async () => {
    const slug = await endpoint({ provider: { kind: 'known', id: 'slack' } })
    await secret(slug)
    expect((await ask(slug, slack('again', Date.now() - 3_600_000))).body).toBe(OWN_ANSWER)
    expect(await refusal()).toBe('wrong-signature')
  })

  test('the secret of another provider says nothing of who asks', async () => {
    const slug = await endpoint()
    await secret(slug, SECRET, 'secret', null, 'github')
    expect((await ask(slug, slack('echo-me', Date.now(), 'slack’s own'))).body).toBe('echo-me')
    const x = await endpoint({ provider: { kind: 'known', id: 'x' } })
    await secret(x, SECRET, 'secret', null, 'github')
    expect((await ask(x, { method: 'GET', path: '?crc_token=abc' })).body).toBe(OWN_ANSWER)
    expect(await refusal()).toBe('no-secret')
  })

  test('a key that cannot be used is not told as none', async () => {
    const slug = await endpoint({ provider: { kind: 'known', id: 'discord' } })
    const headers = { 'X-Signature-Ed25519': '0'.repeat(128), 'X-Signature-Timestamp': '1700000000' }
    const ping = { headers, body: '{"type":1}' }
    expect((await ask(slug, ping)).body).toBe(OWN_ANSWER)
    expect(await refusal()).toBe('no-secret')
    await secret(slug, 'no key at all', 'public-key')
    expect((await ask(slug, ping)).body).toBe(OWN_ANSWER)
    expect(await refusal()).toBe('key-unusable')
  })

  test('another provider’s handshake is none', async () => {
    const slug = await endpoint({ provider: { kind: 'known', id: 'stripe' } })
    expect((await ask(slug, { method: 'GET', path: '?challenge=x' })).body).toBe(OWN_ANSWER)
    expect((await newest()).handshake).toBeNull()
    const anyone = await endpoint()
    const headers = { 'Stripe-Signature': 't=1,v1=00' }
    expect((await ask(anyone, { method: 'GET', path: '?challenge=x', headers })).body).toBe(OWN_ANSWER)
    expect((await newest()).handshake).toBeNull()
  })

  test('the switch turns them off', async () => {
    const slug = await endpoint({ provider: { kind: 'known', id: 'dropbox' }, handshakes: false })
    expect((await ask(slug, { method: 'GET', path: '?challenge=x' })).body).toBe(OWN_ANSWER)
  })
})

test('ordinary deliveries are not even looked at', () => {
  const body = JSON.stringify({ id: 'evt_1', data: 'x'.repeat(2000), challenge: 'y' })
  const looked = { text: false }
  const text = () => {
    looked.text = true
    return body
  }
  expect(
    mayBeHandshake('POST', '/stripe?x=1', ['Stripe-Signature', 't=1', 'X-GitHub-Event', 'push'], body.length, text),
  ).toBe(false)
  expect(looked.text).toBe(false)
})

async function endpoint(signing: EndpointSigningChange = {}): Promise<string> {
  const slug = `e${++endpoints}`
  await engine.handlers['endpoints.add']({ slug, name: slug })
  await engine.handlers['endpoints.setSigning']({ slug, signing })
  return slug
}

async function secret(
  slug: string,
  value = SECRET,
  kind: 'secret' | 'verify-token' | 'public-key' = 'secret',
  keyId: string | null = null,
  provider: string | null = null,
): Promise<void> {
  await engine.handlers['secrets.add']({
    endpoint: slug,
    name: kind,
    kind,
    value,
    keyId,
    audience: null,
    provider,
  })
}

function slack(challenge: string, now = Date.now(), key = SECRET): Required<Pick<Asked, 'headers' | 'body'>> {
  const body = JSON.stringify({ token: 't', challenge, type: 'url_verification' })
  const at = String(Math.floor(now / 1000))
  const signature = `v0=${createHmac('sha256', key).update(`v0:${at}:${body}`).digest('hex')}`
  return { headers: { 'X-Slack-Signature': signature, 'X-Slack-Request-Timestamp': at }, body }
}

function twitch(challenge: string, key: string): Asked {
  const body = JSON.stringify({ challenge })
  const [id, at] = ['e76c6bd4', new Date().toISOString()]
  const headers = {
    'Twitch-Eventsub-Message-Id': id,
    'Twitch-Eventsub-Message-Timestamp': at,
    'Twitch-Eventsub-Message-Type': 'webhook_callback_verification',
    'Twitch-Eventsub-Message-Signature': `sha256=${createHmac('sha256', key)
      .update(id + at + body)
      .digest('hex')}`,
  }
  return { headers, body }
}

function front(challenge: string, key: string): Asked {
  const body = '{}'
  const at = String(Date.now())
  const signature = createHmac('sha256', key).update(`${at}:${body}`).digest('base64')
  return {
    headers: { 'X-Front-Challenge': challenge, 'X-Front-Request-Timestamp': at, 'X-Front-Signature': signature },
    body,
  }
}

function zoom(plainToken: string, key = SECRET, now = Date.now()): Required<Pick<Asked, 'headers' | 'body'>> {
  const body = JSON.stringify({ payload: { plainToken }, event_ts: now, event: 'endpoint.url_validation' })
  const at = String(Math.floor(now / 1000))
  const signature = `v0=${createHmac('sha256', key).update(`v0:${at}:${body}`).digest('hex')}`
  return { headers: { 'x-zm-signature': signature, 'x-zm-request-timestamp': at }, body }
}

function ask(slug: string, { method = 'POST', path = '', headers = {}, body }: Asked): Promise<Answered> {
  return new Promise((resolve, reject) => {
    const options = { method, headers: { 'Content-Type': 'application/json', ...headers } }
    const request = http.request(`http://127.0.0.1:${engine.port}/${slug}${path}`, options, (response) => {
      const pieces: Buffer[] = []
      response.on('data', (piece: Buffer) => pieces.push(piece))
      response.on('end', () =>
        resolve({
          status: response.statusCode ?? 0,
          headers: response.headers,
          body: Buffer.concat(pieces).toString(),
        }),
      )
    })
    request.on('error', reject).end(body)
  })
}

/** Bytes on a socket, and all that comes back until it is closed. */
function raw(bytes: string): Promise<string> {
  return new Promise((resolve, reject) => {
    const pieces: Buffer[] = []
    const socket = net.connect(engine.port, '127.0.0.1', () => socket.write(bytes, 'latin1'))
    socket.on('data', (piece) => pieces.push(piece))
    socket.on('close', () => resolve(Buffer.concat(pieces).toString('latin1')))
    socket.on('error', reject)
  })
}

function expectHarmless({ headers, body }: Answered): void {
  expect(headers['x-content-type-options']).toBe('nosniff')
  expect(headers['content-type'] ?? '').toMatch(/^(text\/plain|application\/json|$)/)
  expect(body.length).toBeLessThanOrEqual(1100)
}

/** The newest capture, once it is marked: that is written behind the answer. */
function marked() {
  return until(async () => {
    const capture = await newest()
    return capture.handshake === null ? null : capture
  })
}

/** Why the newest capture, a handshake, was not answered. */
async function refusal(): Promise<string | null> {
  return (await engine.handlers['captures.get']({ id: (await marked()).id })).handshakeRefusal
}

async function newest() {
  const { captures } = await engine.handlers['captures.list']({ limit: 1 })
  if (captures[0] === undefined) throw new Error('No capture')
  return captures[0]
}

test('a secret that a provider hands over is saved when the user says so, and not before', async () => {
  const slug = await endpoint({ provider: { kind: 'known', id: 'asana' } })
  await ask(slug, { headers: { 'X-Hook-Secret': 'handed_over' }, body: '{}' })
  expect(await engine.handlers['secrets.list']({ endpoint: slug })).toEqual([])
  const saved = await engine.handlers['handshakes.keepSecret']({ captureId: (await marked()).id })
  expect(await engine.handlers['secrets.reveal']({ id: saved.id })).toEqual({ value: 'handed_over' })
  await ask(slug, { body: '{}' })
  await expect(
    Promise.resolve(engine.handlers['handshakes.keepSecret']({ captureId: (await newest()).id })),
  ).rejects.toThrow(/hands over/)
})

test('an SNS confirmation whose signature is wrong confirms nothing', async () => {
  const slug = await endpoint({ provider: { kind: 'known', id: 'aws-sns' }, confirmSubscriptions: true })
  const body = JSON.stringify({
    Type: 'SubscriptionConfirmation',
    SubscribeURL: 'https://sns.eu-west-1.amazonaws.com/?Token=1',
    SigningCertURL: 'https://evil.example.com/cert.pem',
    Signature: 'AAAA',
    SignatureVersion: '2',
  })
  const headers = { 'x-amz-sns-message-type': 'SubscriptionConfirmation' }
  expect(await ask(slug, { headers, body })).toMatchObject({ status: 200, body: OWN_ANSWER })
  const { id } = await until(async () => {
    const capture = await newest()
    return capture.handshake === 'aws-sns' && capture.verdict !== null ? capture : null
  })
  await expect(Promise.resolve(engine.handlers['handshakes.confirm']({ captureId: id }))).rejects.toThrow(
    /signature is not right/,
  )
  expect((await newest()).handshake).toBe('aws-sns')
})

test('eBay gets the hash of its code, the token and the URL that it was given', async () => {
  const slug = await endpoint({ provider: { kind: 'known', id: 'ebay' } })
  const url = `https://hooks.example.com/${slug}`
  await engine.handlers['endpoints.setPublicUrl']({ slug, url })
  await secret(slug, 'verification_token_of_at_least_32_chars', 'verify-token')
  const answered = await ask(slug, { method: 'GET', path: '?challenge_code=a8628072' })
  const challengeResponse = createHash('sha256')
    .update(`a8628072verification_token_of_at_least_32_chars${url}`)
    .digest('hex')
  expect(JSON.parse(answered.body)).toEqual({ challengeResponse })
})
