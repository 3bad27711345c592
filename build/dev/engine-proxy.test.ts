import { createServer, type IncomingMessage, request, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { EngineProxy } from './engine-proxy.mjs'

const servers: Server[] = []
let proxy: EngineProxy
let dev = 0
let door = 0
let seen: IncomingMessage[] = []

beforeEach(async () => {
  seen = []
  proxy = new EngineProxy()
  dev = await listen(
    createServer((incoming, response) => proxy.handle(incoming, response, () => response.end('the screen'))),
  )
  door = await listen(
    createServer((incoming, response) => {
      seen.push(incoming)
      response.setHeader('x-from', 'engine')
      incoming.pipe(response)
    }),
  )
})

afterEach(() => {
  for (const server of servers.splice(0)) server.close().closeAllConnections()
})

test('hands calls to the engine under its own name and origin', async () => {
  point('one')
  const answer = await ask(
    'POST',
    '/api/call/engine.state',
    { origin: `http://127.0.0.1:${dev}`, 'x-hookbench-token': 'one' },
    '{}',
  )
  expect(answer).toEqual({ status: 200, body: '{}' })
  expect(seen[0]?.headers).toMatchObject({
    host: `127.0.0.1:${door}`,
    origin: `http://127.0.0.1:${door}`,
    'x-hookbench-token': 'one',
  })
})

test('keeps an open page working after the engine was started again', async () => {
  point('one')
  point('two')
  await ask('GET', '/captures/1/body', { 'x-hookbench-token': 'one' })
  await ask('GET', '/captures/1/body', { 'x-hookbench-token': 'guessed' })
  await ask('GET', '/captures/1/body', {})
  expect(seen.map(({ headers }) => headers['x-hookbench-token'])).toEqual(['two', 'guessed', undefined])
})

test('gives other origins and other hosts nothing', async () => {
  point('one')
  await expect(ask('POST', '/api/call/x', { origin: 'http://evil.example' })).resolves.toMatchObject({ status: 403 })
  await expect(ask('GET', '/captures/1/body', { host: `rebound.example:${dev}` })).resolves.toMatchObject({
    status: 403,
  })
  expect(seen).toEqual([])
})

test('leaves the screen to the development server', async () => {
  await expect(ask('GET', '/', {})).resolves.toEqual({ status: 200, body: 'the screen' })
  await expect(ask('GET', '/api-notes.ts', {})).resolves.toEqual({ status: 200, body: 'the screen' })
})

test('answers while the engine is away', async () => {
  await expect(ask('GET', '/api/events', {})).resolves.toMatchObject({ status: 503 })
  proxy.pointAt(new URL('http://127.0.0.1:1/#token=one'))
  await expect(ask('GET', '/api/events', {})).resolves.toMatchObject({ status: 502 })
})

function point(token: string): void {
  proxy.pointAt(new URL(`http://127.0.0.1:${door}/#token=${token}`))
}

async function listen(server: Server): Promise<number> {
  servers.push(server)
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return (server.address() as AddressInfo).port
}

function ask(method: string, path: string, headers: Record<string, string>, body = '') {
  return new Promise<{ status: number | undefined; body: string }>((resolve, reject) => {
    const outgoing = request({ port: dev, host: '127.0.0.1', method, path, headers }, async (response) => {
      let text = ''
      for await (const chunk of response.setEncoding('utf8')) text += chunk
      resolve({ status: response.statusCode, body: text })
    })
    outgoing.on('error', reject)
    outgoing.end(body)
  })
}
