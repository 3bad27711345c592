import { once } from 'node:events'
import http from 'node:http'
import https from 'node:https'
import { type AddressInfo, createServer, type Server, type Socket } from 'node:net'
import fc from 'fast-check'
import { afterEach, expect, test } from 'vitest'
import { selfSigned } from '../replay/testing/self-signed.ts'
import { describeProbeAnswer } from './describe-probe.ts'
import { lookupPublicName } from './lookup-public-name.ts'
import { type ProbeOptions, type ProbeResult, probe } from './probe.ts'
import { isOnThisMachine, probeTunnel } from './probe-tunnel.ts'
import { createTestDoor, type TestDoor } from './testing/test-door.ts'

const endings: Array<() => unknown> = []

afterEach(async () => {
  for (const end of endings.splice(0).reverse()) await end()
})

test('is good when the receiver answers with the nonce', async () => {
  const { door, url } = await openDoor()
  expect(await probeThrough(url, door)).toEqual({ kind: 'good', latencyMs: expect.any(Number) })
  expect(door.received).toEqual([])
})

test('finds names under .localhost without a name server', async () => {
  const { door, url } = await openDoor()
  expect(await probeThrough(url.replace('127.0.0.1', 'some-name.localhost'), door)).toMatchObject({ kind: 'good' })
})

test('an answer without the nonce is not taken for one of ours', async () => {
  const url = await answering((_request, response) => response.writeHead(204, { 'X-Hookbench-Probe': 'guess' }).end())
  expect(await probeThrough(url)).toMatchObject({ kind: 'bad', why: expect.stringContaining('204 by itself') })
})

test('an answer with the nonce is good only if the request arrived: others on the way know it too', async () => {
  const url = await answering((request, response) => {
    response.writeHead(204, { 'X-Hookbench-Probe': request.headers['x-hookbench-probe'] }).end()
  })
  expect(await probeThrough(url)).toMatchObject({ kind: 'bad', why: expect.stringContaining('nothing arrived here') })
})

test.each([
  ['a page', 200, { 'content-type': 'text/html' }, '<html>Friendly reminder', 'shows a page of its own'],
  ['a page without a type', 511, {}, '\n<!DOCTYPE html>', 'shows a page of its own'],
  ['404', 404, {}, '{"message":"Not Found"}', 'no tunnel is connected'],
  ['502', 502, {}, 'bad gateway', 'does not reach this machine'],
  ['504', 504, {}, '', 'does not reach this machine'],
  ['401', 401, {}, '', 'a sign-in'],
  ['a redirect', 302, { location: 'https://login.example' }, '', 'to https://login.example'],
  ['429', 429, {}, '', '429 by itself'],
])('says what came instead: %s', async (_name, status, headers, body, why) => {
  const url = await answering((_request, response) => response.writeHead(status, headers).end(body))
  expect(await probeThrough(url)).toMatchObject({ kind: 'bad', why: expect.stringContaining(why), timedOut: false })
})

test('says that the answer was replaced on its way back', async () => {
  const { door, url: receiver } = await openDoor()
  const url = await answering((request, response) => {
    http.get(receiver, { headers: request.headers }, () => response.writeHead(502).end())
  })
  expect(await probeThrough(url, door)).toMatchObject({ why: expect.stringContaining('replaced on the way back') })
})

test('says that nothing came in time', async () => {
  const url = await answering(() => {})
  expect(await probeThrough(url, undefined, { timeoutMs: 100 })).toEqual({
    kind: 'bad',
    why: expect.stringContaining('did not arrive here within 0.1 s'),
    timedOut: true,
    arrived: false,
  })
})

test.each([
  ['refused', async () => `http://127.0.0.1:${await freePort()}`, 'refuses connections'],
  ['reset', () => onSocket((socket) => socket.resetAndDestroy()), 'broke the connection off'],
  ['closed', () => onSocket((socket) => socket.destroy()), 'broke the connection off'],
  ['no HTTP', () => onSocket((socket) => socket.end('220 mail.example ESMTP\r\n')), 'not HTTP'],
  ['an unknown name', async () => 'http://nobody.invalid', 'is not known'],
  ['an untrusted certificate', answeringTls, 'no certificate that can be trusted'],
])('says why there was no answer: %s', async (_name, target, why) => {
  expect(await probeThrough(await target())).toMatchObject({ kind: 'bad', why: expect.stringContaining(why) })
})

test('is over at once when it is broken off', async () => {
  const abort = new AbortController()
  const probing = probeThrough(await answering(() => {}), undefined, { signal: abort.signal })
  abort.abort()
  expect(await probing).toMatchObject({ kind: 'bad', timedOut: false })
  expect(await probeThrough(await answering(() => {}), undefined, { signal: abort.signal })).toMatchObject({
    kind: 'bad',
  })
})

test('where the way answers by itself, arriving is enough', async () => {
  const { door, url: receiver } = await openDoor()
  const url = await answering((request, response) => {
    response.writeHead(200).end('accepted')
    const nonce = String(request.headers['x-hookbench-probe'])
    request.resume()
    http.request(receiver, { method: 'POST', headers: { 'x-hookbench-probe': nonce } }).end('{}')
  })
  expect(await probeThrough(url, door, { judge: 'arrival' })).toMatchObject({ kind: 'good' })
  const deaf = await answering((_request, response) => response.writeHead(200).end())
  expect(await probeThrough(deaf, door, { judge: 'arrival', timeoutMs: 100 })).toMatchObject({ timedOut: true })
  const gone = await answering((_request, response) => response.writeHead(404).end())
  expect(await probeThrough(gone, door, { judge: 'arrival' })).toMatchObject({ why: expect.stringContaining('404') })
})

test('stops expecting its nonce, however it ends', async () => {
  let expected = 0
  const expectProbe: ProbeOptions['expectProbe'] = () => {
    expected += 1
    return () => {
      expected -= 1
    }
  }
  for (const url of [await answering((_request, response) => response.end('no')), 'http://nobody.invalid']) {
    const { signal } = new AbortController()
    await probe({ url, judge: 'echo', expectProbe, timeoutMs: 5_000, signal, lateMs: 10 })
  }
  await expect.poll(() => expected).toBe(0)
})

test('what arrives late is still known for a probe', async () => {
  const { door, url: receiver } = await openDoor()
  const held: http.IncomingHttpHeaders[] = []
  const url = await answering((request) => held.push(request.headers))
  expect(await probeThrough(url, door, { timeoutMs: 100 })).toMatchObject({ timedOut: true })
  const [headers] = held
  const [answer] = (await once(http.get(receiver, { headers }), 'response')) as [http.IncomingMessage]
  answer.resume()
  expect(answer.statusCode).toBe(204)
  expect(door.received).toEqual([])
})

test('whatever bytes answer, a probe has an end', async () => {
  const said = { bytes: new Uint8Array() }
  const url = await onSocket((socket) => socket.end(said.bytes))
  await fc.assert(
    fc.asyncProperty(fc.uint8Array({ maxLength: 200 }), fc.boolean(), async (bytes, isHttp) => {
      said.bytes = isHttp ? Buffer.concat([Buffer.from('HTTP/1.1 200 OK\r\n'), bytes]) : bytes
      const result = await probeThrough(url, undefined, { timeoutMs: 2_000 })
      expect(result.kind).toBe('bad')
    }),
    { numRuns: 50 },
  )
})

test('an answer is described whatever it is', () => {
  fc.assert(
    fc.property(fc.integer({ min: 100, max: 999 }), fc.string(), fc.string(), (status, text, type) => {
      const headers = { 'content-type': type, location: text }
      expect(describeProbeAnswer(new URL('https://a.example'), { status, headers, text })).toContain('a.example')
    }),
  )
})

test('looks at the server of the tunnel for what cannot be reached under its URL', async () => {
  const { door, url: server } = await openDoor()
  const options = { judge: 'echo', expectProbe: door.expectProbe, timeoutMs: 10_000 } as const
  const { signal } = new AbortController()
  expect(await probeTunnel({ ...options, url: 'http://nobody.invalid', server, signal })).toMatchObject({
    kind: 'good',
    detour: expect.stringContaining('is not known'),
  })
  expect(await probeTunnel({ ...options, url: server, server: 'http://nobody.invalid', signal })).toEqual({
    kind: 'good',
    latencyMs: expect.any(Number),
  })
  const gone = `http://127.0.0.1:${await freePort()}`
  expect(await probeTunnel({ ...options, url: 'http://nobody.invalid', server: gone, signal })).toMatchObject({
    kind: 'bad',
    why: expect.stringContaining('is not known'),
  })
})

test.each([
  ['http://127.0.0.1:1234', true],
  ['http://[::1]:1234', true],
  ['http://LOCALHOST', true],
  ['https://lt.localhost:1', true],
  ['https://localtunnel.me', false],
  ['http://192.168.1.2', false],
  ['http://127.0.0.1.example', false],
  ['http://localhost.example', false],
])('%s is on this machine: %s', (server, here) => {
  expect(isOnThisMachine(server)).toBe(here)
})

test.each([
  [{ all: true }, ['127.0.0.1', '::1']],
  [{ all: true, family: 6 }, ['::1']],
  [{}, '127.0.0.1'],
])('a name under .localhost is this machine: %j', (options, found) => {
  lookupPublicName('x.LocalHost', options, (error, address) => {
    expect(error).toBeNull()
    expect(Array.isArray(address) ? address.map((each) => each.address) : address).toEqual(found)
  })
  expect.hasAssertions()
})

function probeThrough(url: string, door: TestDoor = createTestDoor(), options: Partial<ProbeOptions> = {}) {
  return probe({
    url,
    judge: 'echo',
    expectProbe: door.expectProbe,
    timeoutMs: 10_000,
    signal: new AbortController().signal,
    ...options,
  }) satisfies Promise<ProbeResult>
}

async function openDoor(): Promise<{ door: TestDoor; url: string }> {
  const door = createTestDoor()
  endings.push(() => door.close())
  const { port } = await door.openDoor('test')
  return { door, url: `http://127.0.0.1:${port}` }
}

async function answering(handle: http.RequestListener): Promise<string> {
  return `http://127.0.0.1:${await listen(http.createServer(handle))}`
}

async function answeringTls(): Promise<string> {
  const server = https.createServer(selfSigned, (_request, response) => response.end())
  return `https://127.0.0.1:${await listen(server)}`
}

async function onSocket(handle: (socket: Socket) => void): Promise<string> {
  const server = createServer((socket) => {
    socket.on('error', () => {})
    socket.once('data', () => handle(socket))
  })
  return `http://127.0.0.1:${await listen(server)}`
}

async function listen(server: Server | http.Server): Promise<number> {
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  endings.push(() => {
    server.close()
    if ('closeAllConnections' in server) server.closeAllConnections()
  })
  return (server.address() as AddressInfo).port
}

async function freePort(): Promise<number> {
  const server = createServer()
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  server.close()
  return port
}
