import type { IncomingMessage } from 'node:http'
import type { Socket } from 'node:net'
import type { Duplex } from 'node:stream'
import { LIMITS } from '../../../shared/limits.ts'
import { newCaptureId } from './capture-id.ts'
import type { Intake } from './intake.ts'
import { answerBytes, NOT_IMPLEMENTED } from './own-answers.ts'

/** CONNECT and Upgrade: kept with what came after the headers so far, and answered 501. */
export function refuseTunnelling(request: IncomingMessage, socket: Duplex, head: Buffer, intake: Intake): void {
  const started = performance.now()
  const body = head.subarray(0, LIMITS.malformedBytes)
  const { remoteAddress, remotePort } = socket as Socket
  // Whatever the peer does from here on, its socket must not bring the engine down.
  socket.on('error', () => socket.destroy())
  intake.keep(
    {
      id: newCaptureId(Date.now()),
      receivedAt: Date.now(),
      endpoint: intake.route(request.method === 'CONNECT' ? null : (request.url ?? null)).slug,
      method: request.method ?? null,
      target: request.url ?? null,
      eventType: null,
      state: 'complete',
      httpVersion: request.httpVersion,
      remoteAddress: remoteAddress ?? null,
      remotePort: remotePort ?? null,
      bodyUs: 0,
      reason: null,
      headers: request.rawHeaders,
      trailers: [],
      body: [body],
      bodySize: body.length,
    },
    (_error, kept) => {
      if (!socket.writable) {
        kept?.unanswered('The sender had closed the connection.')
        return
      }
      socket.end(answerBytes(NOT_IMPLEMENTED), () => socket.destroy())
      kept?.answered({ ...NOT_IMPLEMENTED, afterUs: Math.round((performance.now() - started) * 1000) })
    },
  )
}
