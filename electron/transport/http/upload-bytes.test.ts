import { once } from 'node:events'
import http from 'node:http'
import type { AddressInfo } from 'node:net'
import { expect, onTestFinished, test } from 'vitest'
import { uploadBytes } from './upload-bytes.ts'

const MIB = 1024 * 1024

test('gives every byte, and lets go of a piece once the next is asked for', async () => {
  const bytes = Buffer.from(Array.from({ length: 3 * MIB }, (_, index) => (index * 31) & 255))
  const copies: Buffer[] = []
  const pieces: Uint8Array[] = []
  const url = await serve(async (request) => {
    for await (const piece of uploadBytes(request)) {
      pieces.push(piece)
      copies.push(Buffer.from(piece))
    }
  })
  await fetch(url, { method: 'POST', body: bytes })
  expect(Buffer.concat(copies).equals(bytes)).toBe(true)
  expect(pieces.map(({ length }) => length)).toEqual(pieces.map(() => 0))
})

test('an upload of nothing ends', async () => {
  let count = 0
  const url = await serve(async (request) => {
    for await (const _ of uploadBytes(request)) count++
  })
  expect((await fetch(url, { method: 'POST' })).status).toBe(200)
  expect(count).toBe(0)
})

test('whoever stops half-way can still answer', async () => {
  const url = await serve(async (request) => {
    for await (const _ of uploadBytes(request)) break
    request.resume()
  })
  expect((await fetch(url, { method: 'POST', body: Buffer.alloc(8 * MIB) })).status).toBe(200)
})

test('an upload that breaks off is an error', async () => {
  const failed = Promise.withResolvers<unknown>()
  const url = await serve(async (request) => {
    try {
      for await (const _ of uploadBytes(request)) cut.destroy()
      failed.resolve(null)
    } catch (error) {
      failed.resolve(error)
    }
  })
  const cut = http.request(url, { method: 'POST', headers: { 'content-length': MIB } })
  cut.on('error', () => {})
  cut.write('half')
  expect(await failed.promise).toMatchObject({ code: 'ECONNRESET' })
})

async function serve(take: (request: http.IncomingMessage) => Promise<void>): Promise<string> {
  const server = http.createServer((request, response) => {
    void take(request).then(() => response.end())
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  onTestFinished(() => {
    server.closeAllConnections()
    server.close()
  })
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}/`
}
