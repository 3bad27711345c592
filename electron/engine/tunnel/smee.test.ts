import fc from 'fast-check'
import { beforeEach, expect, test, vi } from 'vitest'
import type { AppError } from '../../../shared/contract/errors.ts'
import type { Log } from '../log/log.ts'
import { eventually } from '../testing/eventually.ts'
import { createSmee } from './smee.ts'
import { deliver } from './smee-delivery.ts'
import { readSmeeEvent } from './smee-request.ts'
import { openRequest } from './testing/open-request.ts'
import { type PlainReceiver, startPlainReceiver } from './testing/plain-receiver.ts'
import { type SmeeServer, startSmeeServer } from './testing/smee-server.ts'
import { freePort } from './testing/ssh-server.ts'
import { type OpenTunnel, TunnelRefused } from './tunnel.ts'

let server: SmeeServer
let receiver: PlainReceiver

beforeEach(async () => {
  server = await startSmeeServer()
  receiver = await startPlainReceiver()
})

test('makes a channel, and hands on what is posted to it', async () => {
  const tunnel = await open()
  expect(tunnel).toMatchObject({ url: server.channel('made-1'), wantedUrl: null })
  const json = '{"zen": "Speak like a human.", "hook": {"b": 1, "a": [true, null]}}'
  const response = await fetch(`${tunnel.url}?x=1&x2=a%20b`, {
    method: 'POST',
    body: json,
    headers: { 'content-type': 'application/json; charset=utf-8', 'X-GitHub-Event': 'ping' },
  })
  expect(response.status).toBe(200)
  await arrived(1)
  const request = receiver.received[0]
  expect(request).toMatchObject({ method: 'POST', target: '/?x=1&x2=a+b' })
  expect(request?.body.toString()).toBe(JSON.stringify(JSON.parse(json)))
  expect(request?.headers).toMatchObject({
    'x-github-event': 'ping',
    'content-type': 'application/json; charset=utf-8',
    'content-length': String(request?.body.length),
    host: new URL(tunnel.url).host,
  })
  await tunnel.close()
})

test('hands on forms as forms', async () => {
  const tunnel = await open()
  await fetch(tunnel.url, { method: 'POST', body: new URLSearchParams({ payload: '{"a":"é"}' }) })
  await arrived(1)
  expect(new URLSearchParams(receiver.received[0]?.body.toString()).get('payload')).toBe('{"a":"é"}')
  expect(receiver.received[0]?.headers['content-type']).toMatch(/^application\/x-www-form-urlencoded/)
})

test('follows the channel of the settings', async () => {
  const tunnel = await open({ channel: server.channel('mine') })
  expect(tunnel).toMatchObject({ url: server.channel('mine'), wantedUrl: server.channel('mine') })
  await tunnel.close()
  await eventually(() => expect(server.followers('mine')).toBe(0))
})

test('goes back to the channel that it had, rather than make another', async () => {
  const lastUrl = server.channel('before')
  expect((await open({}, { lastUrl })).url).toBe(lastUrl)
  expect((await open({}, { lastUrl: 'https://smee.io/elsewhere' })).url).toBe(server.channel('made-1'))
})

test('connects again by itself when the server ends the stream', async () => {
  const tunnel = await open({ channel: server.channel('mine') })
  server.endStreams()
  await eventually(() => expect(server.followed('mine')).toBe(2))
  await fetch(tunnel.url, { method: 'POST', body: '{}', headers: { 'content-type': 'application/json' } })
  await arrived(1)
})

test('connects again when pings stay out, and not while they come', async () => {
  const silenceMs = 1_000
  await open({ channel: server.channel('mine') }, {}, silenceMs)
  let before: number
  // A machine that stood still meanwhile was silent itself: then it is tried again.
  do before = server.followed('mine')
  while ((await longestPauseOfPings(silenceMs * 1.5)) > silenceMs / 2)
  expect(server.followed('mine')).toBe(before)
  await eventually(() => expect(server.followed('mine')).toBeGreaterThan(before))
})

test('is lost when the server stays away, and opens again with the same channel when it is back', async () => {
  const tunnel = await open()
  const lost = whenLost(tunnel)
  await server.kill()
  expect((await lost).message).toMatch(/cannot be reached \(ECONNREFUSED\)/)
  await expect(open({}, { lastUrl: tunnel.url })).rejects.toThrow(/ECONNREFUSED/)
  await server.restart()
  const again = await open({}, { lastUrl: tunnel.url })
  expect(again.url).toBe(tunnel.url)
  await fetch(again.url, { method: 'POST', body: '{}', headers: { 'content-type': 'application/json' } })
  await arrived(1)
})

test('a channel that smee has switched off is not tried again', async () => {
  server.fail(403)
  const error = await open({ channel: server.channel('mine') }).catch((thrown) => thrown)
  expect(error).toBeInstanceOf(TunnelRefused)
  expect(error.message).toContain('answered 403')
})

test('tries again later where the server is in trouble', async () => {
  server.fail(502)
  const error = await open({ channel: server.channel('mine') }).catch((thrown) => thrown)
  expect(error).not.toBeInstanceOf(TunnelRefused)
  await expect(open()).rejects.toThrow(/gave no new channel \(502\)/)
})

test('says that a page is no channel', async () => {
  const page = `http://127.0.0.1:${receiver.port}/page`
  await expect(open({ channel: page })).rejects.toThrow(`${page} answered something that is no stream of events.`)
})

test('keeps what the receiver cannot take yet, since smee sends it only once', async () => {
  receiver.answer(503)
  const tunnel = await open()
  await fetch(tunnel.url, { method: 'POST', body: '{"n":1}', headers: { 'content-type': 'application/json' } })
  const port = await freePort()
  const late = await createSmee({ newChannelUrl: server.newChannelUrl }).open(openRequest('smee', {}, { port }))
  await fetch(late.url, { method: 'POST', body: '{"n":2}', headers: { 'content-type': 'application/json' } })
  receiver.answer(200)
  const lateReceiver = await startPlainReceiver(port)
  await arrived(1)
  await eventually(() => expect(lateReceiver.received).toHaveLength(1))
})

test('says of what the receiver never takes that it could not be handed on', async () => {
  receiver.answer(503)
  const request = { target: '/', headers: [], body: '{}' }
  const { signal } = new AbortController()
  await expect(deliver(request, receiver.port, signal, [1, 1])).rejects.toThrow(/could not take it/)
  expect(receiver.refused()).toBe(3)
  await expect(deliver(request, await freePort(), signal, [1])).rejects.toThrow(/could not take it/)
})

test('lets arrive what is on its way when it is closed', async () => {
  receiver.answer(503)
  const tunnel = await open()
  await fetch(tunnel.url, { method: 'POST', body: '{"n":1}', headers: { 'content-type': 'application/json' } })
  await eventually(() => expect(receiver.refused()).toBe(1))
  const closing = tunnel.close()
  receiver.answer(200)
  await closing
  expect(receiver.received).toHaveLength(1)
})

test('carries many at once', async () => {
  const tunnel = await open()
  await Promise.all(
    Array.from({ length: 100 }, (_, n) =>
      fetch(tunnel.url, { method: 'POST', body: `{"n":${n}}`, headers: { 'content-type': 'application/json' } }),
    ),
  )
  await arrived(100)
  const numbers = receiver.received.map(({ body }) => JSON.parse(body.toString()).n as number)
  expect(numbers.sort((a, b) => a - b)).toEqual(Array.from({ length: 100 }, (_, n) => n))
})

test('goes on after an event that is no request, and after one that is made to break out of a header', async () => {
  const tunnel = await open({ channel: server.channel('mine') })
  for (const data of ['nonsense', '[]', 'null', '{}', '"x"']) server.send('mine', data)
  const evil = {
    'x-a': 'b\r\nx-injected: 1',
    'bad name': 'x',
    'content-length': '9999',
    'transfer-encoding': 'chunked',
  }
  server.send('mine', JSON.stringify({ ...evil, connection: 'close', 'x-fine': 'yes', body: { n: 1 } }))
  await arrived(1)
  const names = receiver.received[0]?.rawHeaders.filter((_, index) => index % 2 === 0)
  expect(names).toEqual(['host', 'x-fine', 'content-type', 'content-length', 'Connection'])
  expect(tunnel.url).toBe(server.channel('mine'))
})

test('what is no request does not fill the log', async () => {
  const warn = vi.fn()
  const log = { info: () => {}, warn, error: () => {} }
  const tunnel = await open({ channel: server.channel('mine') }, { log })
  for (let n = 0; n < 1_500; n += 1) server.send('mine', 'nonsense')
  server.send('mine', '{"body":{}}')
  await arrived(1)
  expect(warn.mock.calls.map(([, fields]) => fields.soFar)).toEqual([1, 1_000])
  await tunnel.close()
})

test('makes a request that can be sent of whatever an event holds, or none', () => {
  const headers = fc.dictionary(fc.string({ unit: 'binary' }), fc.oneof(fc.string({ unit: 'binary' }), fc.jsonValue()))
  fc.assert(
    fc.property(headers, fc.jsonValue(), fc.jsonValue(), (more, body, query) => {
      const request = readSmeeEvent(JSON.stringify({ ...more, body, query }))
      expect(request?.target).toMatch(/^\/(\?[\x21-\x7e]+)?$/)
      for (const [name, value] of request?.headers ?? []) {
        expect(name).toMatch(/^[!#$%&'*+.^_`|~0-9A-Za-z-]+$/)
        expect(value).not.toMatch(/[\r\n\0]/)
      }
    }),
  )
  fc.assert(fc.property(fc.string(), (text) => void readSmeeEvent(text)))
})

async function open(
  settings: { channel?: string } = {},
  rest: { lastUrl?: string; log?: Log } = {},
  silenceMs = 75_000,
): Promise<OpenTunnel> {
  const smee = createSmee({ newChannelUrl: server.newChannelUrl, silenceMs })
  return smee.open(openRequest('smee', settings, { port: receiver.port, ...rest }))
}

function arrived(count: number): Promise<void> {
  return eventually(() => expect(receiver.received).toHaveLength(count))
}

function whenLost(tunnel: OpenTunnel): Promise<AppError> {
  return new Promise((resolve) => tunnel.onLost(resolve))
}

/** Pings every 50 ms for so long; the longest time between two. */
async function longestPauseOfPings(forMs: number): Promise<number> {
  const end = performance.now() + forMs
  let longest = 0
  for (let last = performance.now(); last < end; ) {
    server.ping('mine')
    await new Promise((resolve) => setTimeout(resolve, 50))
    const now = performance.now()
    longest = Math.max(longest, now - last)
    last = now
  }
  return longest
}
