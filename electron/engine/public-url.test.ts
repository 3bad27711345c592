import fs from 'node:fs'
import http from 'node:http'
import type { AddressInfo } from 'node:net'
import path from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import type { EngineEvent } from '../../shared/contract/events.ts'
import { FIDELITY_ITEMS, type FidelityState } from '../../shared/tunnel/fidelity.ts'
import { publicUrlOf } from '../../shared/tunnel/tunnel-state.ts'
import type { EngineOptions } from './engine.ts'
import { capturesOnceThere, startTestEngine, type TestEngine, until } from './testing/test-engine.ts'
import { startLocaltunnelServer } from './tunnel/testing/localtunnel-server.ts'

const SLOW_MS = 120_000
const TOKEN = 'k3yT-x91p_Qa'

test('what a tunnel changes is tried once at a time, told as it goes, and kept', { timeout: SLOW_MS }, async () => {
  const { engine, end } = await start()
  const told: FidelityState[] = []
  engine.subscribe((event: EngineEvent) => {
    if (event.event === 'tunnel.check') told.push(event.state)
  })
  expect(() => engine.handlers['tunnel.check']({})).toThrow(/No tunnel is open/)
  const { url } = await openTunnel(engine)
  expect(await engine.handlers['tunnel.check']({})).toMatchObject({ running: { via: 'localtunnel', url, items: [] } })
  expect(() => engine.handlers['tunnel.check']({})).toThrow(/running already/)

  const { last } = await until(async () => {
    const state = await engine.handlers['tunnel.lastCheck']({})
    return state.last === null ? null : state
  }, SLOW_MS)
  expect(last).toMatchObject({ via: 'localtunnel', url, ended: 'whole' })
  expect(last?.items.map(({ id }) => id)).toEqual([...FIDELITY_ITEMS])
  expect(last?.items.find(({ id }) => id === 'header-case')?.result.kind).toBe('changed')
  expect(last?.items.find(({ id }) => id === 'binary-body')?.result.kind).toBe('kept')
  expect(told.length).toBeGreaterThan(2)
  expect(told.at(-1)).toEqual({ running: null, last })
  // Its requests are no captures.
  expect(await engine.handlers['captures.count']({})).toMatchObject({ total: 0 })

  await end()
  const { engine: next } = await start({ dataFolder: engine.dataFolder })
  expect((await next.handlers['tunnel.lastCheck']({})).last).toEqual(last)
  expect((await next.handlers['tunnel.lastCheck']({ kind: 'localtunnel' })).last).toEqual(last)
  expect((await next.handlers['tunnel.lastCheck']({ kind: 'ngrok' })).last).toBeNull()
})

test('a check can be broken off, and ends by itself when the tunnel is closed', { timeout: SLOW_MS }, async () => {
  const { engine } = await start()
  expect(await engine.handlers['tunnel.cancelCheck']({})).toEqual({ cancelled: false })
  const ended = () =>
    until(async () => {
      const { running, last } = await engine.handlers['tunnel.lastCheck']({})
      return running === null ? last : null
    }, SLOW_MS)
  await openTunnel(engine)
  await engine.handlers['tunnel.check']({})
  expect(await engine.handlers['tunnel.cancelCheck']({})).toEqual({ cancelled: true })
  const first = await ended()
  expect(first).toMatchObject({ ended: 'broken-off' })

  await engine.handlers['tunnel.check']({})
  await engine.handlers['tunnel.close']({})
  const second = await until(async () => {
    const last = await ended()
    return last.startedAt === first.startedAt ? null : last
  }, SLOW_MS)
  expect(second.items.at(-1)?.result).toEqual({ kind: 'not-tried', why: 'The tunnel was lost meanwhile.' })
})

test('through a tunnel the access rules hold: nothing refused is kept or handed on', { timeout: SLOW_MS }, async () => {
  const { engine, server } = await start()
  const target = await startTarget()
  await engine.handlers['endpoints.add']({ slug: 'shop', name: 'Shop' })
  await engine.handlers['endpoints.setForward']({
    slug: 'shop',
    forward: { enabled: true, url: `${target.url}/*`, keepHost: false },
  })
  const access = {
    allowedAddresses: [],
    pathToken: TOKEN,
    basicAuth: { user: 'jo', password: 'correct horse' },
    storeRefused: false,
  }
  await engine.handlers['endpoints.setAccess']({ slug: 'shop', access })
  const { url } = await openTunnel(engine)
  const auth = { authorization: `Basic ${Buffer.from('jo:correct horse').toString('base64')}` }
  const post = (at: string, headers = {}) =>
    server.request(url, { method: 'POST', path: at, headers, body: 'x' }).then(({ status }) => status)

  expect(await post('/shop')).toBe(403)
  expect(await post(`/shop/${TOKEN}`)).toBe(401)
  expect(await post(`/shop/${TOKEN}/a?b`, auth)).toBe(200)
  const [kept, ...others] = await capturesOnceThere(engine, 1)
  expect(others).toEqual([])
  expect(kept).toMatchObject({ endpoint: 'shop', target: `/shop/${TOKEN}/a?b`, via: 'localtunnel' })
  // The token is for the way here; the handler behind does not get to see it.
  await until(() => (target.received.length === 1 ? true : null))
  expect(target.received).toEqual(['/a?b'])

  // Kept to be looked at, and still not handed on.
  await engine.handlers['endpoints.setAccess']({
    slug: 'shop',
    access: { ...access, basicAuth: { user: 'jo', password: null }, storeRefused: true },
  })
  expect(await post('/shop/wrong')).toBe(403)
  const refused = await until(async () => {
    const [newest] = await capturesOnceThere(engine, 2)
    return newest?.answeredStatus === 403 ? newest : null
  })
  expect(refused.reason).toMatch(/access rules/)
  expect(await post(`/shop/${TOKEN}/last`, auth)).toBe(200)
  await until(() => (target.received.length === 2 ? true : null))
  expect(target.received).toEqual(['/a?b', '/last'])
  const shop = (await engine.handlers['endpoints.list']({})).find(({ slug }) => slug === 'shop')
  expect(shop).toMatchObject({ refused: 3, access: { basicAuth: { user: 'jo' } } })

  // Neither what is shown nor what is logged, nor any file but the captures (which hold what senders sent) has the password.
  expect(JSON.stringify([shop, engine.logged])).not.toContain('horse')
  for (const name of fs
    .readdirSync(engine.dataFolder)
    .filter((file) => fs.statSync(path.join(engine.dataFolder, file)).isFile())) {
    expect(fs.readFileSync(path.join(engine.dataFolder, name)).includes('correct horse'), name).toBe(false)
  }
})

async function start(options: Partial<EngineOptions> = {}) {
  const engine = await startTestEngine(options)
  const server = await startLocaltunnelServer()
  const end = async (): Promise<void> => {
    await engine.close()
    await server.kill()
  }
  let ended: Promise<void> | null = null
  const endOnce = () => {
    ended ??= end()
    return ended
  }
  onTestFinished(endOnce)
  const { tunnel } = await engine.handlers['settings.get']({})
  await engine.handlers['settings.set']({ tunnel: { ...tunnel, localtunnel: { host: server.host, subdomain: null } } })
  return { engine, server, end: endOnce }
}

async function openTunnel(engine: TestEngine): Promise<{ url: string }> {
  await engine.handlers['tunnel.open']({})
  const url = await until(() => publicUrlOf(engine.state().tunnel))
  return { url }
}

async function startTarget(): Promise<{ url: string; received: string[] }> {
  const received: string[] = []
  const target = http.createServer((request, response) => {
    received.push(request.url ?? '')
    request.resume()
    response.end()
  })
  await new Promise<void>((resolve) => target.listen(0, '127.0.0.1', resolve))
  onTestFinished(() => {
    target.close()
    target.closeAllConnections()
  })
  return { url: `http://127.0.0.1:${(target.address() as AddressInfo).port}`, received }
}
