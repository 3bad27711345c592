import { once } from 'node:events'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { expectSoon } from '../engine/testing/eventually.ts'
import { temporaryFolder } from '../engine/testing/test-engine.ts'
import { startLocaltunnelServer } from '../engine/tunnel/testing/localtunnel-server.ts'
import { findRunningEngine } from '../transport/http/client.ts'
import { BODY, expectOneLine, jsonLines, listenSomewhere, post } from './testing/command-line.ts'
import { runCommand } from './testing/run-command.ts'
import { runHookbench, type Serving, spawnHookbench, startServing } from './testing/run-hookbench.ts'

describe('serve', () => {
  let folder: string
  let serving: Serving

  beforeEach(async () => {
    folder = temporaryFolder()
    serving = await startServing(folder)
  })

  afterEach(async () => {
    await serving.stop()
  })

  test('says where it listens in its first line', async () => {
    expect(serving.events[0]).toEqual({
      event: 'ready',
      receiver: expect.stringMatching(/^http:\/\/127\.0\.0\.1:\d+$/),
      ui: expect.stringMatching(/^http:\/\/127\.0\.0\.1:\d+\/#token=[\w-]{40,}$/),
      data: folder,
    })
  })

  test('prints a line for each capture, none lost, in the order of arrival', async () => {
    for (let round = 0; round < 20; round += 1) {
      await Promise.all(Array.from({ length: 25 }, (_, index) => post(serving.receiver, `/?n=${round * 25 + index}`)))
    }
    await expectSoon(() => captured(serving).length).toBe(500)
    const listed = await jsonLines(['captures', '--json', '--data', folder])
    // The line comes when a capture was answered; what is found or put beside it later only the list has.
    const lines = captured(serving).map(({ event: _event, ...capture }) => capture)
    expect(listed.toReversed()).toMatchObject(lines)
    expect(Object.keys(lines[0] ?? {})).not.toContain('eventType')
    expect(listed.every(({ answeredStatus }) => answeredStatus === 200)).toBe(true)
  })

  test.each(['SIGTERM', 'SIGINT'] as const)('ends cleanly with %s, and the captures are still there', async (name) => {
    await post(serving.receiver, '/kept')
    expect(await serving.stop(name)).toEqual({ code: 0, signal: null })
    expect(serving.stderr()).toBe('')
    expect(await jsonLines(['captures', '--json', '--data', folder])).toMatchObject([{ target: '/kept' }])
  })

  test('goes on when nobody reads its output any more', async () => {
    serving.child.stdout.destroy()
    for (let index = 0; index < 3; index += 1) expect((await post(serving.receiver, '/on')).status).toBe(200)
    await expectSoon(async () => (await jsonLines(['captures', '--json', '--data', folder])).length).toBe(3)
    expect(await serving.stop()).toEqual({ code: 0, signal: null })
  })

  test('says who holds the folder', async () => {
    const second = await runHookbench(['serve', '--data', folder, '--port', '0', '--ui-port', '0'])
    expect(second.code).toBe(1)
    expectOneLine(second.stderr)
    expect(second.stderr).toContain(`process ${serving.child.pid}`)
    // The whole of it, with the token: the second start leads to the first.
    expect(second.stderr.trim().split(' ').at(-1)).toBe(serving.ui)
    expect(second.stdout.toString()).toBe('')
    expect((await runCommand(['log', '--data', folder])).stdout.toString()).not.toContain('token=')
  })

  test('writes a log without tokens', async () => {
    const { code, stdout } = await runCommand(['log', '--data', folder])
    expect(code).toBe(0)
    const token = serving.ui.split('token=')[1]
    expect(stdout.toString()).not.toContain(token)
    for (const line of stdout.toString().trim().split('\n').filter(Boolean)) {
      expect(JSON.parse(line)).toMatchObject({ level: expect.any(String) })
    }
  })
})

describe('serve, asked for ports', () => {
  test.each(['--port', '--ui-port'])('%s that is taken is an error in one line', async (option) => {
    const { port, server } = await listenSomewhere()
    const args = ['serve', '--data', temporaryFolder(), '--port', '0', '--ui-port', '0', option, String(port)]
    const { code, stdout, stderr } = await runHookbench(args)
    server.close()
    expect(code).toBe(1)
    expect(stdout.toString()).toBe('')
    expectOneLine(stderr)
    expect(stderr).toContain(String(port))
  })

  test('speaks to people in a few lines', async () => {
    const folder = temporaryFolder()
    const child = spawnHookbench(['serve', '--data', folder, '--port', '0', '--ui-port', '0', '--no-open'])
    const ended = once(child, 'close')
    let text = ''
    child.stdout.on('data', (piece: Buffer) => {
      text += piece.toString()
    })
    await expectSoon(() => text).toContain(`data      ${folder}`)
    child.kill()
    expect(await ended).toEqual([0, null])
    expect(text).toMatch(/receiver {2}http:\/\/127\.0\.0\.1:\d+/)
    expect(text).toMatch(/screen {4}http:\/\/127\.0\.0\.1:\d+\/#token=/)
  })
})

test('the ports and the tunnel of the settings: taken ports give way, and the tunnel says how it is', async () => {
  const folder = temporaryFolder()
  const tunnels = await startLocaltunnelServer()
  const others = await Promise.all([listenSomewhere(), listenSomewhere()])
  const first = await startServing(folder)
  const running = await findRunningEngine(folder)
  await running?.client.call('settings.set', {
    receiverPort: others[0].port,
    uiPort: others[1].port,
    tunnel: { localtunnel: { host: tunnels.host, subdomain: 'my-hooks' } },
  })
  await first.stop()

  const serving = await startServing(folder, ['--tunnel'])
  const url = new URL(serving.receiver)
  expect(Number(url.port)).toBeGreaterThan(others[0].port)
  expect(new URL(serving.ui).port).not.toBe(String(others[1].port))
  const tunnelEvents = () => serving.events.filter(({ event }) => event === 'tunnel')
  await expectSoon(() => tunnelEvents().at(-1)).toMatchObject({
    state: 'open',
    url: expect.stringContaining('my-hooks'),
  })
  const publicUrl = String(tunnelEvents().at(-1)?.url)
  expect((await tunnels.request(publicUrl, { method: 'POST', path: '/through', body: BODY })).status).toBe(200)
  await expectSoon(() => captured(serving)).toMatchObject([{ target: '/through', bodySize: 5 }])
  expect(serving.events[0]?.event).toBe('ready')

  await tunnels.kill()
  await expectSoon(() => tunnelEvents()).toContainEqual({
    event: 'tunnel',
    state: 'lost',
    url: publicUrl,
    reason: expect.stringContaining('closed every connection'),
  })
  expect((await post(serving.receiver, '/still')).status).toBe(200)
  expect(await serving.stop()).toEqual({ code: 0, signal: null })
  expect(serving.stderr()).toContain(`Port ${others[0].port} is taken`)
  expect(serving.stderr()).toContain(`Port ${others[1].port} is taken`)
  for (const { server } of others) server.close()
})

test('reads what an engine left that was killed', async () => {
  const folder = temporaryFolder()
  const serving = await startServing(folder)
  for (let index = 0; index < 5; index += 1) await post(serving.receiver, `/${index}`)
  expect(await serving.stop('SIGKILL')).toEqual({ code: null, signal: 'SIGKILL' })
  expect(await jsonLines(['captures', '--json', '--data', folder])).toHaveLength(5)
  const again = await startServing(folder)
  expect(captured(again)).toEqual([])
  await post(again.receiver, '/new')
  await expectSoon(() => captured(again).map(({ target }) => target)).toEqual(['/new'])
  await again.stop()
})

function captured(serving: Serving): ReadonlyArray<Record<string, unknown>> {
  return serving.events.filter(({ event }) => event === 'captured')
}
