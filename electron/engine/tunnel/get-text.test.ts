import { once } from 'node:events'
import http from 'node:http'
import type { AddressInfo } from 'node:net'
import { expect, onTestFinished, test } from 'vitest'
import { getText } from './get-text.ts'

const NEVER = new AbortController().signal

test('asks by the host name that it is given', async () => {
  const url = await answering((request, response) => response.end(request.headers.host))
  expect(await getText(url, 'names.example:1', NEVER)).toMatchObject({ status: 200, text: 'names.example:1' })
})

test('follows a redirect, but not for ever, and to nothing but the web', async () => {
  let asked = 0
  const url = await answering((request, response) => {
    asked += 1
    const next: Record<string, string> = { '/once': '/there', '/file': 'file:///etc/passwd', '/loop': '/loop' }
    const location = next[request.url ?? '']
    if (location === undefined) response.end('arrived')
    else response.writeHead(302, { location }).end()
  })
  expect(await getText(new URL('/once', url), url.host, NEVER)).toMatchObject({ status: 200, text: 'arrived' })
  expect(await getText(new URL('/file', url), url.host, NEVER)).toMatchObject({ status: 302 })
  asked = 0
  expect(await getText(new URL('/loop', url), url.host, NEVER)).toMatchObject({ status: 302 })
  expect(asked).toBe(4)
})

test('a server outside sends us nowhere in our own network, by address or by name', async () => {
  let arrived = 0
  const url = await answering((request, response) => {
    if (request.url === '/admin') arrived += 1
    const to = new URLSearchParams(request.url?.slice(2)).get('to')
    if (to === null) response.end('arrived')
    else response.writeHead(302, { location: to }).end()
  })
  const ask = (to: string, isInternal: (address: string | null) => boolean) =>
    getText(new URL(`/?to=${encodeURIComponent(to)}`, url), url.host, NEVER, isInternal)
  const isInternal = (address: string | null): boolean => address === '::1'
  for (const host of ['[::1]', 'router.localhost']) {
    await expect(ask(`http://${host}:${url.port}/admin`, isInternal)).rejects.toThrow("this machine's own network")
  }
  expect(arrived).toBe(0)
  expect(await ask(`http://127.0.0.1:${url.port}/admin`, isInternal)).toMatchObject({ text: 'arrived' })
  expect(await ask(`http://router.localhost:${url.port}/admin`, () => true)).toMatchObject({ text: 'arrived' })
})

test('reads no more of an endless answer than anybody would send', async () => {
  const url = await answering((_request, response) => {
    const more = (): void => {
      while (response.write('x'.repeat(16_384)));
    }
    response.on('drain', more)
    more()
  })
  const { text } = await getText(url, url.host, NEVER)
  expect(text.length).toBeLessThan(200_000)
})

test('ends with its signal', async () => {
  const url = await answering(() => {})
  const abort = new AbortController()
  const asking = getText(url, url.host, abort.signal)
  abort.abort()
  await expect(asking).rejects.toMatchObject({ name: 'AbortError' })
})

test('fails when the answer breaks off', async () => {
  const url = await answering((request, response) => {
    response.writeHead(200, { 'content-length': 100 })
    response.write('x', () => request.socket.resetAndDestroy())
  })
  await expect(getText(url, url.host, NEVER)).rejects.toThrow()
})

async function answering(handle: http.RequestListener): Promise<URL> {
  const server = http.createServer(handle)
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  onTestFinished(() => {
    server.close()
    server.closeAllConnections()
  })
  return new URL(`http://127.0.0.1:${(server.address() as AddressInfo).port}`)
}
