import { once } from 'node:events'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import http from 'node:http'
import { type AddressInfo, connect, createServer } from 'node:net'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest'
import { startLocaltunnelServer } from '../engine/tunnel/testing/localtunnel-server.ts'
import { findRunningEngine } from '../transport/http/client.ts'
import { runCommand } from './testing/run-command.ts'
import { type Ended, runHookbench, type Serving, spawnHookbench, startServing } from './testing/run-hookbench.ts'

const BODY = Buffer.from([0x00, 0xff, 0xfe, 0x80, 0x41])

describe('without anything to read', () => {
  test('wrong usage is exit code 2', async () => {
    const { code, stdout, stderr } = await runHookbench(['captures', '--limit', '0'])
    expect({ code, stdout: stdout.toString() }).toEqual({ code: 2, stdout: '' })
    expect(stderr).toContain('--limit')
  })

  test('an empty folder has no captures, and stays empty', async () => {
    const folder = path.join(makeFolder(), 'new')
    expect(await runHookbench(['captures', '--json', '--data', folder])).toMatchObject({ code: 0, stderr: '' })
    const shown = await runCommand(['show', 'latest', '--data', folder])
    expect(shown.code).toBe(1)
    expectOneLine(shown.stderr)
    const replayed = await runCommand(['replay', 'latest', '--to', 'http://127.0.0.1:1/', '--data', folder])
    expect(replayed.code).toBe(1)
    expectOneLine(replayed.stderr)
    expect(() => rmSync(folder)).toThrow('ENOENT')
  })

  test('says which version it is', async () => {
    expect((await runHookbench(['--version'])).stdout.toString()).toMatch(/^\d+\.\d+\.\d+\n$/)
  })
})

describe('serve', () => {
  let folder: string
  let serving: Serving

  beforeEach(async () => {
    folder = makeFolder()
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
    await eventually(() => captured(serving).length).toBe(500)
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
    await eventually(async () => (await jsonLines(['captures', '--json', '--data', folder])).length).toBe(3)
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
    const args = ['serve', '--data', makeFolder(), '--port', '0', '--ui-port', '0', option, String(port)]
    const { code, stdout, stderr } = await runHookbench(args)
    server.close()
    expect(code).toBe(1)
    expect(stdout.toString()).toBe('')
    expectOneLine(stderr)
    expect(stderr).toContain(String(port))
  })

  test('speaks to people in a few lines', async () => {
    const folder = makeFolder()
    const child = spawnHookbench(['serve', '--data', folder, '--port', '0', '--ui-port', '0', '--no-open'])
    const ended = once(child, 'close')
    let text = ''
    child.stdout.on('data', (piece: Buffer) => {
      text += piece.toString()
    })
    await eventually(() => text).toContain(`data      ${folder}`)
    child.kill()
    expect(await ended).toEqual([0, null])
    expect(text).toMatch(/receiver {2}http:\/\/127\.0\.0\.1:\d+/)
    expect(text).toMatch(/screen {4}http:\/\/127\.0\.0\.1:\d+\/#token=/)
  })
})

test('the ports and the tunnel of the settings: taken ports give way, and the tunnel says how it is', async () => {
  const folder = makeFolder()
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
  await eventually(() => tunnelEvents().at(-1)).toMatchObject({
    state: 'open',
    url: expect.stringContaining('my-hooks'),
  })
  const publicUrl = String(tunnelEvents().at(-1)?.url)
  expect((await tunnels.request(publicUrl, { method: 'POST', path: '/through', body: BODY })).status).toBe(200)
  await eventually(() => captured(serving)).toMatchObject([{ target: '/through', bodySize: 5 }])
  expect(serving.events[0]?.event).toBe('ready')

  await tunnels.kill()
  await eventually(() => tunnelEvents()).toContainEqual({
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
  const folder = makeFolder()
  const serving = await startServing(folder)
  for (let index = 0; index < 5; index += 1) await post(serving.receiver, `/${index}`)
  expect(await serving.stop('SIGKILL')).toEqual({ code: null, signal: 'SIGKILL' })
  expect(await jsonLines(['captures', '--json', '--data', folder])).toHaveLength(5)
  const again = await startServing(folder)
  expect(captured(again)).toEqual([])
  await post(again.receiver, '/new')
  await eventually(() => captured(again).map(({ target }) => target)).toEqual(['/new'])
  await again.stop()
})

// The same answers, whether an engine runs or the files are read.
describe.each(['a running engine', 'the files alone'])('reading from %s', (from) => {
  const folder = makeFolder()
  let serving: Serving

  beforeAll(async () => {
    serving = await startServing(folder)
    await sendRaw(
      serving.receiver,
      Buffer.concat([
        Buffer.from(
          'POST /raw//a?x=%20 HTTP/1.1\r\nHOST: h\r\nX-A: caf\xe9\r\nx-a: 2\r\nContent-Length: 5\r\n\r\n',
          'latin1',
        ),
        BODY,
      ]),
    )
    await post(serving.receiver, '/big', Buffer.alloc(3_000_000, 'x'))
    await post(serving.receiver, '/last?find=me', '{"type":"invoice.paid"}')
    // Which event it tells of is found behind the receiver.
    await vi.waitUntil(async () => (await jsonLines(['show', 'latest', '--json', '--data', folder]))[0]?.eventType, {
      timeout: 20_000,
      interval: 100,
    })
    if (from === 'the files alone') await serving.stop()
  }, 40_000)

  afterAll(() => serving.stop())

  test('captures --json has every field', async () => {
    const listed = await jsonLines(['captures', '--json', '--bodies', '--data', folder])
    expect(listed.map(({ target }) => target)).toEqual(['/last?find=me', '/big', '/raw//a?x=%20'])
    expect(listed[2]).toEqual({
      id: expect.stringMatching(/^[0-9a-f-]{36}$/),
      receivedAt: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/),
      method: 'POST',
      target: '/raw//a?x=%20',
      endpoint: 'default',
      httpVersion: '1.1',
      remoteAddress: '127.0.0.1',
      headers: [
        ['HOST', 'h'],
        ['X-A', 'caf\xe9'],
        ['x-a', '2'],
        ['Content-Length', '5'],
      ],
      bodySize: 5,
      state: 'complete',
      answeredStatus: 200,
      eventType: null,
      eventId: null,
      attempt: 1,
      duplicateOf: null,
      tags: [],
      bodyBase64: BODY.toString('base64'),
    })
    expect(Buffer.from(String(listed[1]?.bodyBase64), 'base64')).toHaveLength(3_000_000)
  })

  test('captures filters and limits', async () => {
    expect(await jsonLines(['captures', '--json', '--filter', 'POST find', '--data', folder])).toHaveLength(1)
    expect(await jsonLines(['captures', '--json', '--filter', 'invoice', '--data', folder])).toHaveLength(1)
    const [newest, ...others] = await jsonLines(['captures', '--json', '--limit', '1', '--data', folder])
    expect(newest?.target).toBe('/last?find=me')
    expect(newest).not.toHaveProperty('bodyBase64')
    expect(others).toEqual([])
  })

  test('takes the folder before the command, too', async () => {
    expect(await jsonLines(['--data', folder, 'captures', '--json'])).toHaveLength(3)
  })

  test('captures shows people one line each', async () => {
    const { stdout } = await runHookbench(['captures'], { env: { HOOKBENCH_DATA: folder } })
    const lines = stdout.toString().trim().split('\n')
    expect(lines).toHaveLength(3)
    expect(lines[0]).toContain('invoice.paid')
    expect(lines.join('')).not.toContain('\x1b')
  })

  test('show --body writes the exact bytes', async () => {
    const [, big, raw] = await jsonLines(['captures', '--json', '--data', folder])
    expect((await runHookbench(['show', String(raw?.id), '--body', '--data', folder])).stdout).toEqual(BODY)
    const { stdout } = await runHookbench(['show', String(big?.id), '--body', '--data', folder])
    expect(stdout.equals(Buffer.alloc(3_000_000, 'x'))).toBe(true)
  })

  test('show --raw rebuilds the request', async () => {
    const [, , raw] = await jsonLines(['captures', '--json', '--data', folder])
    const { stdout } = await runHookbench(['show', String(raw?.id), '--raw', '--data', folder])
    expect(stdout.toString('latin1')).toBe(
      `POST /raw//a?x=%20 HTTP/1.1\r\nHOST: h\r\nX-A: caf\xe9\r\nx-a: 2\r\nContent-Length: 5\r\n\r\n${BODY.toString('latin1')}`,
    )
  })

  test('show takes latest and the beginning of an id', async () => {
    const [last] = await jsonLines(['show', 'latest', '--json', '--data', folder])
    expect(last).toMatchObject({ target: '/last?find=me', eventType: 'invoice.paid', note: '', pinned: false })
    const start = String(last?.id).slice(0, -1)
    expect(await jsonLines(['show', start, '--json', '--data', folder])).toEqual([last])
    const { stdout } = await runCommand(['show', 'latest', '--data', folder])
    expect(stdout.toString()).toContain('{"type":"invoice.paid"}')
  })

  test('show says that there is no such capture', async () => {
    const { code, stderr } = await runCommand(['show', '019c0000-0000-7000-8000-000000000001', '--data', folder])
    expect(code).toBe(1)
    expectOneLine(stderr)
  })

  test.each([[['captures', '--json', '--bodies']], [['show', 'latest', '--json']], [['captures', '--help']]])(
    '%j ends in silence when its reader goes away',
    async (args) => {
      const child = spawnHookbench([...args, '--data', folder])
      const ended = once(child, 'close')
      let stderr = ''
      child.stderr.on('data', (piece: Buffer) => {
        stderr += piece.toString()
      })
      child.stdout.destroy()
      expect(await ended).toEqual([0, null])
      expect(stderr).toBe('')
    },
  )
})

describe.each(['a running engine', 'an engine of its own'])('replay through %s', (through) => {
  const folder = makeFolder()
  let serving: Serving
  let target: Awaited<ReturnType<typeof startTarget>>

  beforeAll(async () => {
    target = await startTarget()
    serving = await startServing(folder)
    const request = 'POST /hook?a=1 HTTP/1.1\r\nHost: sender.example\r\nX-A: 1\r\nx-a: 2\r\nContent-Length: 5\r\n\r\n'
    await sendRaw(serving.receiver, Buffer.concat([Buffer.from(request), BODY]))
    if (through === 'an engine of its own') await serving.stop()
  })

  afterAll(async () => {
    await serving.stop()
    target.close()
  })

  beforeEach(() => {
    target.seen.length = 0
  })

  test('sends the captured bytes and says what came back and what was changed', async () => {
    const ended = await runHookbench(['replay', 'latest', '--to', `${target.url}/in`, '--json', '--data', folder])
    expect(ended).toMatchObject({ code: 0, stderr: '' })
    const answer = parseLine(ended)
    expect(answer).toMatchObject({
      deliveryId: expect.stringMatching(/^[0-9a-f-]{36}$/),
      outcome: {
        kind: 'answered',
        status: 202,
        bodyBase64: Buffer.from('taken').toString('base64'),
        timings: { total: expect.any(Number) },
      },
    })
    expect(Object.keys(answer)).toEqual(['deliveryId', 'outcome', 'changed'])
    expect((answer.outcome as { headers: unknown }).headers).toContainEqual(['X-Target', 'yes'])
    expect(answer.changed).toContainEqual(expect.objectContaining({ kind: 'replaced', header: 'Host' }))
    expect(target.seen).toMatchObject([{ method: 'POST', url: '/in', body: BODY }])
    expect(headersOf(target.seen[0], 'x-a')).toEqual([
      ['X-A', '1'],
      ['x-a', '2'],
    ])
  })

  test('sends edits', async () => {
    const file = path.join(makeFolder(), 'body')
    writeFileSync(file, 'edited')
    const { code } = await runCommand([
      ...[
        'replay',
        'latest',
        '--to',
        `${target.url}/*`,
        '--method',
        'PUT',
        '--header',
        'X-New: é',
        '--header',
        'X-New: 2',
      ],
      ...['--remove-header', 'x-a', '--body-file', file, '--keep-host', '--data', folder],
    ])
    expect(code).toBe(0)
    expect(target.seen).toMatchObject([{ method: 'PUT', url: '/hook?a=1', body: Buffer.from('edited') }])
    expect(headersOf(target.seen[0], 'x-new')).toEqual([
      ['X-New', 'Ã©'],
      ['X-New', '2'],
    ])
    expect(headersOf(target.seen[0], 'x-a')).toEqual([])
    expect(headersOf(target.seen[0], 'host')).toEqual([['Host', 'sender.example']])
  })

  test('leaves out what the tunnel added', async () => {
    const args = ['replay', 'latest', '--to', target.url, '--leave-out', 'X-a', '--json', '--data', folder]
    const ended = await runCommand(args)
    expect(ended.code).toBe(0)
    expect(headersOf(target.seen[0], 'x-a')).toEqual([])
    expect(parseLine(ended).changed).toContainEqual(expect.objectContaining({ kind: 'removed', header: 'x-a' }))
  })

  test('says why it cannot send as the provider called it, and what to do', async () => {
    const ended = await runCommand(['replay', 'latest', '--to', target.url, '--as-provider', '--data', folder])
    expect(ended).toMatchObject({
      code: 1,
      stderr: expect.stringMatching(/not known how the provider called default.*Open one/),
    })
    expect(target.seen).toEqual([])
  })

  test('takes a body from the standard input', async () => {
    const args = ['replay', 'latest', '--to', target.url, '--body-file', '-', '--data', folder]
    expect((await runHookbench(args, { input: BODY.subarray(0, 3) })).code).toBe(0)
    expect(target.seen).toMatchObject([{ body: BODY.subarray(0, 3) }])
  })

  test('any status is an answer', async () => {
    const ended = await runCommand(['replay', 'latest', '--to', `${target.url}/500`, '--json', '--data', folder])
    expect(ended.code).toBe(0)
    expect(parseLine(ended)).toMatchObject({ outcome: { status: 500 } })
  })

  test('a refused connection is a failure, with what to do', async () => {
    const { port, server } = await listenSomewhere()
    server.close()
    const ended = await runCommand([
      'replay',
      'latest',
      '--to',
      `http://127.0.0.1:${port}/`,
      '--json',
      '--data',
      folder,
    ])
    expect(ended.code).toBe(1)
    expect(parseLine(ended)).toMatchObject({
      outcome: { kind: 'failed', reason: 'refused', message: expect.stringContaining(String(port)) },
    })
  })

  test('a target that is none is wrong usage', async () => {
    const { code, stderr } = await runCommand(['replay', 'latest', '--to', 'ftp://h/', '--data', folder])
    expect(code).toBe(2)
    expectOneLine(stderr)
  })

  test('several at once take their turns', async () => {
    const args = ['replay', 'latest', '--to', target.url, '--data', folder]
    const ended = await Promise.all([runHookbench(args), runHookbench(args), runHookbench(args)])
    expect(ended.map(({ code, stderr }) => ({ code, stderr }))).toEqual(Array(3).fill({ code: 0, stderr: '' }))
    expect(target.seen).toHaveLength(3)
  })

  test('a signal cancels it', async () => {
    const child = spawnHookbench(['replay', 'latest', '--to', `${target.url}/hang`, '--json', '--data', folder])
    const ended = once(child, 'close')
    let stdout = ''
    child.stdout.on('data', (piece: Buffer) => {
      stdout += piece.toString()
    })
    await eventually(() => target.seen.length).toBe(1)
    child.kill('SIGINT')
    expect(await ended).toEqual([1, null])
    expect(JSON.parse(stdout)).toMatchObject({ outcome: { kind: 'failed', reason: 'aborted' } })
  })
})

/** Waits as long as a busy machine takes. */
function eventually<Value>(condition: () => Value | Promise<Value>) {
  return expect.poll(condition, { timeout: 20_000 })
}

const folders: string[] = []

afterAll(() => {
  for (const folder of folders) rmSync(folder, { recursive: true, force: true })
})

function makeFolder(): string {
  const folder = mkdtempSync(path.join(tmpdir(), 'hookbench-cli-'))
  folders.push(folder)
  return folder
}

function captured(serving: Serving): ReadonlyArray<Record<string, unknown>> {
  return serving.events.filter(({ event }) => event === 'captured')
}

async function jsonLines(args: string[]): Promise<Array<Record<string, unknown>>> {
  const { code, stdout, stderr } = await runCommand(args)
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' })
  return stdout
    .toString()
    .split('\n')
    .filter(Boolean)
    .map((line) => JSON.parse(line))
}

function parseLine({ stdout }: Ended): Record<string, unknown> {
  return JSON.parse(stdout.toString()) as Record<string, unknown>
}

function expectOneLine(text: string): void {
  expect(text).toMatch(/^hookbench: [^\n]+\n$/)
}

function post(origin: string, target: string, body: string | Buffer = 'hello'): Promise<Response> {
  return fetch(origin + target, { method: 'POST', body })
}

/** Sends bytes as they are and waits for the answer's first line. */
async function sendRaw(origin: string, bytes: Buffer): Promise<void> {
  const { hostname, port } = new URL(origin)
  const socket = connect(Number(port), hostname)
  socket.write(bytes)
  await once(socket, 'data')
  socket.destroy()
}

async function listenSomewhere() {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  return { server, port: (server.address() as AddressInfo).port }
}

interface Seen {
  readonly method: string | undefined
  readonly url: string | undefined
  readonly rawHeaders: string[]
  readonly body: Buffer
}

async function startTarget() {
  const seen: Seen[] = []
  const server = http.createServer((request, response) => {
    const pieces: Buffer[] = []
    request.on('data', (piece: Buffer) => pieces.push(piece))
    request.on('end', () => {
      const { method, url, rawHeaders } = request
      seen.push({ method, url, rawHeaders, body: Buffer.concat(pieces) })
      if (url === '/hang') return
      response.writeHead(url === '/500' ? 500 : 202, { 'X-Target': 'yes' })
      response.end('taken')
    })
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  return {
    seen,
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    close: () => {
      server.close()
      server.closeAllConnections()
    },
  }
}

function headersOf(seen: Seen | undefined, name: string): Array<[string, string]> {
  const { rawHeaders } = seen as Seen
  const pairs: Array<[string, string]> = []
  for (let index = 0; index < rawHeaders.length; index += 2) {
    const [key = '', value = ''] = rawHeaders.slice(index, index + 2)
    if (key.toLowerCase() === name) pairs.push([key, value])
  }
  return pairs
}
