import type { IncomingMessage, ServerResponse } from 'node:http'
import https from 'node:https'
import type { AddressInfo } from 'node:net'
import tls from 'node:tls'
import { onTestFinished } from 'vitest'
import { selfSigned } from '../../replay/testing/self-signed.ts'
import type { TrustedConnection } from '../get-trusted-text.ts'

export interface AnyHost {
  readonly connection: TrustedConnection
  /** `Host path` of each request. */
  readonly asked: string[]
}

/** A server that every name leads to, over `connection`. */
export async function startAnyHost(
  answer: (request: IncomingMessage, response: ServerResponse) => unknown,
): Promise<AnyHost> {
  const asked: string[] = []
  const server = https.createServer(selfSigned, (request, response) => {
    // Without an agent Node takes the port for 80 and names it.
    asked.push(`${request.headers.host?.replace(/:80$/, '')} ${request.url}`)
    answer(request, response)
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  onTestFinished(() => {
    server.closeAllConnections()
    server.close()
  })
  const { port } = server.address() as AddressInfo
  const createConnection = () => tls.connect({ host: '127.0.0.1', port, rejectUnauthorized: false })
  return { connection: { createConnection }, asked }
}
