import { once } from 'node:events'
import http from 'node:http'
import { type AddressInfo, createServer } from 'node:net'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import type { TunnelState } from '../../../shared/engine/engine-state.ts'
import type { Log } from '../log/log.ts'
import { localtunnel } from './localtunnel.ts'
import { type LocaltunnelServer, startLocaltunnelServer } from './testing/localtunnel-server.ts'
import type { TunnelKind } from './tunnel.ts'
import { createTunnelService, type TunnelService } from './tunnel-service.ts'

const log: Log = { info: () => {}, warn: () => {}, error: () => {} }
const endings: Array<() => unknown> = []

let server: LocaltunnelServer
let receiverPort: number
let received: Array<{ method: string | undefined; url: string | undefined; rawHeaders: string[]; body: Buffer }>
let states: TunnelState[]
let notices: string[]
let service: TunnelService

beforeEach(async () => {
  server = await startLocaltunnelServer()
  receiverPort = await listenAsReceiver()
  states = []
  notices = []
  service = tunnelService(localtunnel)
})

afterEach(async () => {
  service.close()
  for (const end of endings.splice(0)) await end()
  await server.kill().catch(() => {})
})

test('gives the receiver a public URL', async () => {
  await service.open(request())
  expect(states.map((state) => state.kind)).toEqual(['opening', 'open'])
  const answer = await server.request(openUrl(), { method: 'POST', path: '/stripe?x=1', body: 'hello' })
  expect(answer.status).toBe(200)
  expect(answer.body.toString()).toBe('got 5')
  expect(received).toMatchObject([{ method: 'POST', url: '/stripe?x=1' }])
})

test('carries bytes that are no text as they are', async () => {
  await service.open(request())
  const body = Buffer.from([0x00, 0xff, 0xfe, 0x80, 0x41])
  await server.request(openUrl(), { method: 'POST', body })
  expect(received[0]?.body).toEqual(body)
})

test('carries many requests, more at once than there are sockets', async () => {
  await service.open(request())
  const body = Buffer.alloc(200_000, 'é')
  const answers = await Promise.all(
    Array.from({ length: 50 }, () => server.request(openUrl(), { method: 'POST', body })),
  )
  expect(answers.every((answer) => answer.body.toString() === `got ${body.length}`)).toBe(true)
  expect(received.every((each) => each.body.equals(body))).toBe(true)
})

test('stays open after requests that the receiver breaks off', async () => {
  await service.open(request())
  for (let index = 0; index < 15; index += 1) {
    const answer = await server.request(openUrl(), { path: '/reset' })
    expect(answer.status).toBe(502)
  }
  const answer = await server.request(openUrl(), { path: '/fine' })
  expect(answer.status).toBe(200)
})

test('gets the name that is asked for', async () => {
  await service.open(request({ subdomain: 'my-hooks' }))
  expect(new URL(openUrl()).hostname).toBe('my-hooks.localhost')
  expect(notices).toEqual([])
})

test('says when the name is taken and another was given', async () => {
  await service.open(request({ subdomain: 'my-hooks' }))
  const second = tunnelService(localtunnel)
  await second.open(request({ subdomain: 'my-hooks' }))
  expect(notices).toEqual([expect.stringContaining('my-hooks is taken')])
  second.close()
})

test('passes on why the server refused', async () => {
  server.refuse({ status: 403, message: 'Not for you' })
  await service.open(request())
  expect(service.state()).toMatchObject({
    kind: 'lost',
    reason: expect.stringContaining('403: Not for you'),
    url: null,
  })
})

test('says that the server cannot be reached', async () => {
  await server.kill()
  await service.open(request())
  expect(service.state()).toMatchObject({ kind: 'lost', reason: expect.stringContaining('ECONNREFUSED') })
})

test('says that something else answers there', async () => {
  await service.open(request({ host: `http://127.0.0.1:${receiverPort}` }))
  expect(service.state()).toMatchObject({ reason: expect.stringContaining('not a localtunnel server') })
})

test.each([
  ['null'],
  ['[]'],
  ['{"id":"a"}'],
  ['{"id":"a","port":0,"url":"http://a.localhost"}'],
  ['{"id":"a","port":1,"url":"javascript:alert(1)"}'],
  ['\u0000\u00ff'],
])('takes %j for no localtunnel server', async (answer) => {
  const api = http.createServer((_request, response) => response.end(answer))
  api.listen(0, '127.0.0.1')
  await once(api, 'listening')
  endings.push(() => api.close())
  await service.open(request({ host: `http://127.0.0.1:${(api.address() as AddressInfo).port}` }))
  expect(service.state()).toMatchObject({ kind: 'lost', reason: expect.stringContaining('not a localtunnel server') })
})

test('outlives a receiver that refuses, and serves again once it is back', async () => {
  const other = http.createServer((_request, response) => response.end('back'))
  other.listen(0, '127.0.0.1')
  await once(other, 'listening')
  const { port } = other.address() as AddressInfo
  other.close()
  await service.open({ ...request(), port })
  const answer = server.request(openUrl())
  other.listen(port, '127.0.0.1')
  endings.push(() => other.close())
  expect((await answer).body.toString()).toBe('back')
})

test('says that a firewall may block the port', async () => {
  const closed = createServer()
  closed.listen(0, '127.0.0.1')
  await once(closed, 'listening')
  const { port } = closed.address() as AddressInfo
  closed.close()
  const api = http.createServer((_request, response) =>
    response.end(JSON.stringify({ id: 'a', port, url: 'http://a.localhost', max_conn_count: 3 })),
  )
  api.listen(0, '127.0.0.1')
  await once(api, 'listening')
  endings.push(() => api.close())
  await service.open(request({ host: `http://127.0.0.1:${(api.address() as AddressInfo).port}` }))
  expect(service.state()).toMatchObject({ kind: 'lost', reason: expect.stringContaining(`port ${port}`) })
})

test('gives up a server that never answers', async () => {
  server.refuse('hang')
  const hasty = tunnelService(localtunnel, 100)
  await hasty.open(request())
  expect(hasty.state()).toMatchObject({ kind: 'lost', reason: expect.stringContaining('within 0.1 seconds') })
})

test('gives up an opening that ignores its signal, and closes what comes of it later', async () => {
  const late = Promise.withResolvers<void>()
  const close = vi.fn()
  const deaf: TunnelKind = {
    name: 'deaf',
    open: async () => {
      await late.promise
      return { url: 'http://late.localhost', onLost: () => {}, close }
    },
  }
  const hasty = tunnelService(deaf, 50)
  await hasty.open(request())
  expect(hasty.state().kind).toBe('lost')
  late.resolve()
  await eventually(() => close.mock.calls.length).toBe(1)
  expect(hasty.state().kind).toBe('lost')
})

test('can be cancelled while it opens, and opened again', async () => {
  server.refuse('hang')
  const opening = service.open(request())
  expect(service.state().kind).toBe('opening')
  service.close()
  await opening
  expect(service.state()).toEqual({ kind: 'off' })
  server.refuse(null)
  await service.open(request())
  expect(service.state().kind).toBe('open')
  expect(states.map((state) => state.kind)).toEqual(['opening', 'off', 'opening', 'open'])
})

test('opens one tunnel however often it is asked', async () => {
  await Promise.all([service.open(request()), service.open(request())])
  await service.open(request())
  expect(server.names()).toHaveLength(1)
})

test('leaves no socket behind when it is closed', async () => {
  await service.open(request({ subdomain: 'my-hooks' }))
  await eventually(() => server.sockets('my-hooks')).toBe(10)
  service.close()
  await eventually(() => server.sockets('my-hooks')).toBe(0)
  expect(service.state()).toEqual({ kind: 'off' })
})

test('is lost within seconds when the server is killed, and opens again on demand', async () => {
  await service.open(request())
  const url = openUrl()
  await server.kill()
  await eventually(() => service.state().kind).toBe('lost')
  expect(service.state()).toMatchObject({ url, reason: expect.stringContaining('closed every connection') })
  await server.restart()
  await service.open(request())
  expect((await server.request(openUrl())).status).toBe(200)
})

test('is lost when the server forgets the client', async () => {
  await service.open(request({ subdomain: 'my-hooks' }))
  server.drop('my-hooks')
  await eventually(() => service.state().kind).toBe('lost')
})

test('outlives a few sockets that end', async () => {
  await service.open(request({ subdomain: 'my-hooks' }))
  await eventually(() => server.sockets('my-hooks')).toBe(10)
  server.closeSockets('my-hooks')
  await eventually(() => server.sockets('my-hooks')).toBe(10)
  expect((await server.request(openUrl())).status).toBe(200)
  expect(states.map((state) => state.kind)).toEqual(['opening', 'open'])
})

/** Waits as long as a busy machine takes. */
function eventually<Value>(condition: () => Value) {
  return expect.poll(condition, { timeout: 20_000 })
}

function tunnelService(kind: TunnelKind, openMs?: number): TunnelService {
  return createTunnelService({
    kind,
    log,
    onChange: (state) => states.push(state),
    onNotice: (message) => notices.push(message),
    ...(openMs === undefined ? {} : { openMs }),
  })
}

function request(changes: { host?: string; subdomain?: string } = {}) {
  return { port: receiverPort, host: changes.host ?? server.host, subdomain: changes.subdomain ?? null }
}

function openUrl(): string {
  const state = service.state()
  if (state.kind !== 'open') throw new Error(`The tunnel is ${state.kind}`)
  return state.url
}

/** Answers how many bytes came, on both loopback addresses as the receiver does; resets whoever asks for `/reset`. */
async function listenAsReceiver(): Promise<number> {
  received = []
  const handle = (request: http.IncomingMessage, response: http.ServerResponse): void => {
    const pieces: Buffer[] = []
    request.on('data', (piece: Buffer) => pieces.push(piece))
    request.on('end', () => {
      if (request.url === '/reset') {
        request.socket.resetAndDestroy()
        return
      }
      const body = Buffer.concat(pieces)
      received.push({ method: request.method, url: request.url, rawHeaders: request.rawHeaders, body })
      response.end(`got ${body.length}`)
    })
  }
  const four = http.createServer(handle)
  four.listen(0, '127.0.0.1')
  await once(four, 'listening')
  const { port } = four.address() as AddressInfo
  const six = http.createServer(handle)
  six.listen(port, '::1')
  // A machine without IPv6 loopback is fine.
  await Promise.race([once(six, 'listening'), once(six, 'error')]).catch(() => {})
  endings.push(() => {
    for (const each of [four, six]) {
      each.close()
      each.closeAllConnections()
    }
  })
  return port
}
