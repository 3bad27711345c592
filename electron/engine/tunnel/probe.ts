import { randomBytes } from 'node:crypto'
import http from 'node:http'
import https from 'node:https'
import { PROBE_HEADER } from '../receiver/probes.ts'
import { describeProbeAnswer, describeProbeError } from './describe-probe.ts'
import { lookupPublicName } from './lookup-public-name.ts'
import { SKIP_WARNING_PAGE } from './skip-warning-page.ts'
import type { TunnelDoor } from './tunnel-door.ts'

/** What became of a request that was sent to the own public URL. */
export type ProbeResult =
  | { readonly kind: 'good'; readonly latencyMs: number }
  /**
   * `timedOut`: nothing came at all, as also happens behind other requests. `arrived`: only the way back failed.
   */
  | { readonly kind: 'bad'; readonly why: string; readonly timedOut: boolean; readonly arrived: boolean }

export interface ProbeOptions {
  readonly url: string
  /** `echo`: the answer has to come back; `arrival`: the request has to arrive, whatever is answered. */
  readonly judge: 'echo' | 'arrival'
  readonly expectProbe: TunnelDoor['expectProbe']
  readonly timeoutMs: number
  readonly signal: AbortSignal
  /** Base URL of a server to send the request to, in the name of the public URL's host, instead of to that host. */
  readonly server?: string
  /** For so long a probe that failed is still known when it arrives after all. */
  readonly lateMs?: number
}

/** What was held up on its way, as by a machine that slept, must not be taken for somebody's request. */
const LATE_MS = 600_000
/** Of a wrong answer as much is read as tells what it is. */
const READ_BYTES = 4096

/**
 * Sends a request with a nonce to the public URL, over a connection of its own so that the whole way is tried: name,
 * TLS, proxy, tunnel, receiver. Never rejects; a probe that is aborted is bad.
 */
export function probe(options: ProbeOptions): Promise<ProbeResult> {
  const { judge, timeoutMs, signal, lateMs = LATE_MS } = options
  const nonce = randomBytes(16).toString('hex')
  const url = new URL(options.url)
  const startedAt = performance.now()
  return new Promise((resolve) => {
    let arrived = false
    const request = startRequest(url, new URL(options.server ?? url), judge, nonce)
    const settle = (result: ProbeResult): void => {
      clearTimeout(timer)
      signal.removeEventListener('abort', abort)
      if (result.kind === 'good') forget()
      else setTimeout(forget, lateMs).unref()
      // What still comes of it is of no interest, an error least of all.
      request.on('error', () => {})
      request.destroy()
      resolve(result)
    }
    const good = (): void => settle({ kind: 'good', latencyMs: Math.max(1, Math.round(performance.now() - startedAt)) })
    const bad = (why: string, timedOut = false): void => settle({ kind: 'bad', why, timedOut, arrived })
    const forget = options.expectProbe(nonce, () => {
      arrived = true
      if (judge === 'arrival') good()
    })
    const timer = setTimeout(() => {
      const limit = `within ${Math.round(timeoutMs / 100) / 10} s`
      bad(
        arrived
          ? `A request to ${url.host} arrived here, but its answer did not come back ${limit}.`
          : `A request to ${url.host} did not arrive here ${limit}.`,
        true,
      )
    }, timeoutMs)
    timer.unref()
    const abort = (): void => bad('The check was broken off.')
    signal.addEventListener('abort', abort)
    if (signal.aborted) abort()

    request.once('error', (error) => bad(describeProbeError(url, error)))
    request.once('response', (response) => {
      const isEcho = judge === 'echo' && response.headers[PROBE_HEADER.toLowerCase()] === nonce
      if (isEcho && arrived) {
        good()
        return
      }
      // Whoever stands in between has seen the nonce as well, and may send back whatever it is sent.
      if (isEcho) {
        bad(`${url.host} answers by itself, with what it was sent: nothing arrived here.`)
        return
      }
      const status = response.statusCode ?? 0
      if (judge === 'arrival' && status < 300) {
        response.resume()
        return
      }
      void readStart(response).then((text) =>
        bad(
          arrived
            ? `A request to ${url.host} arrived here, but its answer was replaced on the way back: ${status}.`
            : describeProbeAnswer(url, { status, headers: response.headers, text }),
        ),
      )
    })
  })
}

function startRequest(url: URL, server: URL, judge: ProbeOptions['judge'], nonce: string): http.ClientRequest {
  const body = judge === 'arrival' ? JSON.stringify({ hookbench: 'probe' }) : null
  const request = (server.protocol === 'https:' ? https : http).request(server, {
    path: url.pathname,
    method: body === null ? 'GET' : 'POST',
    agent: false,
    lookup: lookupPublicName,
    headers: {
      Host: url.host,
      'User-Agent': 'Hookbench probe',
      Accept: '*/*',
      ...Object.fromEntries(SKIP_WARNING_PAGE),
      ...(body === null ? {} : { 'Content-Type': 'application/json', 'Content-Length': Buffer.byteLength(body) }),
      [PROBE_HEADER]: nonce,
    },
  })
  request.end(body ?? undefined)
  return request
}

/** Resolves also with what came until the connection broke. */
function readStart(response: http.IncomingMessage): Promise<string> {
  return new Promise((resolve) => {
    let text = ''
    const end = (): void => resolve(text)
    response.on('data', (piece: Buffer) => {
      text += piece.toString('latin1')
      if (text.length >= READ_BYTES) end()
    })
    response.on('end', end)
    response.on('error', end)
    response.on('close', end)
  })
}
