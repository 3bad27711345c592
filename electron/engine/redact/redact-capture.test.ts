import { once } from 'node:events'
import http from 'node:http'
import { gzipSync } from 'node:zlib'
import { expect, onTestFinished, test } from 'vitest'
import { DEFAULT_REDACTION_RULES } from '../../../shared/redact/redaction-rules.ts'
import { startTestEngine, type TestEngine } from '../testing/test-engine.ts'
import { CaptureRedactor } from './redact-capture-thread.ts'

const SECRET = 'whsec_c2VjcmV0LW9mLXRoZS1lbmRwb2ludA=='
const PASSWORD = 'p4ss w0rd!'

async function engineWithSecrets(): Promise<TestEngine> {
  const engine = await startTestEngine()
  onTestFinished(() => engine.close())
  await engine.handlers['endpoints.add']({ slug: 'stripe', name: 'Stripe' })
  await engine.handlers['secrets.add']({
    endpoint: 'stripe',
    name: 'Live',
    kind: 'secret',
    value: SECRET,
    keyId: null,
    audience: null,
    provider: null,
  })
  return engine
}

async function capture(engine: TestEngine, path: string, init: RequestInit): Promise<string> {
  await fetch(`http://127.0.0.1:${engine.port}${path}`, { method: 'POST', ...init })
  const { captures } = await engine.handlers['captures.list']({ limit: 1 })
  return captures[0]?.id ?? ''
}

const text = (base64: string) => Buffer.from(base64, 'base64').toString()

test('a capture comes out without what must not be shared, and stays whole', async () => {
  const engine = await engineWithSecrets()
  const body = JSON.stringify({ email: 'jo@example.com', echo: `it is ${SECRET}`, amount: 10.5 })
  const id = await capture(engine, '/stripe?token=abc', {
    body,
    headers: { authorization: 'Bearer abc.def', 'content-type': 'application/json', cookie: 'a=b' },
  })
  const out = await engine.handlers['redaction.capture']({ id, maxBody: 65_536 })
  expect(out.target).toBe('/stripe?token=%5Btoken-1%5D')
  expect(text(out.body)).toBe('{"email":"[email-1]","echo":"it is [secret-1]","amount":10.5}')
  expect(Object.fromEntries(out.headers)).toMatchObject({
    authorization: 'Bearer [authorization-1]',
    cookie: 'a=[cookie-1]',
    'content-length': String(out.bodySize),
  })
  expect(out.report.counts.map(({ kind }) => kind).sort()).toEqual([
    'authorization',
    'cookie',
    'email',
    'secret',
    'token',
  ])
  const kept = await engine.handlers['captures.get']({ id })
  expect(Object.fromEntries(kept.headers)).toMatchObject({ authorization: 'Bearer abc.def' })
  expect(kept.bodySize).toBe(body.length)
})

test('a compressed body is looked into', async () => {
  const engine = await engineWithSecrets()
  const id = await capture(engine, '/stripe', {
    body: gzipSync(`{"key":"${SECRET}"}`),
    headers: { 'content-encoding': 'gzip', 'content-type': 'application/json' },
  })
  const out = await engine.handlers['redaction.capture']({ id, maxBody: 65_536 })
  expect(text(out.body)).toBe('{"key":"[secret-1]"}')
  expect(out.headers.map(([name]) => name)).not.toContain('content-encoding')
  expect(out.report.notes[0]?.text).toMatch(/decoded/)
})

test('a body that a second header says is compressed is looked into', async () => {
  const engine = await engineWithSecrets()
  const request = http.request(`http://127.0.0.1:${engine.port}/stripe`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
  })
  request.setHeader('content-encoding', ['identity', 'gzip'])
  request.end(gzipSync(`{"key":"${SECRET}"}`))
  const [response] = (await once(request, 'response')) as [http.IncomingMessage]
  response.resume()
  const { captures } = await engine.handlers['captures.list']({ limit: 1 })
  const out = await engine.handlers['redaction.capture']({ id: captures[0]?.id ?? '', maxBody: 65_536 })
  expect(text(out.body)).toBe('{"key":"[secret-1]"}')
})

test('the settings say what is left, and others can be tried', async () => {
  const engine = await engineWithSecrets()
  const id = await capture(engine, '/stripe', { body: `jo@example.com order-77 ${SECRET}` })
  await engine.handlers['settings.set']({
    redaction: { off: ['email'], patterns: [{ name: 'Orders', pattern: 'order-\\d+', ignoreCase: false }] },
  })
  const set = await engine.handlers['redaction.capture']({ id, maxBody: 65_536 })
  expect(text(set.body)).toBe('jo@example.com [pattern-1] [secret-1]')
  const tried = await engine.handlers['redaction.capture']({ id, maxBody: 65_536, rules: DEFAULT_REDACTION_RULES })
  expect(text(tried.body)).toBe('[email-1] order-77 [secret-1]')
})

test('passwords and path tokens of endpoints go, too', async () => {
  const engine = await engineWithSecrets()
  const endpoint = (await engine.handlers['endpoints.list']({})).find(({ slug }) => slug === 'stripe')
  const access = {
    ...(endpoint?.access as NonNullable<typeof endpoint>['access']),
    pathToken: 'tok-en_12345',
    basicAuth: { user: 'jo', password: PASSWORD },
  }
  await engine.handlers['endpoints.setAccess']({ slug: 'stripe', access })
  const id = await capture(engine, '/stripe/tok-en_12345/x', { body: `${PASSWORD}, tok-en_12345` })
  const out = await engine.handlers['redaction.capture']({ id, maxBody: 65_536 })
  expect(out.target).toBe('/stripe/%5Bsecret-1%5D/x')
  expect(text(out.body)).toBe('[secret-2], [secret-1]')
})

test('a pattern that is none, and a capture that is gone, are named', async () => {
  const engine = await engineWithSecrets()
  const id = await capture(engine, '/stripe', { body: 'x' })
  const rules = { off: [], patterns: [{ name: 'Mine', pattern: '(', ignoreCase: false }] }
  await expect(engine.handlers['redaction.capture']({ id, maxBody: 0, rules })).rejects.toThrow(/"Mine"/)
  await expect(
    engine.handlers['redaction.capture']({ id: '01890000-0000-7000-8000-000000000000', maxBody: 0 }),
  ).rejects.toThrow(/There is no capture/)
})

test('a capture that takes too long to redact is given up, and the next one is not', async () => {
  const engine = await engineWithSecrets()
  const id = await capture(engine, '/stripe', { body: JSON.stringify({ a: 'jo@example.com '.repeat(200_000) }) })
  const order = { rules: DEFAULT_REDACTION_RULES, secrets: { values: [], unreadable: 0 } }
  const hasty = new CaptureRedactor(engine.dataFolder, 1)
  const work = { id, order, maxBody: 100 }
  await expect(hasty.redact(work)).rejects.toThrow(/Redacting this capture took more than/)
  const patient = new CaptureRedactor(engine.dataFolder)
  const redacted = await Promise.all([1, 2, 3, 4].map(() => patient.redact(work)))
  expect(redacted.map(({ body }) => text(body).slice(0, 16))).toEqual(Array(4).fill('{"a":"[email-1] '))
})
