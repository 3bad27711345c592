import type { IncomingMessage } from 'node:http'
import type { Socket } from 'node:net'
import type { Duplex } from 'node:stream'
import { LIMITS } from '../../../shared/limits.ts'
import { newIdBytes } from '../new-id.ts'
import { refusalReason } from './access-check.ts'
import { answerOnSocket } from './answer-on-socket.ts'
import type { RequestContext } from './incoming-request.ts'
import { answerBytes, NOT_IMPLEMENTED, refusedAnswer } from './own-answers.ts'

/** CONNECT and Upgrade: kept with what came after the headers so far, and answered 501. */
export function refuseTunnelling(
  request: IncomingMessage,
  socket: Duplex,
  head: Buffer,
  { intake, gate, via }: Pick<RequestContext, 'intake' | 'gate' | 'via'>,
): void {
  const started = performance.now()
  const body = head.subarray(0, LIMITS.malformedBytes)
  const reason = announcesMore(request, body.length)
    ? 'The body was not read: the request was refused after its headers.'
    : null
  const { remoteAddress, remotePort } = socket as Socket
  // Whatever the peer does from here on, its socket must not bring the engine down.
  socket.on('error', () => socket.destroy())
  const route = intake.route(request.method === 'CONNECT' ? null : (request.url ?? null))
  const refusal = gate.refusal(route, {
    target: request.url ?? null,
    headers: request.rawHeaders,
    remoteAddress: remoteAddress ?? null,
    via,
  })
  const answer = refusal === null ? NOT_IMPLEMENTED : refusedAnswer(refusal)
  if (refusal !== null && route.access?.keepsRefused() !== true) {
    socket.end(answerBytes(answer), () => socket.destroy())
    return
  }
  intake.keep(
    {
      id: newIdBytes(Date.now()),
      receivedAt: Date.now(),
      endpoint: route.slug,
      method: request.method ?? null,
      target: request.url ?? null,
      state: reason === null ? 'complete' : 'incomplete',
      httpVersion: request.httpVersion,
      remoteAddress: remoteAddress ?? null,
      remotePort: remotePort ?? null,
      bodyUs: 0,
      reason: refusalReason(refusal, reason),
      headersJson: JSON.stringify(request.rawHeaders),
      trailersJson: null,
      via,
      refused: refusal !== null,
      body: [body],
      bodySize: body.length,
    },
    answerOnSocket(socket, answer, started),
  )
}

function announcesMore({ headers }: IncomingMessage, came: number): boolean {
  return headers['transfer-encoding'] !== undefined || Number(headers['content-length'] ?? 0) > came
}
