import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { publicUrlOf } from '../../../shared/tunnel/tunnel-state.ts'
import { expectSoon } from '../testing/eventually.ts'
import { capturesOnceThere, startTestEngine, type TestEngine, temporaryFolder } from '../testing/test-engine.ts'
import { type LocaltunnelServer, startLocaltunnelServer } from './testing/localtunnel-server.ts'
import { createServiceFixture } from './testing/service-fixture.ts'

// The real engine and the real localtunnel client, against a server that fails in every way that was seen to happen.
// Each fault ends open again, soon after the server is well, and no capture is missing whose sender was answered.

const RECOVERED_WITHIN_MS = 5_000
const endings: Array<() => unknown> = []

// What takes a second here takes many on a machine that is busy with other things.
vi.setConfig({ testTimeout: 120_000, hookTimeout: 60_000 })

let server: LocaltunnelServer
let engine: TestEngine
/** Kinds of states that the engine told of, since `open` or the last one that was waited for. */
let told: string[]

beforeEach(async () => {
  server = await startLocaltunnelServer()
  endings.push(() => server.kill().catch(() => {}))
  engine = await startEngine()
  told = []
  engine.subscribe((event) => {
    if (event.event === 'engine.changed') told.push(event.state.tunnel.kind)
  })
})

afterEach(async () => {
  for (const end of endings.splice(0).reverse()) await end()
})

test('the server is killed and comes back on its port', async () => {
  const url = await open()
  const sender = startSender(url)
  await server.kill()
  await becomes('lost')
  expect(engine.state().tunnel).toMatchObject({ url, reason: expect.any(String) })
  await server.restart()
  await recovers()
  expect(publicUrl()).toBe(url)
  await sender.stop(3)
})

test('the server comes back on another port, and the settings are told', async () => {
  await open()
  await server.kill()
  await becomes('lost')
  await server.restart('other port')
  await engine.handlers['settings.set']({ tunnel: { localtunnel: { host: server.host, subdomain: null } } })
  await recovers()
  await startSender(publicUrl()).stop(1)
})

test('the server forgets the client, and gives it another port', async () => {
  const url = await open()
  const sender = startSender(url)
  server.drop(nameOf(url))
  await becomes('lost')
  await recovers()
  expect(publicUrl()).toBe(url)
  await sender.stop(3)
})

test('sockets are reset, over and over', async () => {
  const url = await open()
  const sender = startSender(url)
  for (let round = 0; round < 10; round += 1) {
    await expectSoon(() => server.sockets(nameOf(url)) > 0).toBe(true)
    server.resetSockets(nameOf(url))
  }
  await recovers()
  expect(publicUrl()).toBe(url)
  await sender.stop(3)
})

test('the link is half open: the server reads nothing any more', async () => {
  const url = await open()
  const sender = startSender(url)
  await sender.answered(1)
  server.freeze()
  await becomes('lost')
  server.thaw()
  await recovers()
  await sender.retarget(publicUrl()).stop(2)
})

test.each([
  ['500', { status: 500, message: 'Out of order' }, 'Out of order'],
  ['a page', 'page', 'not a localtunnel server'],
] as const)('the server answers %s for a while', async (_name, answer, reason) => {
  const url = await open()
  const sender = startSender(url)
  await sender.answered(1)
  server.refuse(answer)
  server.drop(nameOf(url))
  await expectSoon(() => engine.state().tunnel).toMatchObject({
    kind: 'lost',
    reason: expect.stringContaining(reason),
    attempt: 2,
  })
  server.refuse(null)
  await recovers()
  expect(publicUrl()).toBe(url)
  await sender.stop(2)
})

test("the server's name is not known", async () => {
  await engine.handlers['settings.set']({
    tunnel: { localtunnel: { host: 'http://tunnels.invalid', subdomain: null } },
  })
  engine.openTunnel({ probeSeconds: 0.3 })
  await becomes('lost')
  expect(engine.state().tunnel).toMatchObject({
    reason: expect.stringMatching(/tunnels\.invalid.*(ENOTFOUND|EAI_AGAIN)/),
  })
  await engine.handlers['settings.set']({ tunnel: { localtunnel: { host: server.host, subdomain: null } } })
  await recovers()
  await startSender(publicUrl()).stop(2)
})

test('the subdomain is taken: another is given, shown, and noticed', async () => {
  const other = await startEngine()
  other.openTunnel({ host: server.host, subdomain: 'my-hooks' })
  await expectSoon(() => other.state().tunnel.kind).toBe('open')
  engine.openTunnel({ subdomain: 'my-hooks' })
  await recovers()
  expect(engine.state().urlChanged).toMatchObject({ from: expect.stringContaining('my-hooks'), to: publicUrl() })
  expect(engine.state().notices).toMatchObject([{ message: expect.stringContaining('is taken') }])
  await engine.handlers['tunnel.acknowledgeUrl']({})
  expect(engine.state().urlChanged).toBeNull()
  await startSender(publicUrl()).stop(2)
})

test('the server is slow: degraded, and requests arrive', async () => {
  const tunnel = createServiceFixture({ host: server.host, timing: { slowMs: 500 } })
  endings.push(() => tunnel.close())
  tunnel.open()
  await expectSoon(() => tunnel.service.state.kind).toBe('open')
  const url = tunnel.publicUrl()
  server.slowDown(600)
  await expectSoon(() => tunnel.service.state.kind).toBe('degraded')
  expect(tunnel.service.state).toMatchObject({ url, why: expect.stringContaining('slow') })
  expect((await server.request(url)).status).toBe(200)
  server.slowDown(0)
  await expectSoon(() => tunnel.service.state.kind).toBe('open')
  expect(tunnel.publicUrl()).toBe(url)
  expect(tunnel.states.map(({ kind }) => kind)).not.toContain('lost')
})

test('200 requests at once: each is captured, and the tunnel stays open', async () => {
  const url = await open()
  const answers = await Promise.all(
    Array.from({ length: 200 }, (_, n) =>
      server.request(url, { method: 'POST', path: `/at-once/${n}`, body: 'x'.repeat(10_000) }),
    ),
  )
  expect(answers.filter(({ status }) => status === 200)).toHaveLength(200)
  const captures = await capturesOnceThere(engine, 200)
  expect(new Set(captures.map(({ target }) => target)).size).toBe(200)
  expect(captures.every(({ via }) => via === 'localtunnel')).toBe(true)
  expect(told).not.toContain('lost')
})

test('the engine restarts: the same URL again', async () => {
  const folder = temporaryFolder()
  const first = await startEngine(folder)
  first.openTunnel({ host: server.host, probeSeconds: 0.3 })
  await expectSoon(() => first.state().tunnel.kind).toBe('open')
  const url = publicUrl(first)
  await first.close()
  const second = await startEngine(folder)
  second.reopenTunnel()
  expect(second.state().tunnel).toEqual({ kind: 'off' })
  const { tunnel } = await second.handlers['settings.get']({})
  await second.handlers['settings.set']({ tunnel: { reopen: true } })
  expect(tunnel.reopen).toBe(false)
  second.reopenTunnel()
  await expectSoon(() => second.state().tunnel.kind).toBe('open')
  expect(publicUrl(second)).toBe(url)
  await second.handlers['tunnel.close']({})
  await second.close()
  const third = await startEngine(folder)
  third.reopenTunnel()
  expect(third.state().tunnel).toEqual({ kind: 'off' })
})

test('the machine slept, and its connections died meanwhile', async () => {
  let now = Date.now()
  // An hour between probes: what finds out is the clock alone.
  const tunnel = createServiceFixture({
    host: server.host,
    probeSeconds: 3600,
    timing: { probeMs: 300, verifyMs: 500 },
    now: () => now,
  })
  endings.push(() => tunnel.close())
  tunnel.open()
  await expectSoon(() => tunnel.service.state.kind).toBe('open')
  server.freeze()
  now += 8 * 3_600_000
  await expectSoon(() => tunnel.service.state.kind).toBe('lost')
  server.thaw()
  now += 60_000
  const since = performance.now()
  await expectSoon(() => tunnel.service.state.kind).toBe('open')
  expect(performance.now() - since).toBeLessThan(RECOVERED_WITHIN_MS)
  expect((await server.request(tunnel.publicUrl())).status).toBe(200)
})

test('deliveries fail while nothing comes in: the public URL is looked at', async () => {
  const tunnel = createServiceFixture({ host: server.host, probeSeconds: 3600, timing: { probeMs: 300 } })
  endings.push(() => tunnel.close())
  tunnel.open()
  await expectSoon(() => tunnel.service.state.kind).toBe('open')
  server.freeze()
  await expectSoon(() => {
    tunnel.service.deliveryFailed()
    return tunnel.service.state.kind
  }).toBe('degraded')
})

async function startEngine(dataFolder = temporaryFolder()): Promise<TestEngine> {
  const started = await startTestEngine({ dataFolder })
  endings.push(() => started.close())
  await started.handlers['settings.set']({ tunnel: { localtunnel: { host: server.host, subdomain: null } } })
  return started
}

/** With a probe so short that faults are found as fast as a test wants. */
async function open(): Promise<string> {
  engine.openTunnel({ probeSeconds: 0.3 })
  await expectSoon(() => engine.state().tunnel.kind).toBe('open')
  told = []
  return publicUrl()
}

async function recovers(): Promise<void> {
  const since = performance.now()
  await expectSoon(() => engine.state().tunnel.kind).toBe('open')
  expect(performance.now() - since).toBeLessThan(RECOVERED_WITHIN_MS)
}

/** Also if it is over when it is looked at. */
async function becomes(kind: string): Promise<void> {
  await expectSoon(() => told.includes(kind)).toBe(true)
  told = []
}

function publicUrl(of: TestEngine = engine): string {
  const url = publicUrlOf(of.state().tunnel)
  if (url === null) throw new Error(`The tunnel is ${of.state().tunnel.kind}`)
  return url
}

function nameOf(url: string): string {
  return new URL(url).hostname.split('.')[0] as string
}

/** Sends numbered requests, one after the other, whatever becomes of them. */
function startSender(url: string) {
  const answered: string[] = []
  let target = url
  let stopping = false
  const done = (async () => {
    for (let n = 0; !stopping; n += 1) {
      const path = `/numbered/${n}`
      try {
        const signal = AbortSignal.timeout(4_000)
        const { status } = await server.request(target, { method: 'POST', path, body: path, signal })
        if (status === 200) answered.push(path)
      } catch {
        // A sender that gets no answer tries the next one; only answers are promises.
        await new Promise((resolve) => setTimeout(resolve, 20))
      }
    }
  })()
  const sender = {
    answered: (atLeast: number) => expectSoon(() => answered.length >= atLeast).toBe(true),
    retarget(next: string) {
      target = next
      return sender
    },
    /** Once so many more were answered; every one that ever was has to be captured. */
    async stop(more: number): Promise<void> {
      await sender.answered(answered.length + more)
      stopping = true
      await done
      const { captures } = await engine.handlers['captures.list']({ limit: 500 })
      const kept = new Set(captures.map((capture) => capture.target))
      expect(answered.slice(-400).filter((path) => !kept.has(path))).toEqual([])
      expect(
        [...kept].filter((path) => !path?.startsWith('/numbered/')),
        'probes are not kept',
      ).toEqual([])
    },
  }
  return sender
}
