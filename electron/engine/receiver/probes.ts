import type { IncomingMessage, ServerResponse } from 'node:http'
import { LIMITS } from '../../../shared/limits.ts'
import { BodyPieces } from './body-pieces.ts'
import { statedAddress } from './source-address.ts'

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
  /** Empty where `onBody` took it. */
  readonly body: Uint8Array
  /** The tunnel whose door it came through; null: the receiver's own port. */
  readonly via: string | null
}

export interface ProbeExpectation {
  /** Takes the body as it comes, so that a large one is never in memory whole. */
  readonly onBody?: (chunk: Uint8Array) => void
  /** It was sent with an X-Forwarded-For of its own, so it says nothing about who writes that header. */
  readonly forwarded?: boolean
}

/** Takes requests that carry an expected nonce out of the stream: they are answered 204 with it, and never kept. */
export class Probes {
  private readonly expected = new Map<string, Expected>()
  /** Tunnels through which a request that had no X-Forwarded-For arrived with one. */
  private readonly stating = new Set<string>()

  /** Until the returned function is called. */
  expect(nonce: string, arrived: (arrival: ProbeArrival) => void, options: ProbeExpectation = {}): () => void {
    this.expected.set(nonce, { ...options, arrived })
    return () => {
      this.expected.delete(nonce)
    }
  }

  /** Whether the proxy of a tunnel was seen to write X-Forwarded-For. One that does not lets senders write it themselves. */
  statesSender(via: string): boolean {
    return this.stating.has(via)
  }

  /** Another tunnel may be behind the same kind of door next. */
  forgetTunnel(via: string): void {
    this.stating.delete(via)
  }

  /** Whether the request was a probe, and has been taken. */
  take(request: IncomingMessage, response: ServerResponse, via: string | null): boolean {
    if (this.expected.size === 0) return false
    const nonce = request.headers[PROBE_HEADER.toLowerCase()]
    const expected = typeof nonce === 'string' ? this.expected.get(nonce) : undefined
    if (expected === undefined) return false
    const { onBody, forwarded = false, arrived } = expected
    if (via !== null && !forwarded) this.noteProxy(via, request)
    const body = new BodyPieces()
    let size = 0
    request.on('data', (chunk: Buffer) => {
      size += chunk.length
      if (size > LIMITS.bodyBytes) request.socket.destroy()
      else if (onBody !== undefined) onBody(chunk)
      else body.add(chunk)
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

  private noteProxy(via: string, request: IncomingMessage): void {
    if (statedAddress(request.rawHeaders) === null) this.stating.delete(via)
    else this.stating.add(via)
  }
}

interface Expected extends ProbeExpectation {
  readonly arrived: (arrival: ProbeArrival) => void
}
