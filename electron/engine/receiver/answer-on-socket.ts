import type { Duplex } from 'node:stream'
import type { KeptCapture } from './intake.ts'
import { answerBytes, NOT_KEPT, type OwnAnswer } from './own-answers.ts'

/**
 * For a socket that no response object belongs to: answers once the capture is on disk, or cannot be kept, and ends the
 * connection either way. `started`: when the request came, by the monotonic clock.
 */
export function answerOnSocket(
  socket: Duplex,
  answer: OwnAnswer,
  started: number,
): (failure: unknown | null, kept: KeptCapture | null) => void {
  return (failure, kept) => {
    if (!socket.writable) {
      kept?.unanswered('The sender had closed the connection.')
      socket.destroy()
      return
    }
    const given = failure === null ? answer : NOT_KEPT
    socket.end(answerBytes(given), () => socket.destroy())
    kept?.answered({ ...given, afterUs: Math.round((performance.now() - started) * 1000) })
  }
}
