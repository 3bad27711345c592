import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { expectSoon } from '../engine/testing/eventually.ts'
import { temporaryFolder } from '../engine/testing/test-engine.ts'
import { type LocaltunnelServer, startLocaltunnelServer } from '../engine/tunnel/testing/localtunnel-server.ts'
import { type Serving, startServing } from './testing/run-hookbench.ts'

// Each starts the whole command, some twice, which a busy machine takes its time for.
vi.setConfig({ testTimeout: 120_000, hookTimeout: 60_000 })

let tunnels: LocaltunnelServer
let serving: Serving | null

beforeEach(async () => {
  serving = null
  tunnels = await startLocaltunnelServer()
})

afterEach(async () => {
  await serving?.stop()
  await tunnels.kill().catch(() => {})
})

test('tells each state: opening, open, lost, and open again', async () => {
  await serve('--tunnel', '--tunnel-host', tunnels.host, '--tunnel-subdomain', 'my-hooks', '--tunnel-probe', '0.3')
  await expectSoon(() => states()).toEqual(['opening', 'open'])
  const { url } = last()
  expect(url).toMatch(/^http:\/\/my-hooks\.localhost:\d+$/)
  await through(String(url), '/first')

  await tunnels.kill()
  await expectSoon(() => last()).toMatchObject({ state: 'lost', url, reason: expect.stringMatching(/\.$/) })
  await tunnels.restart()
  await expectSoon(() => last()).toEqual({ event: 'tunnel', state: 'open', url })
  await through(String(url), '/second')
  const targets = () => serving?.events.filter(({ event }) => event === 'captured').map(({ target }) => target)
  await expectSoon(targets).toEqual(['/first', '/second'])
})

test('tells that the URL is another than the one that was asked for', async () => {
  const options = ['--tunnel', 'localtunnel', '--tunnel-host', tunnels.host, '--tunnel-subdomain', 'my-hooks']
  const first = await startServing(temporaryFolder(), ['--port', '0', '--ui-port', '0', ...options])
  await expectSoon(() => first.events.at(-1)).toMatchObject({ state: 'open' })
  await serve(...options)
  await expectSoon(() => last()).toMatchObject({
    state: 'open',
    urlChanged: { from: first.events.at(-1)?.url, to: expect.stringContaining('tunnel-1') },
  })
  expect(serving?.stderr()).toContain('is taken')
  await first.stop()
})

test('tells what to do where trying again is of no use', async () => {
  tunnels.refuse({ status: 403, message: 'Members only' })
  await serve('--tunnel', '--tunnel-host', tunnels.host)
  await expectSoon(() => last()).toMatchObject({
    state: 'refused',
    reason: expect.stringMatching(/403: Members only.*choose another one/),
  })
})

async function serve(...args: string[]): Promise<void> {
  serving = await startServing(temporaryFolder(), ['--port', '0', '--ui-port', '0', ...args])
}

function tunnelEvents() {
  return (serving?.events ?? []).filter(({ event }) => event === 'tunnel')
}

function states() {
  return tunnelEvents().map(({ state }) => state)
}

function last(): Record<string, unknown> {
  return tunnelEvents().at(-1) ?? {}
}

async function through(url: string, path: string): Promise<void> {
  expect((await tunnels.request(url, { method: 'POST', path, body: 'x' })).status).toBe(200)
}
