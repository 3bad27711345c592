import { once } from 'node:events'
import { createServer, type IncomingMessage, type RequestListener, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'

/** One request, as it came in. */
export interface ReceivedRequest {
  readonly method: string
  /** The raw target. */
  readonly url: string
  /** Order, case and duplicates as sent. */
  readonly headers: ReadonlyArray<readonly [name: string, value: string]>
  readonly body: Buffer
}

export interface LocalServer {
  readonly url: string
  readonly received: readonly ReceivedRequest[]
  close(): Promise<void>
}

/** A handler under development, as a user has one on localhost: notes what it gets, and answers. */
export async function startHandler(
  answer: (request: ReceivedRequest, response: ServerResponse) => void = (_, response) => response.end('handled'),
  port = 0,
): Promise<LocalServer> {
  const received: ReceivedRequest[] = []
  const server = await listen(async (request, response) => {
    const one = await wholeRequest(request)
    received.push(one)
    answer(one, response)
  }, port)
  return { ...server, received }
}

/** Any other server, such as a page of a stranger. */
export async function listen(listener: RequestListener, port = 0): Promise<{ url: string; close(): Promise<void> }> {
  const server = createServer(listener).listen(port, '127.0.0.1')
  await once(server, 'listening')
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    async close() {
      const closed = once(server, 'close')
      server.close()
      server.closeAllConnections()
      await closed
    },
  }
}

async function wholeRequest(request: IncomingMessage): Promise<ReceivedRequest> {
  const { method = '', url = '', rawHeaders } = request
  const headers = rawHeaders.flatMap((name, index) =>
    index % 2 === 0 ? [[name, rawHeaders[index + 1] ?? ''] as const] : [],
  )
  const pieces: Buffer[] = []
  for await (const piece of request) pieces.push(piece as Buffer)
  return { method, url, headers, body: Buffer.concat(pieces) }
}
