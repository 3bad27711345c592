import { once } from 'node:events'
import http from 'node:http'
import type { AddressInfo } from 'node:net'
import { Probes } from '../../receiver/probes.ts'
import type { TunnelDoor } from '../tunnel-door.ts'

export interface ReceivedRequest {
  readonly method: string | undefined
  readonly url: string | undefined
  readonly rawHeaders: string[]
  readonly body: Buffer
}

/** Receives without keeping: answers `got <n>` with the number of bytes that came, and resets whoever asks for `/reset`. */
export interface TestDoor extends TunnelDoor {
  readonly received: ReadonlyArray<ReceivedRequest>
  /** Doors that are open. */
  readonly open: ReadonlyArray<string>
  /** Told of each request that is no probe. */
  onRequest: () => void
  close(): void
}

export function createTestDoor(): TestDoor {
  const received: ReceivedRequest[] = []
  const open = new Map<string, () => void>()
  const probes = new Probes()

  const handle = (via: string) => (request: http.IncomingMessage, response: http.ServerResponse) => {
    if (probes.take(request, response, via)) return
    const pieces: Buffer[] = []
    request.on('data', (piece: Buffer) => pieces.push(piece))
    request.on('end', () => {
      if (request.url === '/reset') {
        request.socket.resetAndDestroy()
        return
      }
      const body = Buffer.concat(pieces)
      received.push({ method: request.method, url: request.url, rawHeaders: request.rawHeaders, body })
      door.onRequest()
      response.end(`got ${body.length}`)
    })
  }

  const door: TestDoor = {
    received,
    get open() {
      return [...open.keys()]
    },
    onRequest: () => {},
    async openDoor(via) {
      const four = http.createServer(handle(via))
      four.listen(0, '127.0.0.1')
      await once(four, 'listening')
      const { port } = four.address() as AddressInfo
      const six = http.createServer(handle(via))
      six.listen(port, '::1')
      // A machine without IPv6 loopback is fine.
      await Promise.race([once(six, 'listening'), once(six, 'error')]).catch(() => {})
      const close = (): void => {
        open.delete(via)
        for (const each of [four, six]) {
          each.close()
          each.closeAllConnections()
        }
      }
      open.set(via, close)
      return { port, close: async () => close() }
    },
    expectProbe: (nonce, arrived, options) => probes.expect(nonce, arrived, options),
    close() {
      for (const close of open.values()) close()
    },
  }
  return door
}
