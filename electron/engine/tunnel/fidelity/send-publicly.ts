import http from 'node:http'
import https from 'node:https'
import { setTimeout as wait } from 'node:timers/promises'
import { assertNever } from '../../../../shared/assert-never.ts'
import type { FailureReason } from '../../../../shared/delivery/delivery.ts'
import type { ParsedTarget } from '../../../../shared/delivery/resolve-target.ts'
import { type HeaderPair, headerValue } from '../../../../shared/http/header-pairs.ts'
import { PROBE_HEADER } from '../../receiver/probes.ts'
import { WireClient } from '../../replay/wire/wire-client.ts'
import { describeProbeAnswer } from '../describe-probe.ts'
import { lookupPublicName } from '../lookup-public-name.ts'
import { type KnownBody, type KnownRequest, wireBody } from './known-request.ts'

/** A known request with everything that is written of it. */
export interface PublicRequest {
  readonly request: KnownRequest
  readonly target: ParsedTarget
  readonly sentTarget: string
  readonly sentHeaders: ReadonlyArray<HeaderPair>
  readonly timeoutMs: number
  readonly signal: AbortSignal
}

/** What came back. */
export interface PublicAnswer {
  /** Null: no answer came. */
  readonly status: number | null
  /** The nonce that the receiver sends back. */
  readonly echo: string | null
  /** What it says of the way, for the user. */
  readonly how: string
}

/** Writes the request exactly as it is. Never rejects. */
export function send(sending: PublicRequest): Promise<PublicAnswer> {
  const { body } = sending.request
  return body.kind === 'slow' ? sendSlowly(sending, body) : sendAtOnce(sending)
}

async function sendAtOnce({ request, target, sentTarget, sentHeaders, timeoutMs, signal }: PublicRequest) {
  const client = new WireClient({ keepAlive: false })
  try {
    const head = sentHeaders.map(([name, value]) => `${name}: ${value}\r\n`).join('')
    const { secure, host, port } = target
    const outcome = await client.send(
      {
        target: { secure, host, port, allowSelfSigned: false },
        method: request.method,
        head: `${request.method} ${sentTarget} HTTP/1.1\r\n${head}\r\n`,
        body: wireBody(request.body),
      },
      { signal, timeoutMs },
    )
    // A refusal may come before everything was sent, and the connection break then: it was an answer all the same.
    if (outcome.response !== null)
      return answered(target, outcome.response.status, outcome.response.headers, outcome.body)
    if (outcome.kind === 'failed') return noAnswer(describeFailure(outcome.reason, target, timeoutMs))
    return noAnswer(`${target.authority} gave no answer.`)
  } finally {
    client.close()
  }
}

function sendSlowly(
  { request, target, sentTarget, sentHeaders, timeoutMs, signal }: PublicRequest,
  { pieces, pauseMs }: Extract<KnownBody, { kind: 'slow' }>,
): Promise<PublicAnswer> {
  return new Promise((resolve) => {
    const sent = (target.secure ? https : http).request({
      host: target.host,
      port: target.port,
      method: request.method,
      path: sentTarget,
      headers: sentHeaders.flat(),
      agent: false,
      lookup: lookupPublicName,
      signal: AbortSignal.any([signal, AbortSignal.timeout(timeoutMs)]),
    })
    sent.on('error', (error: NodeJS.ErrnoException) => {
      const timedOut = error.name === 'TimeoutError' || (error.cause as Error | undefined)?.name === 'TimeoutError'
      resolve(noAnswer(describeFailure(timedOut ? 'timeout' : 'reset', target, timeoutMs)))
    })
    sent.on('response', (response) => {
      const pieces: Buffer[] = []
      const end = (): void => {
        const headers = Object.entries(response.headers).map(([name, value]): HeaderPair => [name, String(value)])
        resolve(answered(target, response.statusCode ?? 0, headers, Buffer.concat(pieces)))
      }
      response.on('data', (piece: Buffer) => pieces.length < 4 && pieces.push(piece))
      response.on('close', end)
      response.on('error', end)
    })
    void writeSlowly(sent, pieces, pauseMs)
  })
}

async function writeSlowly(
  sent: http.ClientRequest,
  pieces: ReadonlyArray<Uint8Array>,
  pauseMs: number,
): Promise<void> {
  for (const [index, piece] of pieces.entries()) {
    if (index > 0) await wait(pauseMs)
    // It ended meanwhile, and whoever waits for it has been told.
    if (sent.destroyed) return
    sent.write(piece)
  }
  sent.end()
}

function answered(
  target: ParsedTarget,
  status: number,
  headers: ReadonlyArray<HeaderPair>,
  body: Uint8Array,
): PublicAnswer {
  const of = (name: string): string | undefined => headerValue(headers, name)
  const location = of('location')
  const how = describeProbeAnswer(new URL(`${target.secure ? 'https' : 'http'}://${target.authority}`), {
    status,
    headers: {
      'content-type': of('content-type') ?? '',
      ...(location === undefined ? {} : { location }),
    },
    text: Buffer.from(body.subarray(0, 4096)).toString('latin1'),
  })
  return {
    status,
    echo: of(PROBE_HEADER) ?? null,
    how: status === 413 ? `${target.authority} takes no body of this size (413).` : how,
  }
}

function noAnswer(how: string): PublicAnswer {
  return { status: null, echo: null, how }
}

function describeFailure(reason: FailureReason, { authority }: ParsedTarget, timeoutMs: number): string {
  switch (reason) {
    case 'timeout':
      return `No answer came from ${authority} within ${timeoutMs / 1000} s.`
    case 'reset':
      return `${authority} broke the connection off without an answer.`
    case 'dns':
      return `The name ${authority} is not known to this machine's name server.`
    case 'refused':
      return `${authority} refuses connections.`
    case 'unreachable':
      return `There is no way to ${authority}: is this machine online?`
    case 'tls':
      return `${authority} has no certificate that can be trusted.`
    case 'protocol':
      return `${authority} answered with something that is not HTTP.`
    case 'aborted':
      return 'The check was broken off.'
    default:
      return assertNever(reason)
  }
}
