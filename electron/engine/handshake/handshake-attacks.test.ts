import { createHmac } from 'node:crypto'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { until } from '../testing/test-engine.ts'
import { type Asked, expectHarmless, handshakeEngine, OWN_ANSWER } from './testing/handshake-engine.ts'
import { front, SECRET, slack, twitch, zoom } from './testing/signed-questions.ts'

const { ask, endpoint, handlers, newest, raw, refusal, secret } = handshakeEngine()

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
    await expect(Promise.resolve(handlers()['handshakes.confirm']({ captureId: id }))).rejects.toThrow(
      /signature is not right/,
    )
    expect((await newest()).handshake).toBe('aws-sns')
  })
})
