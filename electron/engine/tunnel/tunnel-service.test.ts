import { once } from 'node:events'
import http from 'node:http'
import { type AddressInfo, createServer } from 'node:net'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { AppError } from '../../../shared/contract/errors.ts'
import { expectSoon } from '../testing/eventually.ts'
import { quietLog } from '../testing/quiet-log.ts'
import { type LocaltunnelServer, startLocaltunnelServer } from './testing/localtunnel-server.ts'
import { createServiceFixture, type FixtureOptions, type ServiceFixture } from './testing/service-fixture.ts'
import { type OpenTunnel, type TunnelKind, TunnelRefused } from './tunnel.ts'
import { openTunnelMemory } from './tunnel-memory.ts'

const endings: Array<() => unknown> = []

// What takes a second here takes many on a machine that is busy with other things.
vi.setConfig({ testTimeout: 120_000, hookTimeout: 60_000 })

let server: LocaltunnelServer

beforeEach(async () => {
  server = await startLocaltunnelServer()
  endings.push(() => server.kill().catch(() => {}))
})

afterEach(async () => {
  for (const end of endings.splice(0).reverse()) await end()
})

test('gives the receiver a public URL', async () => {
  const tunnel = await opened()
  expect(tunnel.states.map((state) => state.kind)).toEqual(['opening', 'open'])
  const answer = await server.request(tunnel.publicUrl(), { method: 'POST', path: '/stripe?x=1', body: 'hello' })
  expect(answer.status).toBe(200)
  expect(answer.body.toString()).toBe('got 5')
  expect(tunnel.door.received).toMatchObject([{ method: 'POST', url: '/stripe?x=1' }])
  expect(tunnel.service.state).toMatchObject({
    via: 'localtunnel',
    latencyMs: expect.any(Number),
    facts: [{ label: 'Server', value: '127.0.0.1' }],
  })
})

test('carries bytes that are no text as they are', async () => {
  const tunnel = await opened()
  const body = Buffer.from([0x00, 0xff, 0xfe, 0x80, 0x41])
  await server.request(tunnel.publicUrl(), { method: 'POST', body })
  expect(tunnel.door.received[0]?.body).toEqual(body)
})

test('carries many requests, more at once than there are sockets', async () => {
  const tunnel = await opened()
  const body = Buffer.alloc(200_000, 'é')
  const answers = await Promise.all(
    Array.from({ length: 50 }, () => server.request(tunnel.publicUrl(), { method: 'POST', body })),
  )
  expect(answers.every((answer) => answer.body.toString() === `got ${body.length}`)).toBe(true)
  expect(tunnel.door.received.every((each) => each.body.equals(body))).toBe(true)
})

test('stays open after requests that the receiver breaks off', async () => {
  const tunnel = await opened()
  for (let index = 0; index < 15; index += 1) {
    const answer = await server.request(tunnel.publicUrl(), { path: '/reset' })
    expect(answer.status).toBe(502)
  }
  const answer = await server.request(tunnel.publicUrl(), { path: '/fine' })
  expect(answer.status).toBe(200)
})

test('probes its own URL, and the receiver keeps none of it', async () => {
  const tunnel = await opened({ probeSeconds: 0.1 })
  const checkedAt = () => (tunnel.service.state.kind === 'open' ? tunnel.service.state.checkedAt : null)
  const first = checkedAt() as number
  await expectSoon(() => (checkedAt() ?? 0) > first).toBe(true)
  expect(tunnel.door.received).toEqual([])
})

test('gets the name that is asked for', async () => {
  const tunnel = await opened({ subdomain: 'my-hooks' })
  expect(new URL(tunnel.publicUrl()).hostname).toBe('my-hooks.localhost')
  expect(tunnel.notices).toEqual([])
  expect(tunnel.service.urlChanged).toBeNull()
})

test('says when the name is taken and another was given, until that is acknowledged', async () => {
  await opened({ subdomain: 'my-hooks' })
  const second = await opened({ subdomain: 'my-hooks' })
  expect(second.notices).toEqual([expect.stringContaining('is taken')])
  expect(second.service.urlChanged).toMatchObject({
    from: expect.stringContaining('//my-hooks.localhost'),
    to: second.publicUrl(),
  })
  second.service.acknowledgeUrl()
  expect(second.service.urlChanged).toBeNull()
})

test('a change that is not acknowledged names the URL that there is now, whatever was chosen since', async () => {
  await opened({ subdomain: 'my-hooks' })
  const second = await opened({ subdomain: 'my-hooks' })
  const from = second.service.urlChanged?.from
  await second.service.close()
  second.settings = { ...second.settings, localtunnel: { host: server.host, subdomain: 'your-hooks' } }
  second.open()
  await expectSoon(() => second.service.state.kind).toBe('open')
  expect(second.publicUrl()).toContain('your-hooks')
  expect(second.service.urlChanged).toMatchObject({ from, to: second.publicUrl() })
})

test('asks for the last URL again at the next start', async () => {
  let kept: string | null = null
  const memory = () => openTunnelMemory(kept, (text) => (kept = text), quietLog())
  const first = await opened({ memory: memory() })
  const url = first.publicUrl()
  await opened()
  await first.service.shutDown()
  const again = await opened({ memory: memory() })
  expect(again.publicUrl()).toBe(url)
  expect(again.service.wasOpen).toBe(true)
  expect(again.service.urlChanged).toBeNull()
  await again.service.close()
  expect(memory().get().wasOpen).toBe(false)
})

test('says that the URL is another than at the last start', async () => {
  let kept: string | null = null
  const memory = () => openTunnelMemory(kept, (text) => (kept = text), quietLog())
  const first = await opened({ memory: memory() })
  const url = first.publicUrl()
  await first.service.shutDown()
  await expectSoon(() => server.names()).toEqual([])
  const other = await opened({ subdomain: new URL(url).hostname.split('.')[0] as string })
  expect(other.publicUrl()).toBe(url)
  const again = await opened({ memory: memory() })
  expect(again.service.urlChanged).toMatchObject({ from: url, to: again.publicUrl() })
  expect(again.notices).toEqual([expect.stringContaining(again.publicUrl())])
  // It outlives the engine, and goes when the old URL is back.
  await again.service.shutDown()
  await other.service.shutDown()
  await expectSoon(() => server.names()).toEqual([])
  kept = JSON.stringify({ ...memory().get(), last: { ...memory().get().last, url } })
  const third = fixture({ memory: memory() })
  expect(third.service.urlChanged).toMatchObject({ from: url })
  third.open()
  await expectSoon(() => third.service.state.kind).toBe('open')
  expect(third.publicUrl()).toBe(url)
  expect(third.service.urlChanged).toBeNull()
})

test('passes on why the server refused, and does not insist', async () => {
  server.refuse({ status: 403, message: 'Not for you' })
  const tunnel = fixture()
  tunnel.open()
  await expectSoon(() => tunnel.service.state).toMatchObject({
    kind: 'refused',
    reason: expect.stringContaining('403: Not for you'),
    advice: expect.stringContaining('another'),
    url: null,
  })
  expect(tunnel.door.open).toEqual([])
  server.refuse(null)
  tunnel.service.retryNow()
  await expectSoon(() => tunnel.service.state.kind).toBe('open')
})

test('says that something else answers there, and tries again', async () => {
  server.refuse('page')
  const tunnel = fixture()
  tunnel.open()
  await expectSoon(() => tunnel.service.state).toMatchObject({
    kind: 'lost',
    reason: expect.stringContaining('not a localtunnel server'),
    url: null,
  })
  server.refuse(null)
  await expectSoon(() => tunnel.service.state.kind).toBe('open')
})

test.each([
  ['null'],
  ['[]'],
  ['{"id":"a"}'],
  ['{"id":"a","port":0,"url":"http://a.localhost"}'],
  ['{"id":"a","port":1,"url":"javascript:alert(1)"}'],
  ['\u0000\u00ff'],
])('takes %j for no localtunnel server', async (answer) => {
  const tunnel = fixture({ host: await answering(answer) })
  tunnel.open()
  await expectSoon(() => tunnel.service.state).toMatchObject({
    kind: 'lost',
    reason: expect.stringContaining('not a localtunnel server'),
  })
})

test.each([
  ['a name that no name server knows', 'tunnels.invalid'],
  ['a name without the port', 'localhost without its port'],
] as const)('%s is looked for at the tunnel server, and that is said', async (_name, domain) => {
  server.nameUnder(domain)
  const tunnel = await opened({ subdomain: 'my-hooks' })
  expect(new URL(tunnel.publicUrl()).hostname).toBe(`my-hooks.${domain.split(' ')[0]}`)
  await expectSoon(() => tunnel.notices).toEqual([expect.stringContaining('cannot be used from here')])
  expect((await server.request(tunnel.publicUrl(), { method: 'POST', body: 'x' })).status).toBe(200)
})

test('a server that was named by its address, and so gives names that are none, is asked by its name', async () => {
  server.nameUnder('the asked host')
  const tunnel = await opened({ subdomain: 'my-hooks' })
  expect(new URL(tunnel.publicUrl()).hostname).toBe('my-hooks.localhost')
})

test('says that a firewall may block the port', async () => {
  const closed = createServer()
  closed.listen(0, '127.0.0.1')
  await once(closed, 'listening')
  const { port } = closed.address() as AddressInfo
  closed.close()
  const host = await answering(JSON.stringify({ id: 'a', port, url: 'http://a.localhost', max_conn_count: 3 }))
  const tunnel = fixture({ host })
  tunnel.open()
  await expectSoon(() => tunnel.service.state).toMatchObject({
    kind: 'lost',
    reason: expect.stringContaining(`port ${port}`),
  })
})

test('gives up a server that never answers, and tries again', async () => {
  server.refuse('hang')
  const tunnel = fixture({ timing: { openMs: 100 } })
  tunnel.open()
  await expectSoon(() => tunnel.service.state).toMatchObject({
    kind: 'lost',
    reason: expect.stringContaining('within 0.1 seconds'),
  })
  server.refuse(null)
  await expectSoon(() => tunnel.service.state.kind).toBe('open')
})

test('takes no URL for public through which nothing arrives', async () => {
  const page = await answering('<!doctype html><title>Buy this name</title>')
  const tunnel = fixture({ kinds: { localtunnel: kindWith(openTunnelAt(page)) }, timing: { verifyMs: 50 } })
  tunnel.open()
  await expectSoon(() => tunnel.service.state).toMatchObject({
    kind: 'lost',
    reason: expect.stringContaining('shows a page of its own'),
  })
  expect(tunnel.states.map(({ kind }) => kind)).not.toContain('open')
})

test('closes a tunnel that comes when it is no longer waited for', async () => {
  const late = Promise.withResolvers<void>()
  const close = vi.fn(async () => {})
  const tunnel = fixture({
    timing: { openMs: 50 },
    kinds: {
      localtunnel: kindWith(async () => {
        await late.promise
        return { ...(await openTunnelAt('http://late.localhost')()), close }
      }),
    },
  })
  tunnel.open()
  await expectSoon(() => tunnel.service.state.kind).toBe('lost')
  late.resolve()
  await expectSoon(() => close.mock.calls.length > 0).toBe(true)
})

test('is gone only when an opening that was broken off has cleaned up behind itself', async () => {
  let asked = false
  let cleaned = false
  const kind = kindWith(async ({ signal }) => {
    asked = true
    await once(signal, 'abort')
    await slowly()
    cleaned = true
    throw signal.reason
  })
  const tunnel = fixture({ kinds: { localtunnel: kind } })
  tunnel.open()
  await expectSoon(() => asked).toBe(true)
  await tunnel.service.close()
  expect(cleaned).toBe(true)
})

test('tells at once that it is lost, while it is still being closed, and opens again only then', async () => {
  const closed = Promise.withResolvers<void>()
  const [lose, kind] = losable(() => closed.promise)
  const open = vi.spyOn(kind, 'open')
  const tunnel = fixture({ kinds: { localtunnel: kind } })
  tunnel.open()
  await expectSoon(() => tunnel.service.state.kind).toBe('open')
  lose(new AppError('unavailable', 'The cable was cut.'))
  await expectSoon(() => tunnel.service.state).toMatchObject({ kind: 'lost', nextTryAt: null })
  expect(open).toHaveBeenCalledTimes(1)
  closed.resolve()
  await expectSoon(() => tunnel.service.state.kind).toBe('open')
})

test('a tunnel that cannot be closed is no reason for the engine to fall', async () => {
  const [lose, kind] = losable(() => Promise.reject(new TypeError('cannot read properties')))
  const tunnel = fixture({ kinds: { localtunnel: kind } })
  tunnel.open()
  await expectSoon(() => tunnel.service.state.kind).toBe('open')
  lose(new AppError('unavailable', 'The cable was cut.'))
  await expectSoon(() => tunnel.states.map((state) => state.kind)).toEqual(['opening', 'open', 'lost', 'open'])
})

test('a kind that throws is a tunnel that is lost, not an engine that falls', async () => {
  const tunnel = fixture({
    kinds: {
      localtunnel: kindWith(() => {
        throw new TypeError('cannot read properties')
      }),
    },
  })
  tunnel.open()
  await expectSoon(() => tunnel.service.state).toMatchObject({ kind: 'lost', reason: expect.stringContaining('log') })
})

test('a tunnel that is refused while it is open says why', async () => {
  const [lose, kind] = losable()
  const tunnel = fixture({ kinds: { localtunnel: kind } })
  tunnel.open()
  await expectSoon(() => tunnel.service.state.kind).toBe('open')
  lose(new TunnelRefused('The token was revoked.', 'Enter another one.'))
  await expectSoon(() => tunnel.service.state).toMatchObject({
    kind: 'refused',
    reason: 'The token was revoked.',
    advice: 'Enter another one.',
  })
})

test('can be cancelled while it opens, and opened again', async () => {
  server.refuse('hang')
  const tunnel = fixture()
  tunnel.open()
  expect(tunnel.service.state.kind).toBe('opening')
  await tunnel.service.close()
  expect(tunnel.service.state).toEqual({ kind: 'off' })
  server.refuse(null)
  tunnel.open()
  await expectSoon(() => tunnel.service.state.kind).toBe('open')
  expect(tunnel.states.map((state) => state.kind)).toEqual(['opening', 'off', 'opening', 'open'])
})

test('opens one tunnel however often it is asked', async () => {
  const tunnel = fixture()
  tunnel.open()
  tunnel.open()
  await expectSoon(() => tunnel.service.state.kind).toBe('open')
  tunnel.open()
  expect(server.names()).toHaveLength(1)
})

test('leaves no socket and no port behind when it is closed', async () => {
  const tunnel = await opened({ subdomain: 'my-hooks' })
  await expectSoon(() => server.sockets('my-hooks')).toBe(10)
  expect(tunnel.door.open).toEqual(['localtunnel'])
  await tunnel.service.close()
  expect(tunnel.door.open).toEqual([])
  await expectSoon(() => server.sockets('my-hooks')).toBe(0)
  expect(tunnel.service.state).toEqual({ kind: 'off' })
})

test('outlives a few sockets that end', async () => {
  const tunnel = await opened({ subdomain: 'my-hooks' })
  await expectSoon(() => server.sockets('my-hooks')).toBe(10)
  server.closeSockets('my-hooks')
  await expectSoon(() => server.sockets('my-hooks')).toBe(10)
  expect((await server.request(tunnel.publicUrl())).status).toBe(200)
  expect(tunnel.states.map((state) => state.kind)).not.toContain('lost')
})

function fixture(options: Partial<FixtureOptions> = {}): ServiceFixture {
  const made = createServiceFixture({ host: server.host, ...options })
  endings.push(() => made.close())
  return made
}

async function opened(options: Partial<FixtureOptions> = {}): Promise<ServiceFixture> {
  const made = fixture(options)
  made.open()
  await expectSoon(() => made.service.state.kind).toBe('open')
  return made
}

function kindWith(open: TunnelKind<'localtunnel'>['open']): TunnelKind<'localtunnel'> {
  return {
    id: 'localtunnel',
    probe: 'echo',
    door: () => 'own',
    available: async () => ({ kind: 'ready', version: null }),
    open,
  }
}

function openTunnelAt(url: string): () => Promise<OpenTunnel> {
  return async () => ({ url, wantedUrl: null, facts: [], onLost: () => {}, close: async () => {} })
}

/** As a program that takes its time to end. */
function slowly(): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, 100))
}

/** A tunnel that leads straight to its port, and a way to end it. */
function losable(
  close = async (): Promise<void> => {},
): [lose: (reason: AppError) => void, kind: TunnelKind<'localtunnel'>] {
  let listener: (reason: AppError) => void = () => {}
  const kind = kindWith(async ({ port }) => ({
    ...(await openTunnelAt(`http://127.0.0.1:${port}`)()),
    close,
    onLost: (next) => {
      listener = next
    },
  }))
  return [(reason) => listener(reason), kind]
}

async function answering(body: string): Promise<string> {
  const api = http.createServer((_request, response) => response.end(body))
  api.listen(0, '127.0.0.1')
  await once(api, 'listening')
  endings.push(() => api.close())
  return `http://127.0.0.1:${(api.address() as AddressInfo).port}`
}
