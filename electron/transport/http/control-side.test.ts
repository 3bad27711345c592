import { createHash, randomBytes } from 'node:crypto'
import { existsSync, statSync } from 'node:fs'
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { createServer, type IncomingHttpHeaders, request } from 'node:http'
import { connect } from 'node:net'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import type { Handlers } from '../../../shared/contract/contract.ts'
import { eventually } from '../../engine/testing/eventually.ts'
import { contentOf, createDoorFixture, type DoorFixture } from '../testing/door-fixture.ts'
import { connectEngine, findRunningEngine } from './client.ts'
import { controlFilePath, readControlFile, writeControlFile } from './control-file.ts'
import { type ControlSide, openControlSide } from './control-side.ts'

const ID = '0192f0c1-2b3c-7d4e-8f50-112233445566'
const BODY = randomBytes(300_000)
const bugs: unknown[] = []
let folder: string
let door: DoorFixture
let side: ControlSide

const handlers: Partial<Handlers> = {
  'captures.count': () => ({ total: 3, pinned: 1, bytes: 10 }),
  'captures.setNote': () => ({}),
  'engine.state': () => ({
    version: '1.2.3',
    startedAt: 1,
    dataFolder: folder,
    receiver: { port: 4665, urls: [], wantedPort: null },
    uiUrl: null,
    store: { kind: 'ok' },
    tunnel: { kind: 'off' },
    urlChanged: null,
    forwardQueue: { waiting: 0, running: 0, dropped: 0 },
    notices: [],
    clearing: null,
    upkeep: null,
    checking: null,
    searchIndex: null,
  }),
}

beforeEach(async () => {
  bugs.length = 0
  folder = await mkdtemp(join(tmpdir(), 'control-side-'))
  await mkdir(join(folder, 'screen', 'assets'), { recursive: true })
  await writeFile(join(folder, 'screen', 'index.html'), '<!doctype html><title>Screen</title>')
  await writeFile(join(folder, 'screen', 'assets', 'main-a1.js'), 'export {}')
  door = createDoorFixture({
    handlers,
    uploadLimit: 1_000_000,
    content: (ref) => (ref.id === ID ? contentOf(BODY, ref.decoded ? 'Too large, über 64 MiB.' : null) : null),
  })
  side = await open()
})

afterEach(async () => {
  await side.close()
  await rm(folder, { recursive: true })
})

function open(port = 0, exactPort = false): Promise<ControlSide> {
  return openControlSide({
    door,
    reportFault: (_channel, error) => bugs.push(error),
    dataFolder: folder,
    version: '1.2.3',
    receiverPort: 4665,
    screen: { folder: join(folder, 'screen'), port, exactPort },
  })
}

test('serves the screen with a strict policy and without asking for the token', async () => {
  const page = await get('/')
  expect(page.status).toBe(200)
  expect(page.headers['content-type']).toBe('text/html; charset=utf-8')
  expect(page.headers['content-security-policy']).toContain("default-src 'none'")
  expect(page.headers['x-content-type-options']).toBe('nosniff')
  expect(page.text).toContain('<title>Screen</title>')
  expect((await get('/assets/main-a1.js')).headers['content-type']).toBe('text/javascript; charset=utf-8')
  expect((await get('/assets/none.js')).status).toBe(404)
})

test.each([
  '/../control.json',
  '/%2e%2e/control.json',
  '/assets%2f..%2f..%2fcontrol.json',
  '/assets/..%5c..%5ccontrol.json',
  '/%00',
  '/%',
])('%s leads nowhere', async (path) => {
  const answer = await get(path)
  expect(answer.status).toBe(404)
  expect(answer.text).not.toContain(side.token)
})

test('refuses calls, events, bytes and uploads without the token', async () => {
  const attempts: [string, string][] = [
    ['POST', '/api/call/captures.count'],
    ['GET', '/api/events'],
    ['GET', `/captures/${ID}/body`],
    ['POST', '/uploads'],
  ]
  for (const [method, path] of attempts) {
    for (const token of [undefined, '', 'wrong', `${side.token}x`]) {
      const answer = await get(path, { method, headers: token === undefined ? {} : { 'x-hookbench-token': token } })
      expect(answer.status, `${method} ${path} with ${token}`).toBe(403)
      expect(JSON.parse(answer.text).error.kind).toBe('refused')
    }
  }
  expect(door.listeners()).toBe(0)
})

test.each([
  { host: 'evil.example:4666' },
  { host: '127.0.0.1.evil.example' },
  { host: '192.168.1.2:4666' },
  { origin: 'http://evil.example' },
  { origin: 'null' },
  { origin: 'https://127.0.0.1:4666' },
])('refuses a request with %o even if it knows the token', async (headers: Record<string, string>) => {
  const answer = await get('/api/call/captures.count', {
    method: 'POST',
    headers: { ...headers, 'x-hookbench-token': side.token },
  })
  expect(answer.status).toBe(403)
  expect((await get('/', { headers })).status).toBe(403)
})

test('takes its own origin under any loopback name', async () => {
  for (const host of ['127.0.0.1:4666', 'localhost:8080', '[::1]:4666']) {
    const headers = { host, origin: `http://${host}`, 'x-hookbench-token': side.token }
    expect((await get('/api/call/captures.count', { method: 'POST', headers })).status).toBe(200)
  }
})

test('asks for the token on the local socket too', async () => {
  const stranger = connectEngine({ socketPath: side.socketPath, token: 'wrong' })
  await expect(stranger.call('captures.count', {})).rejects.toMatchObject({ kind: 'refused' })
})

test('lets nobody else open the local socket or read the token', () => {
  expect(statSync(side.socketPath).mode & 0o777).toBe(0o600)
  expect(statSync(dirname(side.socketPath)).mode & 0o777).toBe(0o700)
  expect(statSync(controlFilePath(folder)).mode & 0o777).toBe(0o600)
})

test('streams bytes whole, in part and without a body', async () => {
  const headers = { 'x-hookbench-token': side.token }
  const path = `/captures/${ID}/body`
  const whole = await get(path, { headers })
  expect(whole.status).toBe(200)
  expect(whole.headers).toMatchObject({
    'content-type': 'application/octet-stream',
    'content-length': `${BODY.length}`,
    'accept-ranges': 'bytes',
    'x-content-type-options': 'nosniff',
  })
  expect(sha(whole.bytes)).toBe(sha(BODY))

  const part = await get(path, { headers: { ...headers, range: 'bytes=100000-200000' } })
  expect(part.status).toBe(206)
  expect(part.headers['content-range']).toBe(`bytes 100000-200000/${BODY.length}`)
  expect(part.bytes.equals(BODY.subarray(100_000, 200_001))).toBe(true)

  const beyond = await get(path, { headers: { ...headers, range: 'bytes=300000-' } })
  expect(beyond.status).toBe(416)
  expect(beyond.headers['content-range']).toBe(`bytes */${BODY.length}`)

  const head = await get(path, { method: 'HEAD', headers })
  expect(head.headers['content-length']).toBe(`${BODY.length}`)
  expect(head.bytes.length).toBe(0)

  expect((await get('/captures/0192f0c1-0000-7000-8000-000000000000/body', { headers })).status).toBe(404)
  expect((await get(path, { method: 'DELETE', headers })).status).toBe(405)
})

test('says why a decoded view is not whole', async () => {
  const client = connectEngine({ socketPath: side.socketPath, token: side.token })
  const content = await client.content({ kind: 'capture-body', id: ID, decoded: true })
  expect(content?.incomplete).toBe('Too large, über 64 MiB.')
  expect(content?.size).toBe(BODY.length)
  for await (const _ of content?.bytes ?? []) break
})

test('a reader that leaves half-way does not disturb the next', async () => {
  const client = connectEngine({ socketPath: side.socketPath, token: side.token })
  const first = await client.content({ kind: 'capture-body', id: ID, decoded: false })
  for await (const _ of first?.bytes ?? []) break
  const second = await client.content({ kind: 'capture-body', id: ID, decoded: false }, { start: 5, end: 10 })
  const pieces: Uint8Array[] = []
  for await (const piece of second?.bytes ?? []) pieces.push(piece)
  expect(Buffer.concat(pieces).equals(BODY.subarray(5, 10))).toBe(true)
  expect(bugs).toEqual([])
})

test('bytes that cannot be read to the end are cut, never padded', async () => {
  await side.close()
  door = createDoorFixture({
    content: () => ({
      size: 10,
      incomplete: null,
      async *read() {
        yield Buffer.from('12345')
        throw new Error('disk gone')
      },
    }),
  })
  side = await open()
  const client = connectEngine({ socketPath: side.socketPath, token: side.token })
  const content = await client.content({ kind: 'capture-body', id: ID, decoded: false })
  const read = async (): Promise<void> => {
    for await (const _ of content?.bytes ?? []);
  }
  await expect(read()).rejects.toThrow()
  await eventually(() => expect(bugs).toEqual([expect.objectContaining({ message: 'disk gone' })]))
})

test('hands uploads over and refuses those that are too long', async () => {
  const client = connectEngine({ socketPath: side.socketPath, token: side.token })
  async function* pieces(count: number): AsyncIterable<Uint8Array> {
    for (let at = 0; at < count; at++) yield BODY
  }
  expect(await client.upload(pieces(3))).toEqual({ uploadId: 'upload-1', size: 900_000 })
  expect(sha(door.uploads[0] as Uint8Array)).toBe(sha(Buffer.concat([BODY, BODY, BODY])))
  await expect(client.upload(pieces(60))).rejects.toMatchObject({ kind: 'invalid-input', message: 'Too long.' })
})

test('refuses a call of more than 8 MiB and a body that is not JSON', async () => {
  const headers = { 'x-hookbench-token': side.token }
  const path = '/api/call/captures.setNote'
  const tooLong = await get(path, { method: 'POST', headers, body: Buffer.alloc(9 * 1024 * 1024, 32) })
  expect(tooLong.status).toBe(413)
  expect(JSON.parse(tooLong.text).ok).toBe(false)
  const broken = await get(path, { method: 'POST', headers, body: Buffer.from('{"id":') })
  expect(broken.status).toBe(400)
  expect(JSON.parse(broken.text).error.kind).toBe('invalid-input')
})

test('a reader of events that stops reading costs little and learns what it missed', async () => {
  const socket = connect(side.socketPath)
  await new Promise((resolve) => socket.once('connect', resolve))
  socket.write(`GET /api/events HTTP/1.1\r\nHost: localhost\r\nX-Hookbench-Token: ${side.token}\r\n\r\n`)
  await eventually(() => expect(door.listeners()).toBe(1))
  socket.pause()
  const note = 'x'.repeat(2000)
  const before = process.memoryUsage().heapUsed
  for (let at = 0; at < 50_000; at++) {
    door.announce({
      event: 'captures.changed',
      from: at,
      to: at + 1,
      captures: [summary(at, note)],
      deletedIds: [],
      overflow: false,
    })
  }
  // 50,000 rows of 2 KB would be 100 MB.
  expect(process.memoryUsage().heapUsed - before).toBeLessThan(60_000_000)

  let text = ''
  socket.on('data', (piece) => {
    text += piece.toString('latin1')
  })
  socket.resume()
  await eventually(() => expect(text).toContain('"overflow":true'))
  await eventually(() => expect(text).toContain('"to":50000'))
  socket.destroy()
  await eventually(() => expect(door.listeners()).toBe(0))
})

test('an event that this version does not know ends the stream with what to do', async () => {
  const client = connectEngine({ socketPath: side.socketPath, token: side.token })
  const events = await client.events(AbortSignal.timeout(5_000))
  door.announce({ event: 'targets.changed' })
  door.announce({ event: 'engine.changed', state: { version: 7 } } as never)
  const seen: string[] = []
  const reading = (async () => {
    for await (const { event } of events) seen.push(event)
  })()
  await expect(reading).rejects.toThrow(/of another version/)
  expect(seen).toEqual(['targets.changed'])
})

test('is found by its control file, and no longer after it has ended', async () => {
  const found = await findRunningEngine(folder)
  expect(found?.control).toMatchObject({
    pid: process.pid,
    version: '1.2.3',
    receiver: { port: 4665 },
    uiUrl: side.uiUrl,
  })
  expect(await found?.client.call('captures.count', {})).toEqual({ total: 3, pinned: 1, bytes: 10 })
  const control = await readControlFile(folder)
  await side.close()
  expect(await findRunningEngine(folder)).toBeNull()
  expect(existsSync(controlFilePath(folder))).toBe(false)
  expect(existsSync(dirname(side.socketPath))).toBe(false)
  // What a killed engine leaves behind:
  if (control) await writeControlFile(folder, control)
  expect(await findRunningEngine(folder)).toBeNull()
})

test('an engine that was suspended is named, and not waited for', async () => {
  const socketPath = join(folder, 'silent.sock')
  const silent = createServer(() => {}).listen(socketPath)
  await new Promise((resolve) => silent.once('listening', resolve))
  const control = await readControlFile(folder)
  if (!control) throw new Error('no control file')
  await writeControlFile(folder, { ...control, socketPath })
  try {
    await expect(findRunningEngine(folder, 50)).rejects.toThrow(
      `Hookbench (process ${control.pid}) holds ${folder} but did not answer within 0.05 s.`,
    )
  } finally {
    await writeControlFile(folder, control)
    silent.close()
    silent.closeAllConnections()
  }
})

test('cleans up after an engine that was killed', async () => {
  const left = await mkdtemp(join(tmpdir(), 'hookbench-'))
  const control = await readControlFile(folder)
  if (!control) throw new Error('no control file')
  await writeControlFile(folder, { ...control, socketPath: join(left, 'engine.sock') })
  const next = await open()
  expect(existsSync(left)).toBe(false)
  expect((await readControlFile(folder))?.token).toBe(next.token)
  await next.close()
})

test('takes the next free port for the screen, unless the port was asked for', async () => {
  const taken = Number(new URL(side.uiUrl ?? '').port)
  const next = await open(taken)
  expect(Number(new URL(next.uiUrl ?? '').port)).toBeGreaterThan(taken)
  await next.close()
  await expect(open(taken, true)).rejects.toMatchObject({
    kind: 'unavailable',
    message: `Port ${taken} for the screen is taken. Choose another.`,
  })
})

interface Answer {
  readonly status: number
  readonly headers: IncomingHttpHeaders
  readonly bytes: Buffer
  readonly text: string
}

/** Raw requests: `fetch` would set Host and tidy paths. */
function get(
  path: string,
  options: { method?: string; headers?: Record<string, string>; body?: Buffer } = {},
): Promise<Answer> {
  const { port } = new URL(side.uiUrl ?? '')
  return new Promise((resolve, reject) => {
    const outgoing = request({ host: '127.0.0.1', port, path, agent: false, ...options }, (answer) => {
      const pieces: Buffer[] = []
      answer.on('data', (piece: Buffer) => pieces.push(piece))
      answer.on('error', reject)
      answer.on('end', () => {
        const bytes = Buffer.concat(pieces)
        resolve({ status: answer.statusCode ?? 0, headers: answer.headers, bytes, text: bytes.toString('utf8') })
      })
    })
    outgoing.on('error', reject)
    outgoing.end(options.body)
  })
}

function sha(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex')
}

function summary(at: number, target: string) {
  return {
    id: `0192f0c1-2b3c-7d4e-8f50-${String(at).padStart(12, '0')}`,
    seq: at,
    change: at + 1,
    receivedAt: 0,
    endpoint: 'default',
    method: 'POST',
    target,
    eventType: null,
    eventId: null,
    attempt: 1,
    duplicate: false,
    state: 'complete' as const,
    bodySize: 0,
    answeredStatus: 200,
    answeredMs: 1,
    pinned: false,
    hasNote: false,
    tags: [],
    drifts: false,
    deliveries: 0,
    verdict: null,
    provider: null,
    verdictReason: null,
    handshake: null,
  }
}
