import type { IncomingMessage, ServerResponse } from 'node:http'
import type { CaptureState } from '../../../shared/capture/capture.ts'
import { pairsFromFlat } from '../../../shared/http/header-pairs.ts'
import { LIMITS } from '../../../shared/limits.ts'
import { mayBeHandshake } from '../../../shared/signature/handshake/may-be-handshake.ts'
import type { HandshakeReply } from '../handshake/handshake-responder.ts'
import { newIdBytes } from '../new-id.ts'
import { type Refusal, refusalReason } from './access-check.ts'
import type { AccessGate } from './access-gate.ts'
import type { BodyBudget } from './body-budget.ts'
import { BodyPieces } from './body-pieces.ts'
import { describeBreak, describeCut, describeIdle, describeLeaving } from './describe-ending.ts'
import type { Intake, KeptCapture, Route } from './intake.ts'
import {
  answerBytes,
  BAD_REQUEST,
  handshakeAnswer,
  NO_ROOM,
  NOT_KEPT,
  type OwnAnswer,
  refusedAnswer,
  TIMED_OUT,
  TOO_LARGE,
} from './own-answers.ts'
import { sendOwnAnswer, sendOwnAnswerEarly } from './send-own-answer.ts'

const SENDER_LEFT = 'The sender had closed the connection.'

/** What the requests of a connection share. */
export interface RequestContext {
  readonly intake: Intake
  readonly gate: AccessGate
  readonly budget: BodyBudget
  /** The tunnel whose door it came through; null: the receiver's own port. */
  readonly via: string | null
}

/** One request from its headers to its answer. */
export class IncomingRequest {
  private readonly request: IncomingMessage
  private readonly response: ServerResponse
  private readonly intake: Intake
  private readonly budget: BodyBudget
  private readonly via: string | null
  private readonly ended: () => void
  private readonly receivedAt = Date.now()
  private readonly id = newIdBytes(this.receivedAt)
  private readonly started = performance.now()
  private readonly route: Route
  /** Why the access rules do not let it in. */
  private readonly refusal: Refusal | null
  // Read at once: the socket forgets its peer when it closes.
  private readonly remoteAddress: string | null
  private readonly remotePort: number | null
  private readonly body = new BodyPieces()
  /** Bytes that came; the body's own count ends when it is handed over. */
  private size = 0
  private lastByteAt = this.started
  private pausedAt: number | null = null
  private stopWaiting: (() => void) | null = null
  private finished = false
  private answeredAt: number | null = null
  private handshake: HandshakeReply | null = null

  constructor(
    request: IncomingMessage,
    response: ServerResponse,
    { intake, gate, budget, via }: RequestContext,
    ended: () => void,
  ) {
    this.request = request
    this.response = response
    this.intake = intake
    this.budget = budget
    this.via = via
    this.ended = ended
    this.route = intake.route(request.url ?? null)
    this.remoteAddress = request.socket.remoteAddress ?? null
    this.remotePort = request.socket.remotePort ?? null
    this.refusal = this.route.access === null ? null : this.refusalBy(gate)
  }

  private refusalBy(gate: AccessGate): Refusal | null {
    const { request, route, remoteAddress, via } = this
    return gate.refusal(route, { target: request.url ?? null, headers: request.rawHeaders, remoteAddress, via })
  }

  begin(): void {
    const { request } = this
    request.on('data', this.onData)
    request.on('end', this.onEnd)
    request.on('close', this.onClose)
    request.on('error', this.onError)
    this.response.on('close', this.ended)
    if (this.refusal !== null && this.route.access?.keepsRefused() !== true) this.turnAway(this.refusal)
  }

  /** `receiving`: its body is still coming. `passing`: it was kept, and the rest is read past. `whole`: all of it came. */
  get progress(): 'receiving' | 'passing' | 'whole' {
    if (this.request.complete) return 'whole'
    return this.finished ? 'passing' : 'receiving'
  }

  /** Calls back once its answer is out, or never will be. */
  whenAnswered(next: () => void): void {
    const { response } = this
    if (response.writableFinished || response.destroyed) {
      next()
      return
    }
    response.once('close', next)
  }

  /** The parser, or the connection, gave up in the middle of the body. */
  broken(error: Error & { code?: string }): void {
    if (error.code === 'ECONNRESET' || error.code === 'EPIPE') {
      this.onClose()
      this.request.socket.destroy()
      return
    }
    const timedOut = error.code === 'ERR_HTTP_REQUEST_TIMEOUT'
    this.finish('incomplete', describeBreak(error, this.size), (kept) =>
      this.answerRaw(kept, timedOut ? TIMED_OUT : BAD_REQUEST),
    )
  }

  /** Ends what has stood still for too long: a body that stopped coming, or an answer that nobody reads. */
  checkIdle(now: number): void {
    if (this.answeredAt !== null && now - this.answeredAt > LIMITS.unreadAnswerMs) this.request.socket.destroy()
    if (this.finished) return
    if (this.pausedAt !== null) {
      if (now - this.pausedAt > LIMITS.bodiesInFlightWaitMs) this.refuse(NO_ROOM)
    } else if (now - this.lastByteAt > LIMITS.idleBodyMs) {
      this.finish('incomplete', describeIdle(this.size), (kept) => this.answerRaw(kept, TIMED_OUT))
    }
  }

  private readonly onData = (chunk: Buffer): void => {
    if (this.finished) return
    const limit = this.refusal === null ? LIMITS.bodyBytes : LIMITS.refusedBodyBytes
    const room = limit - this.size
    if (chunk.length > room) {
      this.add(chunk.subarray(0, room))
      const answer = this.refusal === null ? TOO_LARGE : refusedAnswer(this.refusal)
      this.finish('truncated', describeCut(limit), (kept) => this.answerEarly(kept, answer))
      return
    }
    this.add(chunk)
    if (this.budget.isFull) this.waitForRoom()
  }

  private readonly onEnd = (): void => {
    this.finish('complete', null, (kept) => this.answer(kept))
  }

  private readonly onClose = (): void => {
    // As for every request that was received whole: it need not be put into words that nobody reads.
    if (this.finished) return
    this.finish('incomplete', describeLeaving(this.size), (kept) => kept.unanswered(SENDER_LEFT))
  }

  private readonly onError = (): void => {
    // What matters is that the body ended early; 'close' follows and says so.
  }

  private add(chunk: Buffer): void {
    this.body.add(chunk)
    this.size += chunk.length
    this.lastByteAt = performance.now()
    this.budget.take(chunk.length)
  }

  private waitForRoom(): void {
    this.request.pause()
    this.pausedAt = performance.now()
    this.stopWaiting = this.budget.whenRoom(() => {
      this.pausedAt = null
      this.stopWaiting = null
      this.lastByteAt = performance.now()
      this.request.resume()
    })
  }

  /** Null for nearly all: they are not even looked at. */
  private handshakeOf(body: ReadonlyArray<Buffer>): HandshakeReply | null {
    const { request, size } = this
    const { method = '', url = '', rawHeaders } = request
    if (this.refusal !== null) return null
    const whole = () => (body.length === 1 ? (body[0] as Buffer) : Buffer.concat(body))
    if (!mayBeHandshake(method, url, rawHeaders, size, () => whole().toString('latin1'))) return null
    return this.intake.handshake({
      endpoint: this.route.slug,
      method,
      target: url,
      headers: pairsFromFlat(rawHeaders),
      body: whole(),
      via: this.via,
      ownStatus: this.route.answer.status,
    })
  }

  /** Has the request kept, once, then answered. */
  private finish(state: CaptureState, reason: string | null, answer: (kept: KeptCapture) => void): void {
    if (this.finished) return
    this.finished = true
    this.stopWaiting?.()
    const { request, size } = this
    const headers = request.rawHeaders
    const body = this.body.take()
    this.handshake = state === 'complete' ? this.handshakeOf(body) : null
    this.intake.keep(
      {
        id: this.id,
        receivedAt: this.receivedAt,
        endpoint: this.route.slug,
        method: request.method ?? null,
        target: request.url ?? null,
        state,
        httpVersion: request.httpVersion,
        remoteAddress: this.remoteAddress,
        remotePort: this.remotePort,
        bodyUs: Math.round((this.lastByteAt - this.started) * 1000),
        reason: refusalReason(this.refusal, reason),
        headersJson: JSON.stringify(headers),
        trailersJson: request.rawTrailers.length > 0 ? JSON.stringify(request.rawTrailers) : null,
        via: this.via,
        refused: this.refusal !== null,
        handshake: this.handshake,
        body,
        bodySize: size,
      },
      (error, kept) => {
        this.budget.giveBack(size)
        if (kept === null) {
          if (error !== null)
            this.intake.log.warn('A request could not be kept and was answered 503', { error: String(error) })
          sendOwnAnswer(this.response, NOT_KEPT)
        } else {
          answer(kept)
        }
      },
    )
  }

  private refuse(answer: OwnAnswer): void {
    this.finished = true
    this.stopWaiting?.()
    this.body.take()
    this.budget.giveBack(this.size)
    this.intake.log.warn('A request waited too long for room and was answered 503', { bytes: this.size })
    sendOwnAnswer(this.response, answer)
  }

  private answer(kept: KeptCapture): void {
    const { answer } = this.route
    const handshake = this.handshake?.answer ?? null
    if (this.refusal !== null) this.answerOwn(kept, refusedAnswer(this.refusal))
    else if (handshake !== null) this.answerOwn(kept, handshakeAnswer(handshake))
    else if (answer.delayMs > 0) setTimeout(() => this.answerNow(kept), answer.delayMs)
    else this.answerNow(kept)
  }

  private answerNow(kept: KeptCapture): void {
    const { answer } = this.route
    const { response } = this
    if (response.destroyed || response.writableEnded) {
      kept.unanswered('The sender had closed the connection before it could be answered.')
      return
    }
    response.writeHead(answer.status, answer.statusText, answer.flatHeaders)
    if (answer.bodyText === null) response.end(answer.body)
    else response.end(answer.bodyText, 'latin1')
    this.answeredAt = performance.now()
    const body = this.request.method === 'HEAD' ? answer.noBody : answer.body
    kept.answered({ status: answer.status, headers: answer.headers, body, afterUs: this.elapsedUs() })
  }

  /** Answers at once and keeps nothing: the access rules do not let it in. */
  private turnAway(refusal: Refusal): void {
    this.finished = true
    sendOwnAnswerEarly(this.request, this.response, refusedAnswer(refusal))
  }

  private answerOwn(kept: KeptCapture, answer: OwnAnswer): void {
    if (this.response.destroyed) {
      kept.unanswered(SENDER_LEFT)
      return
    }
    sendOwnAnswer(this.response, answer)
    this.answeredAt = performance.now()
    kept.answered({ ...answer, afterUs: this.elapsedUs() })
  }

  private answerEarly(kept: KeptCapture, answer: OwnAnswer): void {
    if (this.response.destroyed) {
      kept.unanswered(SENDER_LEFT)
      return
    }
    sendOwnAnswerEarly(this.request, this.response, answer)
    kept.answered({ ...answer, afterUs: this.elapsedUs() })
  }

  /** Behind the parser's back: it has given the connection up. */
  private answerRaw(kept: KeptCapture, answer: OwnAnswer): void {
    const { socket } = this.request
    if (!socket.writable || this.response.headersSent) {
      kept.unanswered(SENDER_LEFT)
      socket.destroy()
      return
    }
    kept.answered({ ...answer, afterUs: this.elapsedUs() })
    socket.end(answerBytes(answer), () => socket.destroy())
  }

  private elapsedUs(): number {
    return Math.round((performance.now() - this.started) * 1000)
  }
}
