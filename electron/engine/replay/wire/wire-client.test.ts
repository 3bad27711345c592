import { once } from 'node:events'
import { createServer, type RequestListener } from 'node:http'
import { createServer as createSecureServer } from 'node:https'
import { type AddressInfo, createServer as createTcpServer, type Server } from 'node:net'
import { afterEach, describe, expect, test } from 'vitest'
import { LIMITS } from '../../../../shared/limits.ts'
import { answerEachRequest, startRawTarget } from '../testing/raw-target.ts'
import { selfSigned } from '../testing/self-signed.ts'
import { WireClient } from './wire-client.ts'
import type { WireRequest, WireTarget } from './wire-types.ts'

const closers: (() => unknown)[] = []
afterEach(async () => {
  for (const close of closers.splice(0).reverse()) await close()
})

function client(keepAlive = false): WireClient {
  const made = new WireClient({ keepAlive })
  closers.push(() => made.close())
  return made
}

async function listen(server: Server, host = '127.0.0.1'): Promise<number> {
  server.listen(0, host)
  await once(server, 'listening')
  closers.push(async () => {
    if ('closeAllConnections' in server) (server as unknown as { closeAllConnections(): void }).closeAllConnections()
    server.close()
    await once(server, 'close')
  })
  return (server.address() as AddressInfo).port
}

const httpServer = (listener: RequestListener, host?: string) => listen(createServer(listener), host)

function request(
  target: Partial<WireTarget> & { port: number },
  more: { method?: string; body?: Buffer; path?: string } = {},
): WireRequest {
  const { method = 'POST', body = Buffer.from('hello'), path = '/' } = more
  return {
    target: { secure: false, host: '127.0.0.1', allowSelfSigned: false, ...target },
    method,
    head: `${method} ${path} HTTP/1.1\r\nHost: h\r\nContent-Length: ${body.length}\r\n\r\n`,
    body,
  }
}

describe('what is sent', () => {
  test.each([0, 1, 64 * 1024, 64 * 1024 + 1, 5_000_000])(
    'is the head and a body of %i bytes, exactly',
    async (size) => {
      await using target = await startRawTarget()
      const body = Buffer.from(Array.from({ length: size }, (_, index) => (index * 7) % 256))
      const sent = request(target, { body, path: '/\xe9//..?%2f' })
      expect(await client().send(sent)).toMatchObject({ kind: 'answered' })
      expect(target.received().equals(Buffer.concat([Buffer.from(sent.head, 'latin1'), body]))).toBe(true)
    },
  )
})

describe('an answer of node:http', () => {
  test('comes with its headers in order and case, its body and its timings', async () => {
    const port = await httpServer((incoming, response) => {
      response.writeHead(201, 'Made', ['x-B', '1', 'X-a', '2', 'x-B', '3'])
      incoming.pipe(response)
    })
    const outcome = await client().send(request({ port }, { body: Buffer.alloc(200_000, 'ab') }))
    if (outcome.kind !== 'answered') throw new Error(outcome.message)
    expect(outcome.response).toMatchObject({ status: 201, statusText: 'Made', httpVersion: '1.1' })
    expect(outcome.response.headers.slice(0, 3)).toEqual([
      ['x-B', '1'],
      ['X-a', '2'],
      ['x-B', '3'],
    ])
    expect(outcome.body.equals(Buffer.alloc(200_000, 'ab'))).toBe(true)
    const { dns, connect, tls, firstByte, total } = outcome.timings
    expect([dns, tls]).toEqual([null, null])
    expect([connect, firstByte, total]).toEqual([connect, firstByte, total].toSorted((a, b) => Number(a) - Number(b)))
  })

  test('a redirect is an answer', async () => {
    const port = await httpServer((_incoming, response) =>
      response.writeHead(302, { Location: 'http://elsewhere/' }).end(),
    )
    expect(await client().send(request({ port }))).toMatchObject({ kind: 'answered', response: { status: 302 } })
  })

  test('HEAD has no body, whatever its length says', async () => {
    const port = await httpServer((_incoming, response) => response.writeHead(200, { 'Content-Length': 1000 }).end())
    const sent = request({ port }, { method: 'HEAD', body: Buffer.alloc(0) })
    expect(await client(true).send(sent)).toMatchObject({ kind: 'answered', body: Buffer.alloc(0) })
  })

  test('trailers and interim responses', async () => {
    const port = await httpServer((_incoming, response) => {
      response.writeEarlyHints({ link: '</a>; rel=preload' })
      response.writeHead(200, { Trailer: 'X-Sum' })
      response.write('ab')
      response.addTrailers({ 'X-Sum': '9' })
      response.end()
    })
    expect(await client().send(request({ port }))).toMatchObject({
      kind: 'answered',
      response: { status: 200, trailers: [['X-Sum', '9']] },
      body: Buffer.from('ab'),
    })
  })

  test('longer than the cap is cut, marked, and its connection closed', async () => {
    let gone: Promise<unknown> = Promise.resolve()
    const port = await httpServer((incoming, response) => {
      gone = new Promise<void>((resolve) => incoming.socket.on('close', () => resolve()))
      response.end(Buffer.alloc(LIMITS.responseBytes + 10_000_000))
    })
    const outcome = await client(true).send(request({ port }))
    expect(outcome).toMatchObject({ kind: 'answered', bodyTruncated: true })
    expect(outcome.body.length).toBe(LIMITS.responseBytes)
    await gone
  })

  test('before the body was read is an answer all the same', async () => {
    const port = await httpServer((_incoming, response) => {
      response.writeHead(413, { Connection: 'close' }).end('too much')
    })
    const sent = request({ port }, { body: Buffer.alloc(40_000_000) })
    expect(await client().send(sent)).toMatchObject({ kind: 'answered', response: { status: 413 } })
  })
})

describe('localhost', () => {
  test.each(['127.0.0.1', '::1'])('finds a server that listens on %s only', async (address) => {
    const port = await httpServer((_incoming, response) => response.end('ok'), address)
    expect(await client().send(request({ host: 'localhost', port }))).toMatchObject({ kind: 'answered' })
  })
})

describe('a failure', () => {
  test('refused', async () => {
    const server = createTcpServer()
    const port = await listen(server)
    server.close()
    for (const host of ['127.0.0.1', 'localhost']) {
      expect(await client().send(request({ host, port }))).toMatchObject({
        kind: 'failed',
        reason: 'refused',
        message: `Nothing listens at ${host}:${port}. Start the target there, or correct the port.`,
      })
    }
  })

  test('dns', async () => {
    const outcome = await client().send(request({ host: 'no-such-host.invalid', port: 80 }))
    expect(outcome).toMatchObject({
      kind: 'failed',
      reason: 'dns',
      message: expect.stringContaining('no-such-host.invalid'),
    })
  })

  test('unreachable', async () => {
    // A multicast address: no route leads a connection there.
    const outcome = await client().send(request({ host: '224.0.0.1', port: 80 }))
    expect(outcome).toMatchObject({ kind: 'failed', reason: 'unreachable' })
  })

  test('timeout, and by then what came of the answer is kept', async () => {
    await using silent = await startRawTarget(() => {})
    expect(await client().send(request(silent), { timeoutMs: 100 })).toMatchObject({
      kind: 'failed',
      reason: 'timeout',
      message: expect.stringContaining('did not answer within 0.1 s'),
    })
    await using slow = await startRawTarget(({ socket }) =>
      socket.write('HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nab'),
    )
    expect(await client().send(request(slow), { timeoutMs: 200 })).toMatchObject({
      kind: 'failed',
      reason: 'timeout',
      message: expect.stringContaining('did not end it'),
      response: { status: 200 },
      body: Buffer.from('ab'),
    })
  })

  test.each([
    ['without an answer', '', /without an answer/],
    ['amid the headers', 'HTTP/1.1 200 OK\r\nConte', /before its answer was whole/],
    ['amid the body', 'HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nab', /before its answer was whole/],
  ])('reset: closed %s', async (_name, answer, message) => {
    for (const end of ['end', 'resetAndDestroy'] as const) {
      await using target = await startRawTarget(({ socket }) => socket.write(answer, () => socket[end]()))
      const outcome = await client().send(request(target))
      expect(outcome).toMatchObject({ kind: 'failed', reason: 'reset' })
      if (end === 'end') expect(outcome).toMatchObject({ message: expect.stringMatching(message) })
    }
  })

  test('protocol', async () => {
    await using target = await startRawTarget(({ socket }) => socket.write('220 mail.example ESMTP\r\n'))
    expect(await client().send(request(target))).toMatchObject({
      kind: 'failed',
      reason: 'protocol',
      message: expect.stringMatching(/127\.0\.0\.1:\d+ answered with something that is not HTTP\/1: "220 mail/),
    })
  })

  test('aborted, at any time', async () => {
    await using target = await startRawTarget(() => controller.abort())
    const controller = new AbortController()
    const sent = client().send(request(target), { signal: controller.signal })
    expect(await sent).toMatchObject({ kind: 'failed', reason: 'aborted' })
    const again = await client().send(request(target), { signal: controller.signal })
    expect(again).toMatchObject({ kind: 'failed', reason: 'aborted' })
    expect(target.connections.length).toBe(1)
  })
})

describe('TLS', () => {
  const secureTarget = () => listen(createSecureServer(selfSigned, (_incoming, response) => response.end('safe')))

  test('refuses a self-signed certificate unless it is allowed', async () => {
    const port = await secureTarget()
    for (const host of ['localhost', '127.0.0.1']) {
      expect(await client().send(request({ secure: true, host, port }))).toMatchObject({
        kind: 'failed',
        reason: 'tls',
        message: expect.stringContaining('allow self-signed'),
      })
      const allowed = await client().send(request({ secure: true, host, port, allowSelfSigned: true }))
      expect(allowed).toMatchObject({ kind: 'answered', body: Buffer.from('safe') })
      expect(allowed.timings.tls).toBeGreaterThan(0)
    }
  })

  test('says when the target speaks plain HTTP, and the other way round', async () => {
    const plain = await httpServer((_incoming, response) => response.end())
    expect(await client().send(request({ secure: true, port: plain }))).toMatchObject({
      reason: 'tls',
      message: expect.stringContaining('write http://'),
    })
    await using secure = await startRawTarget(({ socket }) => socket.write(Buffer.from([0x15, 3, 3, 0, 2, 2, 70])))
    expect(await client().send(request(secure))).toMatchObject({
      reason: 'protocol',
      message: expect.stringContaining('https://'),
    })
  })

  test('sends every byte', async () => {
    const body = Buffer.alloc(3_000_000, 'xyz')
    const got: Buffer[] = []
    const port = await listen(
      createSecureServer(selfSigned, (incoming, response) => {
        incoming.on('data', (chunk: Buffer) => got.push(chunk)).on('end', () => response.end())
      }),
    )
    await client().send(request({ secure: true, port, allowSelfSigned: true }, { body }))
    expect(Buffer.concat(got).equals(body)).toBe(true)
  })
})

describe('kept connections', () => {
  test('carry one request after another', async () => {
    await using target = await startRawTarget()
    const kept = client(true)
    for (let turn = 0; turn < 5; turn++) {
      expect(await kept.send(request(target))).toMatchObject({ kind: 'answered', sentAgain: false })
    }
    expect(target.connections.length).toBe(1)
  })

  test('are not kept for single requests', async () => {
    await using target = await startRawTarget()
    const single = client(false)
    await single.send(request(target))
    await single.send(request(target))
    expect(target.connections.length).toBe(2)
  })

  test('that the target closed before the next request are replaced, and that is said', async () => {
    await using target = await startRawTarget()
    const kept = client(true)
    expect(await kept.send(request(target))).toMatchObject({ kind: 'answered', sentAgain: false })
    // Within one turn, so that this side has not heard of it when it sends.
    target.connections[0]?.socket.resetAndDestroy()
    expect(await kept.send(request(target))).toMatchObject({ kind: 'answered', sentAgain: true })
    expect(target.connections.length).toBe(2)
  })

  test.each(['end', 'resetAndDestroy'] as const)(
    'that the target closed (%s) after it had the request are not: it may have processed it',
    async (end) => {
      const answer = answerEachRequest('HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok')
      let seen = 0
      await using target = await startRawTarget((connection, chunk) => {
        seen++
        if (seen === 2) connection.socket[end]()
        else answer(connection, chunk)
      })
      const kept = client(true)
      expect(await kept.send(request(target))).toMatchObject({ kind: 'answered', sentAgain: false })
      expect(await kept.send(request(target))).toMatchObject({
        kind: 'failed',
        reason: 'reset',
        message: expect.stringContaining('may have processed the request'),
      })
      expect(target.connections.length).toBe(1)
      expect(await kept.send(request(target))).toMatchObject({ kind: 'answered' })
    },
  )

  test('that the target closed while idle are not used', async () => {
    await using target = await startRawTarget()
    const kept = client(true)
    await kept.send(request(target))
    target.connections[0]?.socket.end()
    await once(target.connections[0]?.socket as NonNullable<(typeof target.connections)[0]>['socket'], 'close')
    expect(await kept.send(request(target))).toMatchObject({ kind: 'answered', sentAgain: false })
  })

  test('with bytes that nobody asked for are not used again', async () => {
    await using target = await startRawTarget(({ socket }) => {
      socket.write('HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nokHTTP/1.1 200 Stolen\r\nContent-Length: 0\r\n\r\n')
    })
    const kept = client(true)
    await kept.send(request(target))
    expect(await kept.send(request(target))).toMatchObject({ response: { statusText: 'OK' } })
    expect(target.connections.length).toBe(2)
  })

  test('closing cancels what runs', async () => {
    await using target = await startRawTarget(() => kept.close())
    const kept = client(true)
    expect(await kept.send(request(target))).toMatchObject({ kind: 'failed', reason: 'aborted' })
    expect(await kept.send(request(target))).toMatchObject({ kind: 'failed', reason: 'aborted' })
  })
})
