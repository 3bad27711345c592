import { performance } from 'node:perf_hooks'
import { expect, onTestFinished, test } from 'vitest'
import { type AccessRules, NO_ACCESS_RULES } from '../../../shared/endpoint/access-rules.ts'
import { DEFAULT_ANSWER } from '../../../shared/endpoint/endpoint.ts'
import { LIMITS } from '../../../shared/limits.ts'
import type { ReceivedCapture } from '../store/received-capture.ts'
import { quietLog } from '../testing/quiet-log.ts'
import { rawExchange } from '../testing/raw-exchange.ts'
import { prepareAccess } from './access-check.ts'
import { AccessGate } from './access-gate.ts'
import { PROBE_HEADER } from './probes.ts'
import { type Receiver, startReceiver } from './receiver.ts'
import { Routes } from './routes.ts'

const TOKEN = 'k3yT-x91p_Qa'
const PASSWORD = 'correct horse'

test('rules hold behind a door, and not for what this machine sends to the receiver’s own port', async () => {
  const { receiver, captures, refused } = await start({ pathToken: TOKEN })
  const door = await receiver.openDoor('localtunnel')
  expect(await statusOf(door.port, '/stripe')).toBe(403)
  expect(await statusOf(door.port, `/stripe/${TOKEN}`)).toBe(200)
  expect(await statusOf(receiver.port, '/stripe')).toBe(200)
  expect(captures.map(({ target, via }) => [target, via])).toEqual([
    [`/stripe/${TOKEN}`, 'localtunnel'],
    ['/stripe', null],
  ])
  expect(refused).toEqual(['stripe'])
})

test('while a proxy on this machine leads strangers to the own port, the rules hold there too', async () => {
  const { receiver, refused } = await start({ pathToken: TOKEN }, { isProxiedLocally: true })
  expect(await statusOf(receiver.port, '/stripe')).toBe(403)
  expect(await statusOf(receiver.port, `/stripe/${TOKEN}`)).toBe(200)
  expect(refused).toEqual(['stripe'])
})

test('an address is believed only behind a door whose proxy was seen to write it', async () => {
  const { receiver } = await start({ allowedAddresses: ['203.0.113.0/24'] })
  const door = await receiver.openDoor('ngrok')
  const forged = { 'X-Forwarded-For': '203.0.113.9' }
  // No probe has come through yet: the header may be the sender's own.
  expect(await statusOf(door.port, '/stripe', forged)).toBe(403)
  await probe(receiver, door.port, { 'X-Forwarded-For': '198.51.100.1' })
  expect(await statusOf(door.port, '/stripe', forged)).toBe(200)
  expect(await statusOf(door.port, '/stripe', { 'X-Forwarded-For': '203.0.113.9, 198.51.100.7' })).toBe(403)
  expect(await statusOf(door.port, '/stripe', { 'X-Forwarded-For': '203.0.113.9,' })).toBe(403)
  expect(await statusOf(door.port, '/stripe', {})).toBe(403)
  // A tunnel that passes bytes on writes nothing.
  await probe(receiver, door.port, {})
  expect(await statusOf(door.port, '/stripe', forged)).toBe(403)
  // What is learned of one tunnel says nothing of the next.
  await probe(receiver, door.port, { 'X-Forwarded-For': '198.51.100.1' })
  await door.close()
  const next = await receiver.openDoor('ngrok')
  expect(await statusOf(next.port, '/stripe', forged)).toBe(403)
})

test('a probe that was sent with an address of its own proves nothing about the proxy', async () => {
  const { receiver } = await start({ allowedAddresses: ['203.0.113.0/24'] })
  const door = await receiver.openDoor('ssh')
  await probe(receiver, door.port, { 'X-Forwarded-For': '192.0.2.66' }, true)
  expect(await statusOf(door.port, '/stripe', { 'X-Forwarded-For': '203.0.113.9' })).toBe(403)
})

test('another machine is known by its socket; what it writes into X-Forwarded-For is nothing', () => {
  const refused: string[] = []
  const gate = new AccessGate(
    { refused: (slug) => refused.push(slug), isProxiedLocally: false },
    { statesSender: () => true },
  )
  const rules = { ...NO_ACCESS_RULES, allowedAddresses: ['203.0.113.0/24', '127.0.0.1'] }
  const routes = new Routes()
  routes.set('default', DEFAULT_ANSWER, prepareAccess('default', rules, null))
  const from = (remoteAddress: string, ...headers: string[]) =>
    gate.refusal(routes.of('/'), { target: '/', headers, remoteAddress, via: null }) === null
  expect(from('203.0.113.9')).toBe(true)
  expect(from('::ffff:203.0.113.9')).toBe(true)
  expect(from('198.51.100.1', 'X-Forwarded-For', '203.0.113.9')).toBe(false)
  expect(from('198.51.100.1', 'X-Forwarded-For', '127.0.0.1')).toBe(false)
  expect(from('198.51.100.1', 'Forwarded', 'for=127.0.0.1')).toBe(false)
  expect(refused).toHaveLength(3)
})

test('basic auth is asked for, and never told apart from what else is wrong', async () => {
  const { receiver, captures } = await start({ basicAuth: { user: 'jo' } })
  const door = await receiver.openDoor('localtunnel')
  const asked = await exchange(door.port, '/stripe')
  expect(asked).toMatch(/^HTTP\/1\.1 401 .*\r\nWWW-Authenticate: Basic realm="webhooks", charset="UTF-8"\r\n/s)
  const basic = (text: string) => ({ Authorization: `Basic ${Buffer.from(text).toString('base64')}` })
  const wrongUser = await exchange(door.port, '/stripe', basic(`joe:${PASSWORD}`))
  const wrongPassword = await exchange(door.port, '/stripe', basic('jo:battery'))
  expect(wrongUser).toMatch(/^HTTP\/1\.1 403 /)
  expect(withoutDate(wrongUser)).toBe(withoutDate(wrongPassword))
  expect(asked + wrongUser).not.toMatch(/jo|horse|stripe/)
  expect(await statusOf(door.port, '/stripe', basic(`jo:${PASSWORD}`))).toBe(200)
  expect(captures).toHaveLength(1)
})

test('refused requests are kept when that is asked for: whole, answered 403, and marked', async () => {
  const { receiver, captures, answered } = await start({ pathToken: TOKEN, storeRefused: true })
  const door = await receiver.openDoor('localtunnel')
  expect(await statusOf(door.port, '/stripe/x', {}, 'a body')).toBe(403)
  expect(captures).toMatchObject([
    { refused: true, state: 'complete', bodySize: 6, reason: expect.stringMatching(/access rules.*token/) },
  ])
  expect(answered).toEqual([403])
})

test('whoever is kept out cannot fill the disk: so many refused requests are kept a minute, and little of each', async () => {
  const { receiver, captures, refused } = await start({ pathToken: TOKEN, storeRefused: true })
  const door = await receiver.openDoor('localtunnel')
  const head = 'POST /stripe HTTP/1.1\r\nHost: h\r\nContent-Length: 60000000\r\n\r\n'
  const large = await rawExchange(door.port, [head, 'x'.repeat(LIMITS.refusedBodyBytes + 1)], (text) =>
    text.includes('not accept'),
  )
  expect(large).toMatch(/^HTTP\/1\.1 403 /)
  expect(captures).toMatchObject([
    {
      state: 'truncated',
      bodySize: LIMITS.refusedBodyBytes,
      reason: expect.stringMatching(/token\. The body was longer/),
    },
  ])
  for (let n = 0; n < LIMITS.refusedKeptAMinute; n++) expect(await statusOf(door.port, '/stripe')).toBe(403)
  expect(refused).toHaveLength(LIMITS.refusedKeptAMinute + 1)
  expect(captures).toHaveLength(LIMITS.refusedKeptAMinute)
  expect(await statusOf(door.port, `/stripe/${TOKEN}`)).toBe(200)
  expect(captures).toHaveLength(LIMITS.refusedKeptAMinute + 1)
})

test('every way around the handler of requests is closed too', async () => {
  const { receiver, captures, refused } = await start({ pathToken: TOKEN }, { slug: 'default' })
  const door = await receiver.openDoor('localtunnel')
  const send = async (...lines: string[]) =>
    (await rawExchange(door.port, [`${lines.join('\r\n')}\r\n\r\n`], (answer) => answer.includes('\r\n\r\n'))).slice(
      9,
      12,
    )
  expect(await send('GET /x HTTP/1.1', 'Host: h', 'Upgrade: websocket', 'Connection: Upgrade')).toBe('403')
  expect(await send('CONNECT h:1 HTTP/1.1', 'Host: h')).toBe('403')
  expect(await send('NONSENSE')).toBe('403')
  expect(await send('GET / HTTP/1.1', 'Host: h', `X: ${'a'.repeat(70_000)}`)).toBe('403')
  expect(await send(`POST http://h/${TOKEN.slice(1)} HTTP/1.1`, 'Host: h', 'Content-Length: 0')).toBe('403')
  // A line break that is folded into a header cannot become one.
  expect(await send('POST /x HTTP/1.1', 'Host: h', 'X: a', ' Authorization: Basic eA==', 'Content-Length: 0')).not.toBe(
    '200',
  )
  expect(captures).toEqual([])
  expect(refused.length).toBeGreaterThanOrEqual(6)
})

test('a large body that is refused is answered before it has come, and leaves the connection closed', async () => {
  const { receiver, captures } = await start({ pathToken: TOKEN })
  const door = await receiver.openDoor('localtunnel')
  const head = 'POST /stripe HTTP/1.1\r\nHost: h\r\nContent-Length: 60000000\r\n\r\n'
  const answer = await rawExchange(door.port, [head, 'x'.repeat(100_000)], (text) => text.includes('not accept'))
  expect(answer).toMatch(/^HTTP\/1\.1 403 .*\r\nConnection: close\r\n/s)
  expect(captures).toEqual([])
})

test('thousands of wrong tokens are refused, counted, and slow nobody down', async () => {
  const { receiver, refused } = await start({ pathToken: TOKEN })
  const door = await receiver.openDoor('localtunnel')
  const started = performance.now()
  for (let batch = 0; batch < 10; batch++) {
    const tries = Array.from({ length: 100 }, (_, n) => statusOf(door.port, `/stripe/guess-${batch}-${n}-xxxx`))
    expect(new Set(await Promise.all(tries))).toEqual(new Set([403]))
  }
  expect(refused).toHaveLength(1000)
  expect(await statusOf(door.port, `/stripe/${TOKEN}`)).toBe(200)
  expect(performance.now() - started).toBeLessThan(60_000)
}, 90_000)

interface Started {
  readonly receiver: Receiver
  readonly captures: ReceivedCapture[]
  readonly refused: string[]
  readonly answered: number[]
}

async function start(
  rules: Partial<AccessRules>,
  { isProxiedLocally = false, slug = 'stripe' }: { isProxiedLocally?: boolean; slug?: string } = {},
): Promise<Started> {
  const captures: ReceivedCapture[] = []
  const refused: string[] = []
  const answered: number[] = []
  const routes = new Routes()
  routes.set('default', DEFAULT_ANSWER)
  routes.set(slug, DEFAULT_ANSWER, prepareAccess(slug, { ...NO_ACCESS_RULES, ...rules }, PASSWORD))
  const receiver = await startReceiver(
    { port: 0, exact: true },
    {
      log: quietLog(),
      isProxiedLocally,
      handshake: () => null,
      refused: (of) => refused.push(of),
      route: (target) => routes.of(target),
      keep: (capture, done) => {
        captures.push(capture)
        done(null, { answered: ({ status }) => answered.push(status), unanswered: () => {} })
      },
    },
  )
  onTestFinished(() => receiver.close(0))
  return { receiver, captures, refused, answered }
}

async function probe(receiver: Receiver, port: number, headers: Record<string, string>, forwarded = false) {
  const stop = receiver.expectProbe('n0nce', () => {}, { forwarded })
  expect(await statusOf(port, '/', { [PROBE_HEADER]: 'n0nce', ...headers })).toBe(204)
  stop()
}

async function statusOf(
  port: number,
  target: string,
  headers: Record<string, string> = {},
  body = '',
): Promise<number> {
  return Number((await exchange(port, target, headers, body)).slice(9, 12))
}

function exchange(port: number, target: string, headers: Record<string, string> = {}, body = ''): Promise<string> {
  const lines = Object.entries(headers).map(([name, value]) => `${name}: ${value}\r\n`)
  return rawExchange(
    port,
    [`POST ${target} HTTP/1.1\r\nHost: h\r\nContent-Length: ${body.length}\r\n${lines.join('')}\r\n${body}`],
    (answer) => answer.includes('\r\n\r\n'),
  )
}

function withoutDate(answer: string): string {
  return answer.replace(/^Date: .*$/m, '')
}
