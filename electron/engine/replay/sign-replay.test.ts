import { createHmac } from 'node:crypto'
import http from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterEach, beforeEach, expect, onTestFinished, test } from 'vitest'
import type { ReplayRequest } from '../../../shared/delivery/replay-request.ts'
import type { ReplaySigning } from '../../../shared/delivery/replay-signing.ts'
import type { ContentRef } from '../engine-door.ts'
import { startTestEngine, type TestEngine, until } from '../testing/test-engine.ts'
import { startRawTarget } from './testing/raw-target.ts'

const SECRET = 'whsec_c2VjcmV0LW9mLXRoZS1lbmRwb2ludA=='
const BODY = '{"id":"evt_1"}'

let engine: TestEngine
let captureId: string

beforeEach(async () => {
  engine = await startTestEngine()
  await engine.handlers['endpoints.add']({ slug: 'in', name: 'in' })
  await engine.handlers['endpoints.setSigning']({
    slug: 'in',
    signing: { provider: { kind: 'known', id: 'standard-webhooks' } },
  })
  await addSecret('in', 'main', SECRET)
  captureId = await received()
})

afterEach(() => engine.close())

test.each<[string, ReplaySigning, object]>([
  ['keeping it', { kind: 'keep' }, { verdict: 'valid' }],
  ['signing again', { kind: 'resign' }, { verdict: 'valid' }],
  ['stripping', { kind: 'strip' }, { verdict: 'invalid', verdictReason: 'signature-missing' }],
  ['flipping', { kind: 'break', how: 'flip' }, { verdict: 'invalid', verdictReason: 'signature-mismatch' }],
  ['a stale time', { kind: 'break', how: 'stale' }, { verdict: 'invalid', verdictReason: 'timestamp-too-old' }],
  [
    'a wrong secret',
    { kind: 'break', how: 'wrong-secret' },
    { verdict: 'invalid', verdictReason: 'signature-mismatch' },
  ],
])('%s: a handler sees it as meant, and so does Hookbench', async (_name, sign, expected) => {
  await replayToSelf({ sign })
  expect(await newest(2)).toMatchObject(expected)
})

test('an edited body is wrong with the kept signature, which is said before, and right when it is signed again', async () => {
  const edit = { body: { kind: 'text', text: '{"id":"evt_2"}' } } as const
  const report = await engine.handlers['signature.check']({ captureId, edit })
  expect(report.verdict).toBe('invalid')
  expect((await engine.handlers['signature.check']({ captureId, edit: {} })).verdict).toBe('valid')
  await replayToSelf({ edit, sign: { kind: 'keep' } })
  expect(await newest(2)).toMatchObject({ verdict: 'invalid' })
  await replayToSelf({ edit, sign: { kind: 'resign' } })
  expect(await newest(3)).toMatchObject({ verdict: 'valid' })
})

test('lists what signing changed, and leaves all else as it was', async () => {
  const delivery = await replayToSelf({ sign: { kind: 'resign' } })
  const changes = delivery.changes.filter(({ why }) => why.includes('"main"'))
  expect(changes.map(({ kind, header }) => ({ kind, header }))).toEqual([
    { kind: 'replaced', header: 'Webhook-Timestamp' },
    { kind: 'replaced', header: 'Webhook-Signature' },
  ])
  const names = delivery.requestHeaders.map(([name]) => name)
  expect(names).toContain('Webhook-Id')
  expect(delivery.edited).toBe(false)
})

test('keeps the message id, or makes a new one like it', async () => {
  const kept = await replayToSelf({ sign: { kind: 'resign' } })
  expect(headerOf(kept.requestHeaders, 'webhook-id')).toBe('msg_1')
  const anew = await replayToSelf({ sign: { kind: 'resign', newId: true } })
  expect(headerOf(anew.requestHeaders, 'webhook-id')).toMatch(/^msg_[0-9a-f]{32}$/)
  expect(await newest(3)).toMatchObject({ verdict: 'valid' })
})

test('signs with the secret that is chosen, of another endpoint too', async () => {
  const other = await addSecret('default', 'other', 'whsec_b3RoZXI=')
  await replayToSelf({ sign: { kind: 'resign', secretId: other.id } })
  expect(await newest(2)).toMatchObject({ verdict: 'invalid', verdictReason: 'signature-mismatch' })
  await engine.handlers['secrets.delete']({ id: other.id })
  await expect(replayToSelf({ sign: { kind: 'resign', secretId: other.id } })).rejects.toThrow(/secret is gone/)
})

test('of the secrets of several providers it signs with the one that the captured signature was made with', async () => {
  await engine.handlers['endpoints.setSigning']({ slug: 'in', signing: { provider: { kind: 'detect' } } })
  await addSecret('in', 'of another sender', 'a-newer-secret')
  const { changes } = await replayToSelf({ sign: { kind: 'resign' } })
  expect(changes.filter(({ why }) => why.includes('"main"'))).toHaveLength(2)
  expect(await newest(2)).toMatchObject({ verdict: 'valid' })
})

test('never sends the secret of one provider as the token of another', async () => {
  // Told by its prefix, and by whose it is said to be.
  await addSecret('default', 'stripe', 'whsec_5f9c1d7be0f243cfa1e2b3c4d5e6f708')
  await addSecret('default', 'github', 'it has no prefix', 'github')
  await fetch(`http://127.0.0.1:${engine.port}/`, {
    method: 'POST',
    body: '{"update_id":1}',
    headers: { 'X-Telegram-Bot-Api-Secret-Token': 'theirs' },
  })
  const update = (await newest(2)).id
  await expect(replayToSelf({ captureId: update, sign: { kind: 'resign' } })).rejects.toThrow(/no secret to sign with/)
})

test('runs sign each capture anew', async () => {
  const ids = [captureId, await received(2), await received(3)]
  const run = await engine.handlers['replay.startRun']({
    captureIds: ids,
    url: selfUrl(),
    atOnce: 2,
    sign: { kind: 'break', how: 'flip' },
  })
  await until(
    async () =>
      (await engine.handlers['replay.runs']({})).find(({ id, state }) => id === run.id && state === 'done') ?? null,
  )
  const captures = await allJudged(6)
  expect(captures.map(({ verdict }) => verdict)).toEqual(['invalid', 'invalid', 'invalid', 'valid', 'valid', 'valid'])
})

test('a run keeps the body that was sent, where signing anew puts the signature into it', async () => {
  const key = 'AB'.repeat(32)
  await engine.handlers['endpoints.add']({ slug: 'pay', name: 'pay' })
  await engine.handlers['endpoints.setSigning']({ slug: 'pay', signing: { provider: { kind: 'known', id: 'adyen' } } })
  await addSecret('pay', 'main', key)
  // Unsigned, so that the body that is sent is longer than the captured one.
  const item = { pspReference: 'p', merchantAccountCode: 'm', merchantReference: 'r', eventCode: 'AUTHORISATION' }
  const amount = { value: 100, currency: 'EUR' }
  const additionalData = { hmacSignature: 'no' }
  const body = JSON.stringify({
    notificationItems: [{ NotificationRequestItem: { ...item, amount, success: 'true', additionalData } }],
  })
  await fetch(`http://127.0.0.1:${engine.port}/pay`, { method: 'POST', body })
  const [capture] = await allJudged(2)
  await using target = await startRawTarget()
  await engine.handlers['replay.startRun']({
    captureIds: [capture?.id ?? ''],
    url: target.url,
    atOnce: 1,
    sign: { kind: 'resign' },
  })
  const { id } = await until(
    async () => (await engine.handlers['deliveries.list']({ captureId: capture?.id ?? '' }))[0] ?? null,
  )
  const sent = target.received().toString()
  const sentBody = sent.slice(sent.indexOf('\r\n\r\n') + 4)
  expect(sentBody).toMatch(/"hmacSignature":"[^"]{40,}"/)
  expect(await engine.handlers['deliveries.get']({ id })).toMatchObject({ requestBodySize: sentBody.length })
  expect(await textOf({ kind: 'delivery-request-body', id, decoded: false })).toBe(sentBody)
})

test('a time that stands in the body becomes that of sending, nothing else moves, and it is said', async () => {
  await engine.handlers['endpoints.add']({ slug: 'linear', name: 'linear' })
  await engine.handlers['endpoints.setSigning']({
    slug: 'linear',
    signing: { provider: { kind: 'known', id: 'linear' } },
  })
  await addSecret('linear', 'main', 'lin_wh_secret')
  const sent = Date.now() - 3_600_000
  // The same number stands elsewhere, before it.
  const body = `{"createdAt": ${sent},  "webhookTimestamp": ${sent}, "n": 1.50}`
  await fetch(`http://127.0.0.1:${engine.port}/linear`, {
    method: 'POST',
    body,
    headers: { 'Linear-Signature': '00', 'Content-Type': 'application/json' },
  })
  const [capture] = await allJudged(2)
  const url = `http://127.0.0.1:${engine.port}/linear`
  const delivery = await replayToSelf({ captureId: capture?.id ?? '', url, sign: { kind: 'resign' } })
  expect(await newest(3)).toMatchObject({ verdict: 'valid', provider: 'linear' })
  const change = delivery.changes.find(({ header }) => header === 'timestamp in the body')
  expect(change).toMatchObject({ kind: 'replaced', from: String(sent), why: expect.stringContaining('in the body') })
  expect(await bodyOf((await newest(3)).id)).toBe(
    body.replace(`"webhookTimestamp": ${sent}`, `"webhookTimestamp": ${change?.to}`),
  )
  await replayToSelf({ captureId: capture?.id ?? '', url, sign: { kind: 'break', how: 'stale' } })
  expect(await newest(4)).toMatchObject({ verdict: 'invalid', verdictReason: 'timestamp-too-old' })
})

test('says why it cannot sign', async () => {
  const sign = { kind: 'resign' } as const
  for (const { id } of await engine.handlers['secrets.list']({ endpoint: 'in' })) {
    await engine.handlers['secrets.delete']({ id })
  }
  await expect(replayToSelf({ sign })).rejects.toThrow(/no secret to sign with/)
  await fetch(`http://127.0.0.1:${engine.port}/`, { method: 'POST', body: 'x' })
  const unknown = (await newest(2)).id
  await expect(replayToSelf({ captureId: unknown, sign })).rejects.toThrow(/Choose the provider/)
})

test('a token is sent, and kept nowhere', async () => {
  const token = 'marker_token_93b1c0'
  await engine.handlers['endpoints.add']({ slug: 'tok', name: 'tok' })
  await engine.handlers['endpoints.setSigning']({
    slug: 'tok',
    signing: { provider: { kind: 'generic', scheme: { kind: 'token', from: [{ in: 'header', name: 'X-Token' }] } } },
  })
  await addSecret('tok', 'main', token)
  await fetch(`http://127.0.0.1:${engine.port}/tok`, { method: 'POST', body: 'x', headers: { 'X-Token': 'old' } })
  const seen: http.IncomingHttpHeaders[] = []
  const server = http.createServer((request, response) => {
    seen.push(request.headers)
    response.end()
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  onTestFinished(() => void server.close())
  const delivery = await replayToSelf({
    captureId: (await newest(2)).id,
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/`,
    sign: { kind: 'resign' },
  })
  expect(seen[0]?.['x-token']).toBe(token)
  expect(JSON.stringify(await engine.handlers['deliveries.get']({ id: delivery.id }))).not.toContain(token)
})

function selfUrl(): string {
  return `http://127.0.0.1:${engine.port}/in`
}

function replayToSelf(request: Partial<ReplayRequest>) {
  return Promise.resolve(engine.handlers['replay.send']({ captureId, url: selfUrl(), ...request }))
}

async function received(count = 1): Promise<string> {
  const at = Math.floor(Date.now() / 1000)
  const key = Buffer.from(SECRET.slice(6), 'base64')
  const signature = createHmac('sha256', key).update(`msg_${count}.${at}.${BODY}`).digest('base64')
  const headers = {
    'Webhook-Id': `msg_${count}`,
    'Webhook-Timestamp': String(at),
    'Webhook-Signature': `v1,${signature}`,
    'Content-Type': 'application/json',
  }
  await new Promise<void>((resolve, reject) => {
    const request = http.request(selfUrl(), { method: 'POST', headers }, (response) => {
      response.resume().on('end', resolve)
    })
    request.on('error', reject).end(BODY)
  })
  // So that signing again gives another timestamp.
  await until(() => (Math.floor(Date.now() / 1000) > at ? true : null))
  return (await newest(count)).id
}

async function newest(count: number) {
  const [first] = await allJudged(count)
  if (first === undefined) throw new Error('No capture')
  return first
}

function allJudged(count: number) {
  return until(async () => {
    const { captures } = await engine.handlers['captures.list']({ limit: 100 })
    return captures.length === count && captures.every(({ verdict }) => verdict !== null) ? captures : null
  })
}

function addSecret(endpoint: string, name: string, value: string, provider: string | null = null) {
  return Promise.resolve(
    engine.handlers['secrets.add']({
      endpoint,
      name,
      kind: 'secret',
      value,
      keyId: null,
      audience: null,
      provider,
    }),
  )
}

function bodyOf(id: string): Promise<string> {
  return textOf({ kind: 'capture-body', id, decoded: false })
}

async function textOf(ref: ContentRef): Promise<string> {
  const content = await engine.openContent(ref)
  const pieces: Uint8Array[] = []
  for await (const piece of content?.read(0, content.size) ?? []) pieces.push(piece)
  return Buffer.concat(pieces).toString()
}

function headerOf(headers: ReadonlyArray<readonly [string, string]>, name: string): string | undefined {
  return headers.find(([header]) => header.toLowerCase() === name)?.[1]
}

test('signs the URL that the handler is told, for providers that sign it', async () => {
  await engine.handlers['endpoints.add']({ slug: 'sms', name: 'sms' })
  await engine.handlers['endpoints.setSigning']({ slug: 'sms', signing: { provider: { kind: 'known', id: 'twilio' } } })
  await engine.handlers['endpoints.setPublicUrl']({ slug: 'sms', url: 'https://public.example.com/sms' })
  await addSecret('sms', 'main', 'twilio_auth_token')
  const headers = { 'Content-Type': 'application/x-www-form-urlencoded' }
  await fetch(`http://127.0.0.1:${engine.port}/sms`, { method: 'POST', body: 'B=2&A=1', headers })
  const sent = (await newest(2)).id
  const sign = { kind: 'resign' } as const
  const signatureOf = (url: string) => createHmac('sha1', 'twilio_auth_token').update(`${url}A1B2`).digest('base64')
  const plain = await replayToSelf({ captureId: sent, url: `http://127.0.0.1:${engine.port}/sms`, sign })
  expect(headerOf(plain.requestHeaders, 'x-twilio-signature')).toBe(signatureOf(`http://127.0.0.1:${engine.port}/sms`))
  const asProvider = { captureId: sent, url: `http://127.0.0.1:${engine.port}/sms`, sign, asProvider: true }
  const called = await replayToSelf(asProvider)
  expect(headerOf(called.requestHeaders, 'x-twilio-signature')).toBe(signatureOf('https://public.example.com/sms'))
  // It is judged by the public URL, which is what the provider was given.
  expect(await newest(4)).toMatchObject({ verdict: 'valid', provider: 'twilio' })
})
