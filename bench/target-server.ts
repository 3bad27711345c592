import { createHmac, timingSafeEqual } from 'node:crypto'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'

// A target in a process of its own. Prints its port; ends with its parent. Bare, it reads the body and answers 200. As a
// handler of webhooks it verifies a signature and parses the payload besides, as every handler of a real provider does.
const isHandler = process.argv.includes('--handler')

const server = createServer((request, response) => {
  const pieces: Buffer[] = []
  request.on('data', (piece: Buffer) => pieces.push(piece))
  request.on('end', () => {
    const body = Buffer.concat(pieces)
    if (isHandler) handle(body, request.headers['x-signature'])
    response.setHeader('Content-Type', 'application/json')
    response.end(`{"received":${body.length}}`)
  })
})

/** Its verdict does not matter here, what it costs does. */
function handle(body: Buffer, signature: unknown): boolean {
  const expected = createHmac('sha256', 'whsec_benchmark').update(body).digest()
  const given = Buffer.from(String(signature ?? '').padEnd(64, '0'), 'hex').subarray(0, expected.length)
  JSON.parse(body.toString('utf8'))
  return given.length === expected.length && timingSafeEqual(given, expected)
}

server.listen(0, '127.0.0.1', () => console.log((server.address() as AddressInfo).port))
process.stdin.on('end', () => process.exit(0)).resume()
