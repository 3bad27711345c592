import { expect, onTestFinished, test } from 'vitest'
import type { TunnelSettings } from '../../../shared/tunnel/tunnel-settings.ts'
import type { TunnelState } from '../../../shared/tunnel/tunnel-state.ts'
import { bodyOf, capturesOnceThere, startTestEngine, type TestEngine, until } from '../testing/test-engine.ts'
import { startSmeeServer } from './testing/smee-server.ts'
import { freePort, noSshServer, startSshServer } from './testing/ssh-server.ts'

const body = Buffer.from(Array.from({ length: 256 }, (_, byte) => byte))

test.skipIf(noSshServer !== null)('captures say that they came through SSH, once its key is trusted', async () => {
  const server = await startSshServer()
  const { port, user, identityFile } = server
  const engine = await engineWith({ kind: 'ssh' })
  const remotePort = await freePort()
  const publicUrl = `http://127.0.0.1:${remotePort}`
  const ssh = { host: '127.0.0.1', port, user, identityFile, remoteHost: null, remotePort, publicUrl, hostKey: null }
  await change(engine, { ssh })
  await engine.handlers['tunnel.open']({})
  const refused = await reached(engine, 'refused')
  expect(refused.hostKey).toMatchObject({ key: server.hostKey(), trusted: null })

  await change(engine, { ssh: { ...ssh, hostKey: refused.hostKey?.key ?? null } })
  await engine.handlers['tunnel.retryNow']({})
  expect(await reached(engine, 'open')).toMatchObject({ via: 'ssh', url: publicUrl })
  await fetch(`${publicUrl}/stripe`, { method: 'POST', body })
  const captures = await capturesOnceThere(engine, 1)
  expect(captures).toMatchObject([{ via: 'ssh', target: '/stripe' }])
  expect((await bodyOf(engine, captures[0]?.id as string)).equals(body)).toBe(true)
})

test('captures say that they came through smee, and its probe leaves none', async () => {
  const server = await startSmeeServer()
  const engine = await engineWith({ kind: 'smee', smee: { channel: server.channel('mine') } })
  await engine.handlers['tunnel.open']({})
  const { url } = await reached(engine, 'open')
  await fetch(url, { method: 'POST', body: '{"a":1}', headers: { 'content-type': 'application/json' } })
  const captures = await capturesOnceThere(engine, 1)
  expect(captures).toMatchObject([{ via: 'smee', method: 'POST' }])
})

test('a URL of the user leads to the receiver itself', async () => {
  const engine = await engineWith({ kind: 'own-url' })
  await change(engine, { 'own-url': { url: `http://127.0.0.1:${engine.port}`, port: null } })
  await engine.handlers['tunnel.open']({})
  expect(await reached(engine, 'open')).toMatchObject({ via: 'own-url', url: `http://127.0.0.1:${engine.port}` })
})

test('a URL of the user can lead to a port of its own, so that captures say where they came from', async () => {
  const port = await freePort()
  const engine = await engineWith({ kind: 'own-url', 'own-url': { url: `http://127.0.0.1:${port}/`, port } })
  await engine.handlers['tunnel.open']({})
  const { url } = await reached(engine, 'open')
  await fetch(`${url}/a`, { method: 'POST' })
  expect(await capturesOnceThere(engine, 1)).toMatchObject([{ via: 'own-url', target: '/a' }])
  await engine.handlers['tunnel.close']({})
  await expect(fetch(url)).rejects.toThrow()
})

test('says that the port for a tunnel is taken', async () => {
  const engine = await engineWith({ kind: 'own-url' })
  await change(engine, { 'own-url': { url: 'https://hooks.example.com', port: engine.port } })
  await engine.handlers['tunnel.open']({})
  expect((await reached(engine, 'lost')).reason).toContain(`Port ${engine.port} is taken`)
})

test('every kind says whether it can be used here', async () => {
  const engine = await engineWith({})
  const kinds = await engine.handlers['tunnel.kinds']({})
  expect(kinds.map(({ id }) => id)).toEqual(['localtunnel', 'cloudflared', 'ngrok', 'ssh', 'smee', 'own-url'])
  for (const { availability } of kinds) expect(['ready', 'missing']).toContain(availability.kind)
})

async function engineWith(tunnel: Partial<TunnelSettings>): Promise<TestEngine> {
  const engine = await startTestEngine()
  onTestFinished(() => engine.close())
  await change(engine, tunnel)
  return engine
}

async function change(engine: TestEngine, tunnel: Partial<TunnelSettings>): Promise<void> {
  await engine.handlers['settings.set']({ tunnel })
}

function reached<Kind extends TunnelState['kind']>(
  engine: TestEngine,
  kind: Kind,
): Promise<Extract<TunnelState, { kind: Kind }>> {
  return until(() => {
    const { tunnel } = engine.state()
    return tunnel.kind === kind ? (tunnel as Extract<TunnelState, { kind: Kind }>) : null
  })
}
