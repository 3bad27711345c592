import http from 'node:http'
import type { AddressInfo } from 'node:net'
import { onTestFinished } from 'vitest'

/** Stands for the receiver where only what arrives matters: keeps it, and answers with its length. */
export interface PlainReceiver {
  readonly port: number
  readonly received: Array<{
    readonly method: string
    readonly target: string
    readonly rawHeaders: string[]
    readonly headers: http.IncomingHttpHeaders
    readonly body: Buffer
  }>
  /** Answered from now on. With anything but 200 nothing is kept. */
  answer(status: number): void
  /** How many were answered something else than 200. */
  refused(): number
}

/** Gone when the test ends. */
export async function startPlainReceiver(port = 0): Promise<PlainReceiver> {
  const received: PlainReceiver['received'] = []
  let status = 200
  let refused = 0
  const server = http.createServer(async (request, response) => {
    const pieces: Buffer[] = []
    for await (const piece of request) pieces.push(piece as Buffer)
    const body = Buffer.concat(pieces)
    const { method = '', url: target = '', rawHeaders, headers } = request
    if (status === 200) received.push({ method, target, rawHeaders, headers, body })
    else refused += 1
    response.writeHead(status).end(`got ${body.length}`)
  })
  await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve))
  onTestFinished(() => {
    server.close()
    server.closeAllConnections()
  })
  return {
    port: (server.address() as AddressInfo).port,
    received,
    refused: () => refused,
    answer(next) {
      status = next
    },
  }
}
