import { execFileSync } from 'node:child_process'
import fs from 'node:fs'
import http from 'node:http'
import { beforeAll, describe, expect, test } from 'vitest'
import type { AppError } from '../../../shared/contract/errors.ts'
import type { TunnelSettings } from '../../../shared/tunnel/tunnel-settings.ts'
import { createSsh, ssh } from './ssh.ts'
import { fingerprint } from './ssh-host-key.ts'
import { grantedUrl } from './ssh-output.ts'
import { openRequest } from './testing/open-request.ts'
import { type PlainReceiver, startPlainReceiver } from './testing/plain-receiver.ts'
import { freePort, noSshServer, type SshServer, startSshServer } from './testing/ssh-server.ts'
import { type OpenTunnel, TunnelRefused } from './tunnel.ts'

type SshSettings = TunnelSettings['ssh']

beforeAll(() => {
  if (noSshServer !== null) console.warn(`Tests of the SSH tunnel were skipped: ${noSshServer}.`)
})

describe.skipIf(noSshServer !== null)('with a real server', () => {
  test('leads a port of the server here, bytes unchanged', async () => {
    const { server, receiver } = await setUp()
    const remotePort = await freePort()
    const publicUrl = `http://127.0.0.1:${remotePort}`
    const tunnel = await open(server, receiver.port, { publicUrl, remotePort })
    expect(tunnel).toMatchObject({ url: publicUrl, wantedUrl: publicUrl })
    expect(tunnel.facts).toContainEqual({ label: 'Host key', value: fingerprint(server.hostKey()) })
    const body = Buffer.from(Array.from({ length: 256 }, (_, byte) => byte))
    expect(await post(tunnel.url, body)).toBe('got 256')
    expect(receiver.received[0]?.body).toEqual(body)
    expect(receiver.received[0]?.rawHeaders.slice(0, 2)).toEqual(['X-CaSe', 'kept'])
    await tunnel.close()
    await expect(post(tunnel.url, body)).rejects.toThrow(/ECONNREFUSED|ECONNRESET/)
  })

  test('says which port the server chose', async () => {
    const { server, receiver } = await setUp()
    const tunnel = await open(server, receiver.port, { publicUrl: 'https://hooks.example.com', remotePort: 0 })
    const port = tunnel.facts.find(({ label }) => label === 'Remote port')?.value
    expect(await post(`http://127.0.0.1:${port}`, Buffer.from('x'))).toBe('got 1')
    await tunnel.close()
  })

  test.each([
    [
      'localhost.run',
      'abc123.lhr.life tunneled with tls termination, https://abc123.lhr.life',
      'https://abc123.lhr.life',
    ],
    [
      'serveo',
      '\u001b[32mForwarding HTTP traffic from https://miscui.serveo.net\u001b[0m\nPress g to start a GUI session and ctrl-c to quit.',
      'https://miscui.serveo.net',
    ],
  ])('takes the URL that %s prints', async (_name, prints, url) => {
    const { server, receiver } = await setUp({ prints })
    const tunnel = await open(server, receiver.port, { remotePort: await freePort() })
    expect(tunnel.url).toBe(url)
    await tunnel.close()
  })

  test('asks for the URL where the server prints none', async () => {
    const { server, receiver } = await setUp({ prints: 'Welcome' })
    const remotePort = await freePort()
    const opening = open(server, receiver.port, { remotePort }, createSsh({ urlMs: 50 }))
    await expect(opening).rejects.toMatchObject({ advice: expect.stringContaining('Enter the public URL') })
  })

  test('shows the key of a server that is not known yet, and goes no further', async () => {
    const { server, receiver } = await setUp()
    const error = await refusal(open(server, receiver.port, { hostKey: null }))
    expect(error.hostKey).toEqual({ key: server.hostKey(), fingerprint: fingerprint(server.hostKey()), trusted: null })
    expect(error.message).toContain(fingerprint(server.hostKey()))
  })

  test('refuses a server whose key has changed, and shows both keys', async () => {
    const { server, receiver } = await setUp()
    const before = server.hostKey()
    await server.kill()
    server.changeHostKey()
    await server.start()
    const error = await refusal(open(server, receiver.port, { hostKey: before }))
    expect(error.hostKey).toEqual({
      key: server.hostKey(),
      fingerprint: fingerprint(server.hostKey()),
      trusted: fingerprint(before),
    })
    expect(error.message).toMatch(/has changed.*Somebody else may be answering/)
  })

  test('does not take a line break in a trusted key for a second key', async () => {
    const { server, receiver } = await setUp()
    const error = await refusal(open(server, receiver.port, { hostKey: `ssh-rsa AAAA\nhookbench ${server.hostKey()}` }))
    expect(error.hostKey).toMatchObject({ trusted: null })
  })

  test('says that the server does not let us in', async () => {
    const { server, receiver } = await setUp()
    const error = await refusal(open(server, receiver.port, { identityFile: server.strangerFile }))
    expect(error.message).toMatch(/does not let the user \S+ in: Permission denied/)
  })

  test('asks nobody for a passphrase, and says what to do with such a key', async () => {
    const { server, receiver } = await setUp()
    execFileSync('ssh-keygen', ['-q', '-p', '-P', '', '-N', 'secret phrase', '-f', server.identityFile])
    const error = await refusal(open(server, receiver.port, {}))
    expect(error.advice).toContain('A key with a passphrase has to be in the SSH agent')
  })

  test('says that the server forbids forwarding, and tries again later', async () => {
    const { server, receiver } = await setUp({ configuration: 'AllowTcpForwarding no' })
    const opening = open(server, receiver.port, { publicUrl: 'http://127.0.0.1', remotePort: 12_345 })
    const error = await opening.catch((thrown) => thrown)
    expect(error).not.toBeInstanceOf(TunnelRefused)
    expect(error.message).toMatch(/does not lead its port 12345 here/)
  })

  test('is lost when the server is gone, and opens again when it is back', async () => {
    const { server, receiver } = await setUp()
    const remotePort = await freePort()
    const settings = { publicUrl: `http://127.0.0.1:${remotePort}`, remotePort }
    const lost = whenLost(await open(server, receiver.port, settings))
    await server.kill()
    expect((await lost).message).toMatch(/^The connection to 127.0.0.1 ended/)
    await expect(open(server, receiver.port, settings)).rejects.toThrow(
      /cannot be reached on port \d+ \(Connection refused\)/,
    )
    await server.start()
    const again = await open(server, receiver.port, settings)
    expect(await post(again.url, Buffer.from('back'))).toBe('got 4')
    await again.close()
  })

  test('is lost when the server gives it another URL', async () => {
    const first = 'abc.lhr.life tunneled with tls termination, https://abc.lhr.life'
    const { server, receiver } = await setUp({ prints: `${first}\n${first.replaceAll('abc', 'xyz')}` })
    const tunnel = await open(server, receiver.port, { remotePort: await freePort() })
    expect((await whenLost(tunnel)).message).toBe('127.0.0.1 gave the tunnel another URL.')
  })

  test('leaves nothing running when opening is given up', async () => {
    const { server, receiver } = await setUp({ prints: 'Welcome' })
    const abort = new AbortController()
    const remotePort = await freePort()
    const opening = open(server, receiver.port, { remotePort }, ssh, abort.signal)
    await expect.poll(() => isListening(remotePort), { timeout: 10_000 }).toBe(true)
    abort.abort(new Error('enough'))
    await expect(opening).rejects.toThrow('enough')
    await expect.poll(() => isListening(remotePort), { timeout: 10_000 }).toBe(false)
  })

  test('does not touch the known hosts of the user', async () => {
    const { server, receiver } = await setUp()
    await refusal(open(server, receiver.port, { hostKey: null }))
    const remotePort = await freePort()
    await (await open(server, receiver.port, { publicUrl: 'http://127.0.0.1', remotePort })).close()
    const own = `${process.env.HOME}/.ssh/known_hosts`
    expect(fs.existsSync(own) ? fs.readFileSync(own, 'utf8') : '').not.toContain(server.hostKey())
  })
})

test('says that there is no such server', async () => {
  await expect(ssh.open(openRequest('ssh', { host: 'nowhere.invalid' }))).rejects.toThrow(
    'There is no address for nowhere.invalid. Check the name and the network.',
  )
})

test.each([
  [{ host: '-oProxyCommand=touch /tmp/x' }],
  [{ host: 'ssh://example.com' }],
  [{ host: 'user@example.com' }],
  [{ host: 'a b' }],
  [{ host: '' }],
  [{ host: 'example.com', user: '-oProxyCommand=x' }],
  [{ host: 'example.com', user: '$(id)' }],
  [{ host: 'example.com', hostKey: 'ssh-ed25519 AAAA', remoteHost: '0.0.0.0:80:example.com' }],
  [{ host: 'example.com', hostKey: 'ssh-ed25519 AAAA', remoteHost: '-x' }],
])('refuses %j, which ssh could take for more than a name', async (settings) => {
  await expect(ssh.open(openRequest('ssh', settings))).rejects.toThrow(/cannot be the .* of an SSH tunnel/)
})

test.each([
  ['debug1: https://a.lhr.life', null],
  [
    'create an account and add your key for a longer lasting domain name. see https://localhost.run/docs/forever-free/',
    null,
  ],
  ['HTTPS: https://name.sish.example', 'https://name.sish.example'],
  ['https://x.a.free.pinggy.link', 'https://x.a.free.pinggy.link'],
  ['x tunneled with tls termination, https://user:pass@evil.example/path?x', 'https://evil.example'],
  ['x tunneled with tls termination, https://[', null],
])('%j names the URL %j', (line, url) => {
  expect(grantedUrl(line)).toBe(url)
})

async function setUp(
  options: Parameters<typeof startSshServer>[0] = {},
): Promise<{ server: SshServer; receiver: PlainReceiver }> {
  return { server: await startSshServer(options), receiver: await startPlainReceiver() }
}

function open(
  server: SshServer,
  port: number,
  settings: Partial<SshSettings>,
  kind = ssh,
  signal = new AbortController().signal,
): Promise<OpenTunnel> {
  const { identityFile, user } = server
  const known = { host: '127.0.0.1', port: server.port, user, identityFile, hostKey: server.hostKey() }
  return kind.open(openRequest('ssh', { ...known, ...settings }, { port, signal }))
}

async function refusal(opening: Promise<OpenTunnel>): Promise<TunnelRefused> {
  const error = await opening.catch((thrown) => thrown)
  expect(error).toBeInstanceOf(TunnelRefused)
  return error as TunnelRefused
}

function whenLost(tunnel: OpenTunnel): Promise<AppError> {
  return new Promise((resolve) => tunnel.onLost(resolve))
}

function post(url: string, body: Buffer): Promise<string> {
  return new Promise((resolve, reject) => {
    const request = http.request(
      url,
      { method: 'POST', headers: { 'X-CaSe': 'kept' }, agent: false },
      async (response) => {
        const pieces: Buffer[] = []
        for await (const piece of response) pieces.push(piece as Buffer)
        resolve(Buffer.concat(pieces).toString())
      },
    )
    request.once('error', reject)
    request.end(body)
  })
}

async function isListening(port: number): Promise<boolean> {
  return post(`http://127.0.0.1:${port}`, Buffer.from('x')).then(
    () => true,
    () => false,
  )
}
