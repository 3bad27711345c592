import type { Socket } from 'node:net'
import { LIMITS } from '../../../shared/limits.ts'
import { newIdBytes } from '../new-id.ts'
import { refusalReason } from './access-check.ts'
import { answerOnSocket } from './answer-on-socket.ts'
import type { IncomingRequest, RequestContext } from './incoming-request.ts'
import { answerBytes, BAD_REQUEST, HEADERS_TOO_LARGE, refusedAnswer, TIMED_OUT } from './own-answers.ts'

/**
 * What the parser rejected before a request began: kept as `malformed` with the last packet it came in, which may
 * start in the middle of a request, or hold the end of a good one before it.
 */
export function rejectUnparsed(
  error: Error & { code?: string; rawPacket?: Buffer },
  socket: Socket,
  { intake, gate, via }: Pick<RequestContext, 'intake' | 'gate' | 'via'>,
  before: IncomingRequest | undefined,
): void {
  const started = performance.now()
  const { code } = error
  // A peer that went away, or was too slow with its headers, left no packet to keep: a row for each would only let
  // whoever opens connections push out what matters.
  const brokeOff = code === 'HPE_INVALID_EOF_STATE' && socket.bytesRead > 0
  if (error.rawPacket === undefined && !brokeOff) {
    if (socket.writable && code !== 'ECONNRESET') socket.end(answerBytes(TIMED_OUT), () => socket.destroy())
    else socket.destroy()
    return
  }
  // What it is for and who sent it cannot be told, so it counts as what comes to default without any of what is asked for.
  const route = intake.route(null)
  const refusal = gate.refusal(route, { target: null, headers: [], remoteAddress: socket.remoteAddress ?? null, via })
  const rejection = code === 'HPE_HEADER_OVERFLOW' ? HEADERS_TOO_LARGE : BAD_REQUEST
  const answer = refusal === null ? rejection : refusedAnswer(refusal)
  // Copied at once: the parser uses its memory again.
  const packet = Buffer.from((error.rawPacket ?? Buffer.alloc(0)).subarray(0, LIMITS.malformedBytes))
  const keep = () =>
    intake.keep(
      {
        id: newIdBytes(Date.now()),
        receivedAt: Date.now(),
        endpoint: route.slug,
        method: null,
        target: null,
        state: 'malformed',
        httpVersion: null,
        remoteAddress: socket.remoteAddress ?? null,
        remotePort: socket.remotePort ?? null,
        bodyUs: null,
        reason: refusalReason(refusal, describe(error)),
        headersJson: '[]',
        trailersJson: null,
        via,
        refused: refusal !== null,
        body: [packet],
        bodySize: packet.length,
      },
      answerOnSocket(socket, answer, started),
    )
  const turnAway = () => {
    if (socket.writable) socket.end(answerBytes(answer), () => socket.destroy())
    else socket.destroy()
  }
  const next = refusal !== null && route.access?.keepsRefused() !== true ? turnAway : keep
  // A good request before it on the same connection is kept and answered first.
  if (before === undefined) next()
  else before.whenAnswered(next)
}

function describe(error: Error & { code?: string }): string {
  if (error.code === 'HPE_HEADER_OVERFLOW') return `The headers are larger than ${LIMITS.headerBytes / 1024} KiB.`
  if (error.code === 'HPE_INVALID_EOF_STATE') return 'The sender closed the connection in the middle of the headers.'
  return `The parser rejected it: ${error.message}.`
}
