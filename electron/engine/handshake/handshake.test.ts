import { createHash, createHmac, generateKeyPairSync, sign } from 'node:crypto'
import { describe, expect, test } from 'vitest'
import { mayBeHandshake } from '../../../shared/signature/handshake/may-be-handshake.ts'
import { until } from '../testing/test-engine.ts'
import { type Answered, type Asked, expectHarmless, handshakeEngine, OWN_ANSWER } from './testing/handshake-engine.ts'
import { SECRET, slack, zoom } from './testing/signed-questions.ts'

const { ask, endpoint, handlers, marked, newest, refusal, secret } = handshakeEngine()

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
      const got = await handlers()['captures.get']({ id })
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
    await handlers()['endpoints.setAnswer']({
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
    await handlers()['endpoints.setAnswer']({
      slug,
      answer: { status: 500, headers: [], body: { kind: 'text', text: 'no' }, delayMs: 0 },
    })
    expect((await ask(slug, { method: 'HEAD' })).status).toBe(200)
    expect((await ask(slug, { body: 'x' })).status).toBe(500)
  })
})

test('eBay gets the hash of its code, the token and the URL that it was given', async () => {
  const slug = await endpoint({ provider: { kind: 'known', id: 'ebay' } })
  const url = `https://hooks.example.com/${slug}`
  await handlers()['endpoints.setPublicUrl']({ slug, url })
  await secret(slug, 'verification_token_of_at_least_32_chars', 'verify-token')
  const answered = await ask(slug, { method: 'GET', path: '?challenge_code=a8628072' })
  const challengeResponse = createHash('sha256')
    .update(`a8628072verification_token_of_at_least_32_chars${url}`)
    .digest('hex')
  expect(JSON.parse(answered.body)).toEqual({ challengeResponse })
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
