import { createHmac } from 'node:crypto'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { findRunningEngine } from '../transport/http/client.ts'
import { runCommand } from './testing/run-command.ts'
import { type Serving, startServing } from './testing/run-hookbench.ts'

const SECRET = 'whsec_cli_marker_5b7d21'
const BODY = '{"id":"evt_1"}'
const VECTORS = fileURLToPath(new URL('../engine/signature/testing/signature-vectors.json', import.meta.url))

let folder: string
let serving: Serving
let secretFile: string

beforeAll(async () => {
  folder = mkdtempSync(path.join(tmpdir(), 'hookbench-verify-'))
  secretFile = path.join(folder, 'stripe.secret')
  // As an editor leaves it.
  writeFileSync(secretFile, `${SECRET}\n`)
  serving = await startServing(folder)
})

afterAll(async () => {
  await serving.stop()
  rmSync(folder, { recursive: true, force: true })
})

describe('verify ID', () => {
  test('0 for a right signature, with the working and without what was expected', async () => {
    await post(BODY)
    const { code, stdout } = await run('verify', 'latest', '--secret-file', secretFile, '--json')
    expect(code).toBe(0)
    const report = JSON.parse(stdout) as Record<string, unknown>
    expect(report).toMatchObject({ verdict: 'valid', provider: 'stripe', causes: [], algorithm: 'HMAC-SHA256' })
    const content = (report.signedContent as { base64: string }).base64
    expect(Buffer.from(content, 'base64').toString()).toMatch(/^\d+\.\{"id":"evt_1"\}$/)
    expect(report).not.toHaveProperty('computed')
  })

  test('1 for a wrong one, with the cause', async () => {
    const expected = await post(`${BODY}\n`, BODY)
    const result = await run('verify', 'latest', '--secret-file', '-', '--json', { input: SECRET })
    expect(result.code).toBe(1)
    expect(JSON.parse(result.stdout)).toMatchObject({
      verdict: 'invalid',
      causes: [{ code: 'body-newline-added', certainty: 'proven' }],
    })
    const forPeople = await run('verify', 'latest', '--secret-file', secretFile)
    expect(forPeople.stdout).toMatch(/^invalid/)
    expect(forPeople.stdout).toContain('newline')
    for (const text of [result.stdout, forPeople.stdout]) expect(text).not.toContain(SECRET)
    // What would have been right for this body stays here.
    const right = createHmac('sha256', SECRET).update(`${expected.at}.${BODY}\n`).digest('hex')
    for (const text of [result.stdout, forPeople.stdout]) expect(text).not.toContain(right)
  })

  test('3 where it cannot be checked', async () => {
    await post(BODY)
    const { code, stdout } = await run('verify', 'latest', '--json')
    expect(code).toBe(3)
    expect(JSON.parse(stdout)).toMatchObject({ verdict: 'not-checkable', reason: 'no-key' })
  })

  test('as if it were from another provider', async () => {
    await post(BODY)
    const { code, stdout } = await run(
      'verify',
      'latest',
      '--provider',
      'github',
      '--secret-file',
      secretFile,
      '--json',
    )
    expect(code).toBe(1)
    expect(JSON.parse(stdout)).toMatchObject({ provider: 'github', reason: 'signature-missing' })
  })

  test('with the secrets of the endpoint, with and without a running engine', async () => {
    const running = await findRunningEngine(folder)
    await running?.client.call('endpoints.add', { slug: 'saved', name: 'saved' })
    await running?.client.call('secrets.add', { endpoint: 'saved', name: 'main', kind: 'secret', value: SECRET })
    await post(BODY, BODY, '/saved')
    expect((await run('verify', 'latest')).code).toBe(0)
    await serving.stop()
    expect((await run('verify', 'latest')).code).toBe(0)
    expect((await run('verify', 'latest', '--secret-file', secretFile)).code).toBe(0)
    serving = await startServing(folder)
  })

  test('wrong usage is said, and the secret is never an argument', async () => {
    expect((await run('verify')).code).toBe(2)
    expect((await run('verify', 'latest', '--provider', 'nobody')).code).toBe(2)
    expect((await run('verify', 'latest', '--secret-file', path.join(folder, 'none'))).code).toBe(2)
    const help = (await run('verify', '--help')).stdout
    for (const option of ['--provider', '--secret-file', '--vectors', '--json']) expect(help).toContain(option)
    expect(help).not.toMatch(/--secret[ =<]/)
  })
})

describe('verify --vectors', () => {
  test('prints a line a case, and ends with 0 if all are as expected', async () => {
    const all = JSON.parse(readFileSync(VECTORS, 'utf8')) as { id: string; expected: string; sdkSpecific?: boolean }[]
    const some = all.filter((item, index) => index % 8 === 0 && item.sdkSpecific !== true)
    const file = path.join(folder, 'some.json')
    writeFileSync(file, JSON.stringify(some))
    const { code, stdout } = await run('verify', '--vectors', file, '--json')
    const lines = stdout
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as Record<string, unknown>)
    expect(lines.map(({ id, verdict }) => ({ id, verdict }))).toEqual(
      some.map(({ id, expected }) => ({ id, verdict: expected })),
    )
    expect(lines.every(({ verdict, causes }) => (verdict === 'valid') === ((causes as unknown[]).length === 0))).toBe(
      true,
    )
    expect(code).toBe(0)
  })

  test('ends with 1 if one is not, and 2 if it is no list of cases', async () => {
    const [first] = JSON.parse(readFileSync(VECTORS, 'utf8')) as { expected: string }[]
    const file = path.join(folder, 'wrong.json')
    const expected = first?.expected === 'valid' ? 'invalid' : 'valid'
    writeFileSync(file, JSON.stringify([{ ...first, expected, sdkSpecific: false }]))
    expect((await run('verify', '--vectors', file)).code).toBe(1)
    writeFileSync(file, '{"a":1}')
    const noArray = await run('verify', '--vectors', file)
    expect([noArray.code, noArray.stderr]).toEqual([
      2,
      expect.stringContaining('no list of cases: it is not an array.'),
    ])
    writeFileSync(file, 'no json')
    expect((await run('verify', '--vectors', file)).code).toBe(2)
    writeFileSync(file, JSON.stringify([first, 1]))
    expect((await run('verify', '--vectors', file)).stderr).toContain('case 1: ')
    writeFileSync(file, JSON.stringify([first, { ...first, id: 'second', bodyBase64: '%' }]))
    const { code, stderr } = await run('verify', '--vectors', file)
    expect(code).toBe(2)
    expect(stderr).toContain('case 1 (second), bodyBase64: ')
  })
})

describe('sign', () => {
  test('prints headers that verify finds right', async () => {
    const file = path.join(folder, 'body.json')
    writeFileSync(file, BODY)
    const { code, stdout } = await run('sign', '--provider', 'stripe', '--secret-file', secretFile, file)
    expect(code).toBe(0)
    expect(stdout).toMatch(/^Stripe-Signature: t=\d+,v1=[0-9a-f]{64}\n$/)
    await send('/', BODY, Object.fromEntries([stdout.trim().split(': ') as [string, string]]))
    expect((await run('verify', 'latest', '--secret-file', secretFile)).code).toBe(0)
  })

  test('takes time, id, URL and method as given', async () => {
    const secret = 'whsec_c2VjcmV0'
    const args = ['--timestamp', '1700000000', '--id', 'msg_9', '--json', '-']
    writeFileSync(path.join(folder, 'std.secret'), secret)
    const { stdout } = await run(
      'sign',
      '--provider',
      'standard-webhooks',
      '--secret-file',
      path.join(folder, 'std.secret'),
      ...args,
      { input: BODY },
    )
    const { headers, bodyBase64 } = JSON.parse(stdout) as { headers: [string, string][]; bodyBase64: string }
    const signature = createHmac('sha256', Buffer.from('c2VjcmV0', 'base64'))
      .update(`msg_9.1700000000.${BODY}`)
      .digest('base64')
    const values = new Map(headers.map(([name, value]) => [name.toLowerCase(), value]))
    expect([...values]).toEqual(
      expect.arrayContaining([
        ['webhook-id', 'msg_9'],
        ['webhook-timestamp', '1700000000'],
        ['webhook-signature', `v1,${signature}`],
      ]),
    )
    expect(Buffer.from(bodyBase64, 'base64').toString()).toBe(BODY)
  })

  test('names the option that is missing', async () => {
    const file = path.join(folder, 'sms.txt')
    writeFileSync(file, 'Body=hi')
    const { code, stderr } = await run('sign', '--provider', 'twilio', '--secret-file', secretFile, file)
    expect(code).toBe(2)
    expect(stderr).toContain('--url')
  })

  test('says what it cannot sign', async () => {
    const file = path.join(folder, 'body.json')
    writeFileSync(file, BODY)
    const { code, stderr } = await run('sign', '--provider', 'aws-sns', '--secret-file', secretFile, file)
    expect(code).toBe(2)
    expect(stderr).toContain('cannot be signed')
    expect(stderr).not.toContain(SECRET)
    expect((await run('sign', '--help')).stdout).toContain('--secret-file')
  })
})

test('a scheme of the user’s own signs and verifies', async () => {
  const scheme = {
    kind: 'hmac',
    hash: 'sha256',
    signature: { from: [{ in: 'header', name: 'X-Own' }], layout: { kind: 'plain', prefix: 'v=' }, encoding: 'hex' },
    content: '{method}:{body}',
    secret: { decode: 'text' },
  }
  const [body, file] = ['body.json', 'scheme.json'].map((name) => path.join(folder, name)) as [string, string]
  writeFileSync(body, BODY)
  writeFileSync(file, JSON.stringify(scheme))
  const { stdout } = await run('sign', '--scheme-file', file, '--secret-file', secretFile, body)
  const right = createHmac('sha256', SECRET).update(`POST:${BODY}`).digest('hex')
  expect(stdout).toBe(`X-Own: v=${right}\n`)
  await send('/', BODY, { 'X-Own': `v=${right}` })
  expect((await run('verify', 'latest', '--scheme-file', file, '--secret-file', secretFile)).code).toBe(0)
  expect((await run('verify', 'latest', '--scheme-file', file)).code).toBe(2)
  expect((await run('sign', '--secret-file', secretFile, body)).code).toBe(2)
  writeFileSync(file, JSON.stringify({ ...scheme, content: '{nothing}' }))
  const wrong = await run('sign', '--scheme-file', file, '--secret-file', secretFile, body)
  expect(wrong.code).toBe(2)
  expect(wrong.stderr).toContain('content: There is no {nothing}')
})

test('replay signs with the secret that is named, and a new message id', async () => {
  const running = await findRunningEngine(folder)
  const endpoint = 'rotated'
  await running?.client.call('endpoints.add', { slug: endpoint, name: endpoint })
  const old = `whsec_${Buffer.from('old').toString('base64')}`
  await running?.client.call('secrets.add', { endpoint, name: 'old', kind: 'secret', value: old })
  await running?.client.call('secrets.add', { endpoint, name: 'new', kind: 'secret', value: 'whsec_bmV3' })
  const headers = { 'webhook-id': 'msg_1', 'webhook-timestamp': '1700000000', 'webhook-signature': 'v1,AAAA' }
  await send(`/${endpoint}`, BODY, headers)
  const { stdout } = await run('captures', '--limit', '1', '--json')
  const { id } = JSON.parse(stdout) as { id: string }
  const replay = (...more: string[]) => run('replay', id, '--to', `${serving.receiver}/${endpoint}`, ...more)
  expect((await replay('--sign', 'resign', '--secret-name', 'old', '--new-id')).code).toBe(0)
  const sent = JSON.parse((await run('show', 'latest', '--json')).stdout) as { headers: [string, string][] }
  const values = new Map(sent.headers.map(([name, value]) => [name.toLowerCase(), value]))
  expect(values.get('webhook-id')).toMatch(/^msg_(?!1$)/)
  const signed = `${values.get('webhook-id')}.${values.get('webhook-timestamp')}.${BODY}`
  expect(values.get('webhook-signature')).toBe(`v1,${createHmac('sha256', 'old').update(signed).digest('base64')}`)
  const unknown = await replay('--sign', 'resign', '--secret-name', 'none')
  expect(unknown.code).toBe(2)
  expect(unknown.stderr).toContain('It has: old, new.')
  expect((await replay('--new-id')).code).toBe(2)
})

test('replay --sign breaks the signature, or signs it again', async () => {
  const running = await findRunningEngine(folder)
  await running?.client.call('endpoints.add', { slug: 'replayed', name: 'replayed' })
  await running?.client.call('secrets.add', { endpoint: 'replayed', name: 'main', kind: 'secret', value: SECRET })
  await post(BODY, BODY, '/replayed')
  const { stdout } = await run('captures', '--limit', '1', '--json')
  const { id } = JSON.parse(stdout) as { id: string }
  for (const [how, code] of [
    ['break', 1],
    ['break=stale', 1],
    ['resign', 0],
    ['keep', 0],
  ] as const) {
    const sent = await run('replay', id, '--to', `${serving.receiver}/replayed`, '--sign', how, '--json')
    expect(sent.code, how).toBe(0)
    expect((await run('verify', 'latest')).code, how).toBe(code)
  }
  expect((await run('replay', id, '--to', serving.receiver, '--sign', 'break=well')).code).toBe(2)
})

async function run(...args: (string | { input: string })[]) {
  const last = args.at(-1)
  const options = typeof last === 'object' ? last : {}
  const words = args.filter((arg) => typeof arg === 'string')
  const data = ['verify', 'replay', 'captures', 'show'].includes(words[0] ?? '') ? ['--data', folder] : []
  const { code, stdout, stderr } = await runCommand([...words, ...data], options)
  return { code, stdout: stdout.toString(), stderr }
}

/** As Stripe sends `signed`; what arrives is `body`. */
async function post(body: string, signed = body, target = '/'): Promise<{ at: number }> {
  const at = Math.floor(Date.now() / 1000)
  const signature = createHmac('sha256', SECRET).update(`${at}.${signed}`).digest('hex')
  await send(target, body, { 'Stripe-Signature': `t=${at},v1=${signature}` })
  return { at }
}

async function send(target: string, body: string, headers: Record<string, string>): Promise<void> {
  const response = await fetch(serving.receiver + target, { method: 'POST', body, headers })
  expect(response.status).toBe(200)
}
