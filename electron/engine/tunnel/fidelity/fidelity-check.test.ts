import { once } from 'node:events'
import http from 'node:http'
import type { AddressInfo } from 'node:net'
import { expect, onTestFinished, test } from 'vitest'
import { FIDELITY_ITEMS, type FidelityItem, type FidelityItemId } from '../../../../shared/tunnel/fidelity.ts'
import { quietLog } from '../../testing/quiet-log.ts'
import { localtunnel } from '../localtunnel.ts'
import { createSmee } from '../smee.ts'
import { startBytePipe } from '../testing/byte-pipe.ts'
import { startLocaltunnelServer } from '../testing/localtunnel-server.ts'
import { startSmeeServer } from '../testing/smee-server.ts'
import { createTestDoor } from '../testing/test-door.ts'
import { checkFidelity, type FidelityCheckOptions, type FidelityFindings } from './fidelity-check.ts'
import { ITEM_MS } from './trial.ts'

const SLOW_MS = 120_000

test('a tunnel that carries bytes as they are keeps everything', { timeout: SLOW_MS }, async () => {
  const { door, port } = await openDoor()
  const { url } = await startBytePipe(port)
  const seen: Array<FidelityItemId | null> = []
  const found = await check(url, door, { onProgress: (current) => seen.push(current) })
  expect(found.items.filter(({ result }) => result.kind !== 'kept')).toEqual([])
  expect(found).toMatchObject({ added: [], removed: [], ended: 'whole' })
  expect(seen).toEqual([...FIDELITY_ITEMS, null])
  expect(noteOf(found, 'sender-address')).toMatch(/made-up address arrives as it was sent/)
  expect(door.received).toHaveLength(0)
})

test('a localtunnel says what it does to headers', { timeout: SLOW_MS }, async () => {
  const { door, port } = await openDoor()
  const server = await startLocaltunnelServer()
  onTestFinished(() => server.kill())
  // As the public server's URLs are behind a proxy that is missing here: the check goes to the server itself.
  server.nameUnder('localhost without its port')
  const settings = { host: server.host, subdomain: null }
  const { signal } = new AbortController()
  const tunnel = await localtunnel.open({ port, settings, secret: null, lastUrl: null, signal, log: quietLog() })
  onTestFinished(() => tunnel.close())

  const found = await check(tunnel.url, door, { server: server.host })
  expect(kindsOf(found)).toMatchObject({
    'json-body': 'kept',
    'header-case': 'changed',
    'duplicate-headers': 'changed',
    'path-encoded-slash': 'kept',
    'path-double-slash': 'kept',
    'path-dots': 'kept',
    'path-empty-query': 'kept',
    'binary-body': 'kept',
    'gzip-body': 'kept',
    'slow-body': 'kept',
    'twenty-at-once': 'kept',
    'body-20-mb': 'kept',
    trailers: 'changed',
  })
  expect(howOf(found, 'header-case')).toBe('Names arrive in lower case.')
  expect(resultOf(found, 'duplicate-headers')).toMatchObject({
    how: 'Both are merged into one.',
    changes: [{ what: 'X-Hookbench-Twice', sent: 'first\nsecond', arrived: 'first, second' }],
  })
  expect(found.items.map(({ id }) => id)).toEqual([...FIDELITY_ITEMS])
  expect(door.received).toHaveLength(0)
})

test('a proxy that does everything wrong is found out', { timeout: SLOW_MS }, async () => {
  const { door, port } = await openDoor()
  const url = await startMeddler(port)
  const found = await check(url, door)
  expect(kindsOf(found)).toMatchObject({
    'json-body': 'changed',
    'header-values': 'changed',
    'header-order': 'changed',
    'sender-address': 'changed',
    'path-double-slash': 'refused',
    'path-dots': 'changed',
    'method-get': 'kept',
    'method-delete': 'refused',
    'gzip-body': 'changed',
    'chunked-body': 'changed',
    'body-1-mb': 'refused',
    'body-5-mb': 'not-tried',
    'body-20-mb': 'not-tried',
  })
  expect(resultOf(found, 'json-body')).toMatchObject({ how: expect.stringMatching(/different from offset 1 on/) })
  expect(resultOf(found, 'path-dots')).toMatchObject({ changes: [{ what: 'path', arrived: '/a/c' }] })
  expect(resultOf(found, 'path-double-slash')).toMatchObject({ status: 301, how: expect.stringMatching(/redirects/) })
  expect(resultOf(found, 'method-delete')).toMatchObject({ status: 405 })
  expect(resultOf(found, 'body-1-mb')).toMatchObject({
    status: 413,
    how: expect.stringMatching(/no body of this size/),
  })
  expect(found.added).toEqual([
    ['Via', '1.1 meddler'],
    ['X-Forwarded-For', '203.0.113.9'],
  ])
  expect(found.removed).toEqual(['User-Agent'])
})

test(
  'a tunnel that answers by itself without passing on is refused everywhere, and says how',
  async () => {
    const { door } = await openDoor()
    const page = http.createServer((_request, response) => {
      response.writeHead(200, { 'Content-Type': 'text/html', Connection: 'close' }).end('<!doctype html>Hello')
    })
    const url = await listening(page)
    const found = await check(url, door)
    expect(new Set(found.items.map(({ result }) => result.kind))).toEqual(new Set(['refused']))
    expect(resultOf(found, 'json-body')).toMatchObject({ status: 200, how: expect.stringMatching(/page of its own/) })
  },
  SLOW_MS,
)

test('a check that is broken off says so of what was not reached, and leaves nothing expected', async () => {
  const { door, port } = await openDoor()
  const { url } = await startBytePipe(port)
  const abort = new AbortController()
  const found = await check(url, door, {
    signal: abort.signal,
    onProgress: (current) => {
      if (current === 'slow-body') abort.abort()
    },
  })
  expect(found.ended).toBe('broken-off')
  expect(kindsOf(found)).toMatchObject({ trailers: 'kept', 'slow-body': 'not-tried', 'body-20-mb': 'not-tried' })
})

test('a check that is broken off ends, also where what was taken may still arrive', { timeout: SLOW_MS }, async () => {
  const { door } = await openDoor()
  const abort = new AbortController()
  const swallower = http.createServer((request, response) => {
    request.resume()
    // The answer has been read by then, and only the waiting for an arrival is left.
    request.socket.once('close', () => abort.abort())
    response.end('ok')
  })
  const url = await listening(swallower)
  const startedAt = performance.now()
  const found = await check(url, door, { judge: 'arrival', signal: abort.signal })
  expect(performance.now() - startedAt).toBeLessThan(ITEM_MS)
  expect(kindsOf(found)).toMatchObject({ 'json-body': 'not-tried' })
})

test('smee is asked only what it can carry, and found to write JSON anew', async () => {
  const { door, port } = await openDoor()
  const server = await startSmeeServer()
  const settings = { channel: server.channel('mine') }
  const { signal } = new AbortController()
  const tunnel = await createSmee().open({ port, settings, secret: null, lastUrl: null, signal, log: quietLog() })
  onTestFinished(() => tunnel.close())
  const found = await check(tunnel.url, door, { via: 'smee', judge: 'arrival' })
  expect(kindsOf(found)).toMatchObject({
    'json-body': 'changed',
    'header-case': 'changed',
    'duplicate-headers': 'changed',
    'path-plain': 'not-tried',
    'method-get': 'not-tried',
    'binary-body': 'not-tried',
    'twenty-at-once': 'not-tried',
    'body-1-mb': 'not-tried',
  })
  expect(resultOf(found, 'path-plain')).toMatchObject({ why: expect.stringMatching(/one path/) })
  expect(door.received).toHaveLength(0)
})

async function openDoor() {
  const door = createTestDoor()
  onTestFinished(() => door.close())
  const { port } = await door.openDoor('localtunnel')
  return { door, port }
}

function check(
  url: string,
  door: ReturnType<typeof createTestDoor>,
  options: Partial<FidelityCheckOptions> = {},
): Promise<FidelityFindings> {
  return checkFidelity({
    via: 'localtunnel',
    url,
    server: null,
    judge: 'echo',
    expectProbe: door.expectProbe,
    signal: new AbortController().signal,
    isOpen: () => true,
    onProgress: () => {},
    ...options,
  })
}

function kindsOf({ items }: FidelityFindings): Record<string, string> {
  return Object.fromEntries(items.map(({ id, result }) => [id, result.kind]))
}

function resultOf({ items }: FidelityFindings, wanted: FidelityItemId): FidelityItem['result'] | undefined {
  return items.find(({ id }) => id === wanted)?.result
}

function howOf(found: FidelityFindings, id: FidelityItemId): string | undefined {
  const result = resultOf(found, id)
  return result !== undefined && 'how' in result ? result.how : undefined
}

function noteOf(found: FidelityFindings, id: FidelityItemId): string | null | undefined {
  const result = resultOf(found, id)
  return result?.kind === 'kept' ? result.note : undefined
}

async function listening(server: http.Server): Promise<string> {
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  onTestFinished(() => {
    server.close()
    server.closeAllConnections()
  })
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`
}

/** Tidies paths and JSON, sorts headers, decompresses, limits, redirects, adds. */
function startMeddler(port: number): Promise<string> {
  const server = http.createServer(async (request, response) => {
    const pieces: Buffer[] = []
    let size = 0
    for await (const piece of request) {
      size += (piece as Buffer).length
      if (size > 900_000) {
        response.writeHead(413, { Connection: 'close' }).end()
        request.resume()
        return
      }
      pieces.push(piece as Buffer)
    }
    const target = request.url ?? '/'
    if (target.includes('//')) {
      response.writeHead(301, { Location: target.replaceAll(/\/+/g, '/') }).end()
      return
    }
    if (request.method === 'DELETE') {
      response.writeHead(405).end()
      return
    }
    const {
      'user-agent': _userAgent,
      'x-forwarded-for': _forged,
      'content-encoding': encoding,
      ...kept
    } = request.headers
    const sorted = Object.entries(kept)
      .filter(([name]) => name !== 'transfer-encoding' && name !== 'content-length' && name !== 'trailer')
      .sort(([one], [other]) => one.localeCompare(other))
    const bytes = Buffer.concat(pieces)
    const body =
      encoding === 'gzip' ? Buffer.from('{"compressed":true}') : tidied(bytes, request.headers['content-type'])
    const onward = http.request(
      {
        host: '127.0.0.1',
        port,
        method: request.method,
        path: target.replace('/./', '/').replace(/\/[^/]+\/\.\.\//, '/'),
        headers: [
          ...sorted.flatMap(([name, value]) => [name, String(value)]),
          ...['Via', '1.1 meddler', 'X-Forwarded-For', '203.0.113.9', 'Content-Length', String(body.length)],
        ],
      },
      (answer) => {
        response.writeHead(answer.statusCode ?? 502, answer.headers)
        answer.pipe(response)
      },
    )
    onward.on('error', () => response.destroy())
    onward.end(body)
  })
  return listening(server)
}

function tidied(body: Buffer, type = ''): Buffer {
  return type.includes('json') ? Buffer.from(JSON.stringify(JSON.parse(body.toString('utf8')))) : body
}
