import { once } from 'node:events'
import http from 'node:http'
import type { AddressInfo } from 'node:net'

export interface Seen {
  readonly method: string | undefined
  readonly url: string | undefined
  readonly rawHeaders: string[]
  readonly body: Buffer
}

/** A server that keeps what it is sent. */
export async function startTarget() {
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

export function headersOf(seen: Seen | undefined, name: string): Array<[string, string]> {
  const { rawHeaders } = seen as Seen
  const pairs: Array<[string, string]> = []
  for (let index = 0; index < rawHeaders.length; index += 2) {
    const [key = '', value = ''] = rawHeaders.slice(index, index + 2)
    if (key.toLowerCase() === name) pairs.push([key, value])
  }
  return pairs
}
