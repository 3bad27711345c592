import type { IncomingMessage, ServerResponse } from 'node:http'
import { LIMITS } from '../../../shared/limits.ts'
import { BodyPieces } from './body-pieces.ts'

/** Carries the nonce of a request that we sent ourselves, through a public URL, to see whether and how it arrives. */
export const PROBE_HEADER = 'X-Hookbench-Probe'

/** A probe as it arrived. */
export interface ProbeArrival {
  readonly method: string
  readonly target: string
  readonly httpVersion: string
  /** Flat, as received. */
  readonly headers: ReadonlyArray<string>
  readonly trailers: ReadonlyArray<string>
  readonly body: Uint8Array
  /** The tunnel whose door it came through; null: the receiver's own port. */
  readonly via: string | null
}

/** Takes requests that carry an expected nonce out of the stream: they are answered 204 with it, and never kept. */
export class Probes {
  private readonly expected = new Map<string, (arrival: ProbeArrival) => void>()

  /** Until the returned function is called. */
  expect(nonce: string, arrived: (arrival: ProbeArrival) => void): () => void {
    this.expected.set(nonce, arrived)
    return () => {
      this.expected.delete(nonce)
    }
  }

  /** Whether the request was a probe, and has been taken. */
  take(request: IncomingMessage, response: ServerResponse, via: string | null): boolean {
    if (this.expected.size === 0) return false
    const nonce = request.headers[PROBE_HEADER.toLowerCase()]
    const arrived = typeof nonce === 'string' ? this.expected.get(nonce) : undefined
    if (arrived === undefined) return false
    const body = new BodyPieces()
    request.on('data', (chunk: Buffer) => {
      if (body.size + chunk.length <= LIMITS.bodyBytes) body.add(chunk)
      else request.socket.destroy()
    })
    request.on('error', () => {
      // It broke off on its way, so it did not arrive: whoever sent it waits no longer than its own limit.
    })
    request.on('end', () => {
      arrived({
        method: request.method ?? '',
        target: request.url ?? '',
        httpVersion: request.httpVersion,
        headers: request.rawHeaders,
        trailers: request.rawTrailers,
        body: new Uint8Array(Buffer.concat(body.take())),
        via,
      })
      response.writeHead(204, { [PROBE_HEADER]: nonce as string, 'Cache-Control': 'no-store' })
      response.end()
    })
    return true
  }
}
