import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'

// A target as plain as can be, in a process of its own: reads the body, answers 200. Prints its port; ends with its parent.
const server = createServer((request, response) => {
  let size = 0
  request.on('data', (chunk: Buffer) => {
    size += chunk.length
  })
  request.on('end', () => {
    response.setHeader('Content-Type', 'application/json')
    response.end(`{"received":${size}}`)
  })
})
server.listen(0, '127.0.0.1', () => console.log((server.address() as AddressInfo).port))
process.stdin.on('end', () => process.exit(0)).resume()
