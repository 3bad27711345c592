import fs from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import fc from 'fast-check'
import { expect, onTestFinished, test } from 'vitest'
import type { AppError } from '../../../shared/contract/errors.ts'
import type { TunnelSettings } from '../../../shared/tunnel/tunnel-settings.ts'
import { cloudflared, createCloudflared } from './cloudflared.ts'
import { readCloudflaredLine } from './cloudflared-log.ts'
import { openRequest } from './testing/open-request.ts'
import { type ScriptedProgram, type ScriptedRun, scriptedProgram } from './testing/scripted-program.ts'
import { type OpenTunnel, TunnelRefused } from './tunnel.ts'

const VERSION = 'cloudflared version 2025.8.1 (built 2025-08-21-1534 UTC)'
const TOKEN = 'eyJhIjoiMDEyMzQ1Njc4OWFiY2RlZiIsInQiOiJ4In0='
const NAMED = { tunnel: null, hostname: 'hooks.example.com', port: null }

/** What version 2025.8 prints, shortened. */
const QUICK = [
  '2025-09-01T10:00:00Z INF Thank you for trying Cloudflare Tunnel. Doing so, without a Cloudflare account, is a quick way to experiment and try it out. However, be aware that these account-less Tunnels have no uptime guarantee, are subject to the Cloudflare Online Services Terms of Use (https://www.cloudflare.com/website-terms/)',
  '2025-09-01T10:00:00Z INF Requesting new quick Tunnel on trycloudflare.com...',
  '2025-09-01T10:00:03Z INF +--------------------------------------------------------------------------------------------+',
  '2025-09-01T10:00:03Z INF |  Your quick Tunnel has been created! Visit it at (it may take some time to be reachable):  |',
  '2025-09-01T10:00:03Z INF |  https://buffalo-marco-cardiff-motel.trycloudflare.com                                     |',
  '2025-09-01T10:00:03Z INF +--------------------------------------------------------------------------------------------+',
  '2025-09-01T10:00:03Z INF Initial protocol quic',
]
const registered = (index: number) =>
  `2025-09-01T10:00:04Z INF Registered tunnel connection connIndex=${index} connection=830bf962-7674-4e02-b648-65177c832c67 event=0 ip=198.41.192.167 location=lax08 protocol=quic`
const unregistered = (index: number) =>
  `2025-09-01T11:22:25Z INF Unregistered tunnel connection connIndex=${index} event=0 ip=198.41.200.13`
const retrying = (index: number) =>
  `2025-09-01T11:22:25Z INF Retrying connection in up to 1s connIndex=${index} event=0 ip=198.41.200.13`
const routes = (hostname: string, service: string) =>
  `2025-09-01T10:00:05Z INF Updated to new configuration config=${JSON.stringify(
    JSON.stringify({
      ingress: [{ hostname, originRequest: {}, service }, { service: 'http_status:404' }],
      'warp-routing': { enabled: false },
    }),
  )} version=4`

test('opens a quick tunnel once Cloudflare has a connection to it', async () => {
  const { opening, run } = await start()
  run.print(...QUICK, registered(0))
  const tunnel = await opening
  expect(tunnel).toMatchObject({
    url: 'https://buffalo-marco-cardiff-motel.trycloudflare.com',
    wantedUrl: null,
    facts: [{ label: 'cloudflared', value: '2025.8.1' }],
  })
  expect(run.args).toEqual(['tunnel', '--config', '/dev/null', '--no-autoupdate', '--url', 'http://127.0.0.1:4650'])
  await tunnel.close()
  await run.gone
})

test('a URL alone is no quick tunnel yet', async () => {
  const { opening, run } = await start()
  run.print(...QUICK)
  run.exit(1)
  await expect(opening).rejects.toThrow('cloudflared ended')
})

test.skipIf(process.platform === 'win32')(
  'a program that neither answers nor ends is told of within seconds',
  { timeout: 30_000 },
  async () => {
    const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'hookbench a "b" $(c)-'))
    onTestFinished(() => fs.rmSync(folder, { recursive: true, force: true }))
    const binary = path.join(folder, '-cloudflared')
    fs.writeFileSync(binary, "#!/bin/sh\ntrap '' TERM\nwhile :; do sleep 0.1; done\n", { mode: 0o755 })
    const available = await cloudflared.available({ binary, named: null })
    expect(available).toMatchObject({ kind: 'missing', reason: expect.stringContaining(binary) })
  },
)

test('takes the log of an older version too', async () => {
  const { opening, run } = await start()
  run.print(...QUICK, '2022-06-01T16:23:12Z INF Connection c206cf44-945f-4c3c-a85c-af60c6338dc2 registered connIndex=0')
  expect((await opening).url).toMatch(/trycloudflare/)
})

test('is lost when the program ends', async () => {
  const { opening, run } = await start()
  run.print(...QUICK, registered(0))
  const lost = whenLost(await opening)
  run.print('2025-09-01T12:00:00Z ERR Initiating shutdown error="context canceled"')
  run.exit(1)
  expect((await lost).message).toBe(
    'cloudflared ended: 2025-09-01T12:00:00Z ERR Initiating shutdown error="context canceled"',
  )
})

test('is lost when all its connections are gone and do not come back', async () => {
  const { opening, run } = await start({}, createCloudflared({ reconnectMs: 50 }))
  run.print(...QUICK, registered(0), registered(1))
  const lost = whenLost(await opening)
  run.print(unregistered(1), retrying(1), unregistered(0))
  expect((await lost).message).toBe('cloudflared lost all its connections to Cloudflare.')
  await run.gone
})

test('keeps its URL through a reconnection of its own', async () => {
  const kind = createCloudflared({ reconnectMs: 400 })
  const { opening, run } = await start({}, kind)
  run.print(...QUICK, registered(0))
  const lost = whenLost(await opening)
  run.print(unregistered(0), retrying(0), registered(0))
  run.print(registered(1), unregistered(0))
  // One that has no connection since later is lost later.
  const other = await start({}, kind)
  other.run.print(...QUICK, registered(0))
  const otherLost = whenLost(await other.opening)
  other.run.print(unregistered(0))
  expect((await otherLost).message).toBe('cloudflared lost all its connections to Cloudflare.')
  run.exit(1)
  expect((await lost).message).toContain('cloudflared ended')
})

test('says that Cloudflare gives no more quick tunnels', async () => {
  const { opening, run } = await start()
  run.print(
    '2026-05-29T09:25:34Z INF Requesting new quick Tunnel on trycloudflare.com...',
    '2026-05-29T09:25:34Z ERR Error unmarshaling QuickTunnel response: error code: 1015 error="invalid character \'e\' looking for beginning of value" status_code="429 Too Many Requests"',
    "failed to unmarshal quick Tunnel: invalid character 'e' looking for beginning of value",
  )
  run.exit(1)
  await expect(opening).rejects.toThrow(/too many requests/)
})

test('says that Cloudflare cannot be reached', async () => {
  const { opening, run } = await start()
  run.print(
    'failed to request quick Tunnel: Post "https://api.trycloudflare.com/tunnel": dial tcp: lookup api.trycloudflare.com on 127.0.0.11:53: no such host',
  )
  run.exit(1)
  await expect(opening).rejects.toThrow('cloudflared cannot reach Cloudflare. Check the network.')
})

test('leaves nothing running when opening is given up', async () => {
  const abort = new AbortController()
  const { opening, run } = await start({}, cloudflared, { signal: abort.signal })
  abort.abort(new Error('enough'))
  await expect(opening).rejects.toThrow('enough')
  await run.gone
})

test('runs a named tunnel with its token in a file that only we can read, and never in sight', async () => {
  const { opening, run, tokenFile } = await start({ named: NAMED }, cloudflared, { secret: TOKEN })
  expect(run.args.slice(4)).toEqual(['run', '--url', 'http://127.0.0.1:4650', '--token-file', tokenFile])
  expect(fs.readFileSync(tokenFile, 'utf8')).toBe(TOKEN)
  expect(fs.statSync(tokenFile).mode & 0o777).toBe(0o600)
  expect(JSON.stringify(run.environment)).not.toContain(TOKEN)
  for (const seen of seenByOthers(run.pid)) expect(seen).not.toContain(TOKEN)
  run.print(registered(0), routes('hooks.example.com', 'http://localhost:4650'))
  const tunnel = await opening
  expect(tunnel).toMatchObject({ url: 'https://hooks.example.com', wantedUrl: 'https://hooks.example.com' })
  expect(fs.existsSync(tokenFile)).toBe(false)
  await tunnel.close()
})

test.each([
  ['another port', 'hooks.example.com', 'http://localhost:8000', /leads hooks.example.com to http:\/\/localhost:8000/],
  ['another machine', 'hooks.example.com', 'http://10.0.0.7:4650', /10\.0\.0\.7/],
  ['nowhere', 'other.example.com', 'http://localhost:4650', /does not lead hooks.example.com/],
])('says that the dashboard leads the host name to %s', async (_name, hostname, service, message) => {
  const { opening, run } = await start({ named: NAMED }, cloudflared, { secret: TOKEN })
  run.print(routes(hostname, service), registered(0))
  const error = await opening.catch((thrown) => thrown)
  expect(error).toBeInstanceOf(TunnelRefused)
  expect(error.message).toMatch(message)
  expect(error.advice).toContain('service http://localhost:4650')
  await run.gone
})

test.each([['http://127.0.0.1:4650'], ['http://localhost:4650/'], ['http://[::1]:4650']])(
  'takes %s for here',
  async (service) => {
    const { opening, run } = await start({ named: NAMED }, cloudflared, { secret: TOKEN })
    run.print(routes('*.example.com', service), registered(0))
    await (await opening).close()
  },
)

test.each([
  'Provided Tunnel token is not valid.',
  '2024-09-11T21:31:09Z ERR Register tunnel error from server side error="Unauthorized: Failed to get tunnel" connIndex=0 event=0 ip=198.41.192.77',
])('a token that Cloudflare refuses is not tried again: %s', async (line) => {
  const { opening, run } = await start({ named: NAMED }, cloudflared, { secret: TOKEN })
  run.print(line)
  const error = await opening.catch((thrown) => thrown)
  expect(error).toBeInstanceOf(TunnelRefused)
  expect(error.message).not.toContain(TOKEN)
})

test('asks for the token of a named tunnel', async () => {
  const program = await scriptedProgram(VERSION)
  const opening = cloudflared.open(openRequest('cloudflared', { binary: program.path, named: NAMED }))
  await expect(opening).rejects.toThrow('The tunnel for hooks.example.com needs a token.')
})

test('asks for a newer version where the token could not be given out of sight', async () => {
  const program = await scriptedProgram('cloudflared version 2024.12.2 (built 2024-12-19)')
  const opening = cloudflared.open(
    openRequest('cloudflared', { binary: program.path, named: NAMED }, { secret: TOKEN }),
  )
  await expect(opening).rejects.toMatchObject({ advice: 'Update cloudflared to 2025.4.0 or later.' })
})

test('runs a tunnel that was set up on this machine by its name', async () => {
  const { opening, run } = await start({ named: { tunnel: 'hooks', hostname: 'hooks.example.com', port: null } })
  expect(run.args.slice(4)).toEqual(['run', '--url', 'http://127.0.0.1:4650', '--', 'hooks'])
  run.print(registered(0))
  expect((await opening).url).toBe('https://hooks.example.com')
})

test('asks for a port that can be known beforehand where the dashboard has to name it', () => {
  const door = (named: TunnelSettings['cloudflared']['named']) => cloudflared.door({ binary: null, named })
  expect(door(null)).toBe('own')
  expect(door({ ...NAMED, tunnel: 'hooks' })).toBe('own')
  expect(door(NAMED)).toBe('receiver')
  expect(door({ ...NAMED, port: 4660 })).toBe(4660)
})

test('says which version is there, and how to get the program where it is not', async () => {
  const { path } = await scriptedProgram(VERSION)
  const found = (binary: string | null) => cloudflared.available({ binary, named: null })
  expect(await found(path)).toEqual({ kind: 'ready', version: '2025.8.1' })
  expect(await found('/nowhere/cloudflared')).toMatchObject({
    kind: 'missing',
    reason: 'There is no program at /nowhere/cloudflared that can be run.',
  })
  expect(await found('/bin/cat')).toMatchObject({ kind: 'missing', reason: expect.stringContaining('/bin/cat') })
})

test('makes nothing but a tunnel of whatever is printed', () => {
  const words = fc.constantFrom(
    'https://',
    'a.trycloudflare.com',
    'connIndex=',
    '1',
    'Registered tunnel connection ',
    '"',
  )
  const lines = fc.oneof(
    fc.string({ unit: 'binary' }),
    fc.array(words).map((each) => each.join('')),
  )
  const routesOf = fc
    .jsonValue()
    .map((ingress) => `Updated to new configuration config=${JSON.stringify(JSON.stringify({ ingress }))}`)
  fc.assert(
    fc.property(fc.oneof(lines, routesOf), (line) => {
      const news = readCloudflaredLine(line)
      if (news?.kind === 'url') expect(new URL(news.url).origin).toBe(news.url)
    }),
  )
})

interface Started {
  readonly program: ScriptedProgram
  readonly opening: Promise<OpenTunnel>
  readonly run: ScriptedRun
  readonly tokenFile: string
}

async function start(
  settings: Parameters<typeof openRequest<'cloudflared'>>[1] = {},
  kind = cloudflared,
  rest: Parameters<typeof openRequest<'cloudflared'>>[2] = {},
): Promise<Started> {
  const program = await scriptedProgram(VERSION)
  const opening = kind.open(openRequest('cloudflared', { binary: program.path, ...settings }, rest))
  // Awaited by the test, later than it may fail.
  opening.catch(() => {})
  const run = await program.started()
  return { program, opening, run, tokenFile: run.args.at(-1) ?? '' }
}

function whenLost(tunnel: OpenTunnel): Promise<AppError> {
  return new Promise((resolve) => tunnel.onLost(resolve))
}

/** What every program on the machine, or of this user, can read of the process and the shell that keeps it. */
function seenByOthers(pid: number): string[] {
  if (!fs.existsSync('/proc/self/cmdline')) return []
  const parent = /^PPid:\s*(\d+)/m.exec(fs.readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1] ?? ''
  const seen = [pid, parent].flatMap((id) =>
    ['cmdline', 'environ'].map((name) => fs.readFileSync(`/proc/${id}/${name}`, 'utf8')),
  )
  expect(seen.every((each) => each.length > 0)).toBe(true)
  return seen
}
