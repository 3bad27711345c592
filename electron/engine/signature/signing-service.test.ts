import { createHmac } from 'node:crypto'
import fs from 'node:fs'
import path from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import type { EngineEvent } from '../../../shared/contract/events.ts'
import { startTestEngine, type TestEngine, until } from '../testing/test-engine.ts'

const SECRET = 'whsec_marker_4f1c9a7be2d04c3f'
const BODY = '{"id":"evt_1","type":"payment_intent.succeeded"}'

let engine: TestEngine
let events: EngineEvent[]

beforeEach(async () => {
  await open()
})

afterEach(() => engine.close())

async function open(dataFolder?: string): Promise<void> {
  engine = await startTestEngine(dataFolder === undefined ? {} : { dataFolder })
  events = []
  engine.subscribe((event) => events.push(event))
}

test('a new capture gets its verdict by itself, and screens are told', async () => {
  await addEndpoint('stripe')
  await addSecret('stripe', SECRET)
  await post('/stripe', BODY, stripeHeaders(BODY, SECRET))
  const capture = await judged()
  expect(capture).toMatchObject({ verdict: 'valid', provider: 'stripe', verdictReason: null })
  await until(() => (told().some(({ verdict }) => verdict === 'valid') ? true : null))
})

test('says what is wrong, and shows the working', async () => {
  await addEndpoint('stripe')
  await addSecret('stripe', SECRET)
  await post('/stripe', `${BODY}\n`, stripeHeaders(BODY, SECRET))
  const { id, verdict, verdictReason } = await judged()
  expect({ verdict, verdictReason }).toEqual({ verdict: 'invalid', verdictReason: 'signature-mismatch' })
  const report = await engine.handlers['signature.check']({ captureId: id })
  expect(report).toMatchObject({ verdict: 'invalid', provider: { id: 'stripe', known: 'certain' } })
  expect(report.causes[0]).toMatchObject({ code: 'body-newline-added', certainty: 'proven' })
  const [working] = report.workings
  expect(working).toMatchObject({ keyName: 'main', algorithm: 'HMAC-SHA256', matches: false })
  expect(working?.computed).toMatch(/^[0-9a-f]{64}$/)
  expect(working?.firstDifference).toBeTypeOf('number')
  const content = working?.signedContent.pieces.map((piece) => (piece.kind === 'bytes' ? piece.base64 : '')) ?? []
  expect(content.map((base64) => Buffer.from(base64, 'base64').toString()).join('')).toMatch(
    /^\d+\.\{"id":"evt_1".*\}\n$/,
  )
})

test('what no provider is known of is not checkable, and so is what has no secret', async () => {
  await post('/', 'hello', {})
  expect(await judged()).toMatchObject({ verdict: 'not-checkable', provider: null, verdictReason: 'provider-unknown' })
  await post('/', BODY, stripeHeaders(BODY, SECRET))
  expect(await judged(2)).toMatchObject({ verdict: 'not-checkable', provider: 'stripe', verdictReason: 'no-key' })
})

test('a secret that is added or deleted checks the captures of its endpoint again', async () => {
  await addEndpoint('stripe')
  for (let n = 0; n < 5; n++) await post('/stripe', BODY, stripeHeaders(BODY, SECRET))
  await allVerdicts(5, 'not-checkable')
  const { id } = await addSecret('stripe', SECRET)
  await allVerdicts(5, 'valid')
  await until(() => (engine.state().checking === null ? true : null))
  await engine.handlers['secrets.delete']({ id })
  await allVerdicts(5, 'not-checkable')
})

test('where the provider is told from each request, the secret of one says nothing about the others', async () => {
  await addSecret('default', SECRET)
  await post('/', 'text=hi', { 'X-Slack-Signature': `v0=${'0'.repeat(64)}`, 'X-Slack-Request-Timestamp': '1767225600' })
  const { id, verdict, verdictReason } = await judged()
  expect({ verdict, verdictReason }).toEqual({ verdict: 'not-checkable', verdictReason: 'no-key' })
  const { causes, publicUrl } = await engine.handlers['signature.check']({ captureId: id })
  expect(causes[0]?.sentence).toMatch(/no secret for Slack/)
  expect(publicUrl).toBeNull()
  await addSecret('default', '0123456789abcdef0123456789abcdef', 'slack')
  await allVerdicts(1, 'invalid')
})

test('the secret of one provider judges no other provider’s requests, and is said to be missing there', async () => {
  const github = await addSecret('default', 'no_prefix_0123456789', 'of github', 'secret', 'github')
  await post('/', BODY, stripeHeaders(BODY, SECRET))
  const { id, verdict, verdictReason } = await judged()
  expect({ verdict, verdictReason }).toEqual({ verdict: 'not-checkable', verdictReason: 'no-key' })
  const { explanation, causes } = await engine.handlers['signature.check']({ captureId: id })
  expect(explanation).toMatch(/^The endpoint has no secret for Stripe\./)
  expect(causes[0]?.sentence).toBe('The endpoint has no secret for Stripe: the saved ones are for other providers.')

  await engine.handlers['secrets.change']({ id: github.id, changes: { provider: null } })
  await allVerdicts(1, 'invalid')
  await engine.handlers['secrets.change']({ id: github.id, changes: { provider: 'github' } })
  await allVerdicts(1, 'not-checkable')
  await addSecret('default', SECRET, 'of stripe', 'secret', 'stripe')
  await allVerdicts(1, 'valid')
})

test('a secret that fits and is said to be another provider’s is pointed out', async () => {
  await addSecret('default', SECRET, 'misplaced', 'secret', 'github')
  await post('/', BODY, stripeHeaders(BODY, SECRET))
  const { id, verdict } = await judged()
  expect(verdict).toBe('not-checkable')
  const { causes } = await engine.handlers['signature.check']({ captureId: id })
  expect(causes[0]).toMatchObject({ code: 'other-secret-fits', certainty: 'proven' })
  expect(causes[0]?.sentence).toContain('“misplaced”')
})

test('where a request could be of several providers, the secret of any of them judges it', async () => {
  const signature = `sha256=${createHmac('sha256', SECRET).update(BODY).digest('hex')}`
  await addSecret('default', SECRET, 'whatsapp', 'secret', 'whatsapp')
  await post('/', BODY, { 'X-Hub-Signature-256': signature })
  expect(await judged()).toMatchObject({ verdict: 'valid' })
})

test('a secret is only for a provider that is known, and stays it after a restart', async () => {
  await expect(addSecret('default', SECRET, 'main', 'secret', 'nobody')).rejects.toThrow(/No provider nobody is known/)
  const { id } = await addSecret('default', SECRET, 'main', 'secret', 'stripe')
  const change = engine.handlers['secrets.change']
  await expect(change({ id, changes: { provider: 'nobody' } })).rejects.toThrow(/No provider nobody is known/)
  await engine.close()
  await open(engine.dataFolder)
  expect(await engine.handlers['secrets.list']({ endpoint: 'default' })).toMatchObject([{ provider: 'stripe' }])
})

test('several secrets are tried in turn, and the one that fits is named', async () => {
  await addEndpoint('stripe')
  await addSecret('stripe', 'whsec_old', 'old')
  await addSecret('stripe', SECRET, 'new')
  await post('/stripe', BODY, stripeHeaders(BODY, SECRET))
  const { id } = await judged()
  const report = await engine.handlers['signature.check']({ captureId: id })
  expect(report).toMatchObject({ verdict: 'valid', workings: [{ keyName: 'new' }] })
})

test('the provider that is set wins over what the request looks like', async () => {
  await addEndpoint('shop')
  await engine.handlers['endpoints.setSigning']({
    slug: 'shop',
    signing: { provider: { kind: 'known', id: 'github' } },
  })
  await addSecret('shop', SECRET)
  await post('/shop', BODY, stripeHeaders(BODY, SECRET))
  expect(await judged()).toMatchObject({ verdict: 'invalid', provider: 'github', verdictReason: 'signature-missing' })
})

test('a scheme of the user’s own is checked', async () => {
  await addEndpoint('own')
  const endpoint = await engine.handlers['endpoints.setSigning']({
    slug: 'own',
    signing: {
      provider: {
        kind: 'generic',
        scheme: {
          kind: 'hmac',
          hash: 'sha256',
          signature: {
            from: [{ in: 'header', name: 'X-Sig' }],
            layout: { kind: 'plain', prefix: 'v=' },
            encoding: 'hex',
          },
          content: '{method}:{body}',
          secret: { decode: 'text' },
        },
      },
    },
  })
  expect(endpoint.signing.provider.kind).toBe('generic')
  await addSecret('own', 'abc')
  await post('/own', 'x', { 'X-Sig': `v=${createHmac('sha256', 'abc').update('POST:x').digest('hex')}` })
  expect(await judged()).toMatchObject({ verdict: 'valid', provider: 'generic' })
})

test('a provider that is not known, or an endpoint that is not there, cannot be set up', async () => {
  const set = engine.handlers['endpoints.setSigning']
  await expect(set({ slug: 'default', signing: { provider: { kind: 'known', id: 'nobody' } } })).rejects.toThrow(
    /nobody/,
  )
  await expect(set({ slug: 'missing', signing: { handshakes: false } })).rejects.toThrow(/no endpoint missing/)
  await expect(addSecret('missing', 'x')).rejects.toThrow(/no endpoint missing/)
})

test('two secrets of an endpoint have two names, and a renamed one is named so in reports', async () => {
  await addSecret('default', 'one', 'a')
  await expect(addSecret('default', 'two', 'a')).rejects.toThrow(/named a already/)
  const both = await Promise.allSettled([addSecret('default', '1', 'same'), addSecret('default', '2', 'same')])
  expect(both.filter(({ status }) => status === 'fulfilled')).toHaveLength(1)
  const [first] = await engine.handlers['secrets.list']({ endpoint: 'default' })
  await engine.handlers['secrets.change']({ id: first?.id ?? '', changes: { name: 'b' } })
  expect((await engine.handlers['secrets.list']({ endpoint: 'default' })).map(({ name }) => name)).toEqual([
    'b',
    'same',
  ])
  const ids = (await engine.handlers['secrets.list']({ endpoint: 'default' })).map(({ id }) => id)
  const renamed = await Promise.allSettled(
    ids.map((id) => engine.handlers['secrets.change']({ id, changes: { name: 'c' } })),
  )
  expect(renamed.filter(({ status }) => status === 'fulfilled')).toHaveLength(1)
})

test('secrets, verdicts and settings are there after a restart, and what came last is checked then', async () => {
  await addEndpoint('stripe')
  await addSecret('stripe', SECRET)
  await post('/stripe', BODY, stripeHeaders(BODY, SECRET))
  // At once: it may not have been checked yet.
  await engine.close()
  await open(engine.dataFolder)
  expect(await judged()).toMatchObject({ verdict: 'valid', provider: 'stripe' })
  expect(await engine.handlers['secrets.list']({ endpoint: 'stripe' })).toMatchObject([{ name: 'main', problem: null }])
})

test('checking again goes on after a restart where it was', async () => {
  await addEndpoint('stripe')
  for (let n = 0; n < 300; n++) await post('/stripe', BODY, stripeHeaders(BODY, SECRET))
  await allVerdicts(300, 'not-checkable')
  await addSecret('stripe', SECRET)
  await engine.close()
  await open(engine.dataFolder)
  await allVerdicts(300, 'valid')
})

test('a secret is given back only to whoever asks to see it', async () => {
  const added = await addSecret('default', SECRET)
  expect(JSON.stringify(added)).not.toContain(SECRET)
  expect(added.hint).toBe(SECRET.slice(-4))
  expect((await addSecret('default', 'short', 'short')).hint).toBeNull()
  expect(await engine.handlers['secrets.reveal']({ id: added.id })).toEqual({ value: SECRET })
})

test('makes keys whose public half is shown, and reads that of keys that are given', async () => {
  for (const type of ['ed25519', 'ec-p256', 'rsa-2048'] as const) {
    const made = await engine.handlers['secrets.makeKey']({ endpoint: 'default', name: type, type })
    expect(made.publicKey).toContain('BEGIN PUBLIC KEY')
    const { value } = await engine.handlers['secrets.reveal']({ id: made.id })
    expect(value).toContain('BEGIN PRIVATE KEY')
    const again = await addSecret('default', value, `${type} again`, 'private-key')
    expect(again.publicKey).toBe(made.publicKey)
  }
  await expect(addSecret('default', 'no key', 'x', 'private-key')).rejects.toThrow(/no private key/)
})

test('secrets that cannot be opened are listed with the reason', async () => {
  await addSecret('default', SECRET)
  await engine.close()
  fs.rmSync(path.join(engine.dataFolder, 'secret.key'))
  await open(engine.dataFolder)
  const [listed] = await engine.handlers['secrets.list']({ endpoint: 'default' })
  expect(listed?.problem).toContain('secret.key is missing')
  await engine.handlers['secrets.delete']({ id: listed?.id ?? '' })
  expect(await engine.handlers['secrets.list']({ endpoint: 'default' })).toEqual([])
})

test('what did not come whole is not checkable', async () => {
  await addEndpoint('stripe')
  await addSecret('stripe', SECRET)
  await fetch(`http://127.0.0.1:${engine.port}/stripe`, {
    method: 'POST',
    headers: stripeHeaders(BODY, SECRET),
    body: Buffer.alloc(65 * 1024 * 1024, 'a'),
  }).catch(() => {})
  expect(await judged()).toMatchObject({
    state: 'truncated',
    verdict: 'not-checkable',
    verdictReason: 'body-incomplete',
  })
})

test('the secret is in no event, log line, reply or file', async () => {
  await addEndpoint('stripe')
  await addEndpoint('token')
  await engine.handlers['endpoints.setSigning']({
    slug: 'token',
    signing: {
      provider: { kind: 'generic', scheme: { kind: 'token', from: [{ in: 'header', name: 'X-Token' }] } },
    },
  })
  await addSecret('stripe', SECRET)
  await addSecret('token', SECRET)
  await post('/stripe', `${BODY} `, stripeHeaders(BODY, SECRET))
  await post('/token', BODY, { 'X-Token': 'wrong' })
  await allVerdicts(2, 'invalid')
  const { captures } = await engine.handlers['captures.list']({ limit: 10 })
  const replies: unknown[] = [captures]
  for (const { id } of captures) {
    replies.push(await engine.handlers['signature.check']({ captureId: id }))
    replies.push(await engine.handlers['captures.get']({ id }))
  }
  replies.push(
    await engine.handlers['endpoints.list']({}),
    await engine.handlers['secrets.list']({ endpoint: 'stripe' }),
  )
  replies.push(
    await engine.handlers['engine.diagnostics']({}),
    engine.state(),
    await engine.handlers['settings.get']({}),
  )
  await engine.close()
  const needles = [SECRET, Buffer.from(SECRET).toString('base64'), Buffer.from(SECRET).toString('hex')]
  for (const needle of needles) {
    for (const seen of [replies, events, engine.logged]) expect(JSON.stringify(seen)).not.toContain(needle)
    for (const file of fs.readdirSync(engine.dataFolder, { recursive: true }) as string[]) {
      const whole = path.join(engine.dataFolder, file)
      if (fs.statSync(whole).isFile()) expect(fs.readFileSync(whole).includes(needle), file).toBe(false)
    }
  }
})

async function addEndpoint(slug: string): Promise<void> {
  await engine.handlers['endpoints.add']({ slug, name: slug })
}

function addSecret(
  endpoint: string,
  value: string,
  name = 'main',
  kind: 'secret' | 'private-key' = 'secret',
  provider: string | null = null,
) {
  return Promise.resolve(
    engine.handlers['secrets.add']({ endpoint, name, kind, value, keyId: null, audience: null, provider }),
  )
}

function stripeHeaders(body: string, secret: string): Record<string, string> {
  const at = Math.floor(Date.now() / 1000)
  const signature = createHmac('sha256', secret).update(`${at}.${body}`).digest('hex')
  return { 'Stripe-Signature': `t=${at},v1=${signature}`, 'Content-Type': 'application/json' }
}

async function post(target: string, body: string, headers: Record<string, string>): Promise<void> {
  const response = await fetch(`http://127.0.0.1:${engine.port}${target}`, { method: 'POST', body, headers })
  expect(response.status).toBe(200)
}

/** The newest of so many captures, once it has a verdict. */
function judged(count = 1) {
  return until(async () => {
    const { captures } = await engine.handlers['captures.list']({ limit: 500 })
    const newest = captures[0]
    return newest !== undefined && captures.length === count && newest.verdict !== null ? newest : null
  })
}

function allVerdicts(count: number, verdict: string) {
  return until(async () => {
    const { captures } = await engine.handlers['captures.list']({ limit: 500 })
    return captures.length === count && captures.every((capture) => capture.verdict === verdict) ? captures : null
  })
}

function told() {
  return events.flatMap((event) => (event.event === 'captures.changed' ? event.captures : []))
}

test('gives code that verifies the capture, in every language', async () => {
  await addEndpoint('stripe')
  await addSecret('stripe', SECRET)
  await post('/stripe', BODY, stripeHeaders(BODY, SECRET))
  const { id } = await judged()
  for (const language of ['node', 'python', 'ruby', 'go', 'php'] as const) {
    const snippet = await engine.handlers['signature.snippet']({ captureId: id, language })
    expect(snippet).toMatchObject({ kind: 'snippet', language, code: expect.stringMatching(/stripe-signature/i) })
    expect(JSON.stringify(snippet)).not.toContain(SECRET)
  }
})
