import type { CaptureState, CaptureSummary } from '../../../shared/capture/capture.ts'
import { LISTED_TARGET_LENGTH } from '../../../shared/capture/capture.ts'
import type { HandshakeMark } from '../../../shared/signature/handshake/handshake.ts'
import type { AnswerNote } from '../store/capture-writer.ts'
import type { ReceivedCapture } from '../store/received-capture.ts'
import { idText } from '../store/rows.ts'

/**
 * A capture that has just been put on disk, until its answer is noted. What screens are told of it is made only when it is
 * told: a flood brings more captures than any screen hears of one by one.
 */
export class FreshCapture {
  readonly seq: number
  readonly endpoint: string
  readonly state: CaptureState
  readonly via: string | null
  /** By the access rules. */
  readonly refused: boolean
  readonly handshake: HandshakeMark | null
  private readonly idBytes: Uint8Array
  private readonly receivedAt: number
  private readonly method: string | null
  private readonly target: string | null
  private readonly bodySize: number
  private change: number
  private answer: AnswerNote | null = null

  /** `change`: value of the change counter that it is true at. Its body is let go: an answer may be a minute away. */
  constructor(capture: ReceivedCapture, seq: number, change: number) {
    this.seq = seq
    this.change = change
    this.endpoint = capture.endpoint
    this.state = capture.state
    this.via = capture.via
    this.refused = capture.refused
    this.handshake = capture.handshake ?? null
    this.idBytes = capture.id
    this.receivedAt = capture.receivedAt
    this.method = capture.method
    this.target = capture.target
    this.bodySize = capture.bodySize
  }

  get id(): string {
    return idText(this.idBytes)
  }

  answered(change: number, answer: AnswerNote): void {
    this.change = change
    this.answer = answer
  }

  summary(): CaptureSummary {
    const { answer } = this
    return {
      id: this.id,
      seq: this.seq,
      change: this.change,
      receivedAt: this.receivedAt,
      endpoint: this.endpoint,
      method: this.method,
      target: this.target === null ? null : this.target.slice(0, LISTED_TARGET_LENGTH),
      // Found behind the receiver, as its verdict.
      eventType: null,
      eventId: null,
      attempt: 1,
      duplicate: false,
      state: this.state,
      bodySize: this.bodySize,
      answeredStatus: answer?.kind === 'answered' ? answer.status : null,
      answeredMs: answer?.kind === 'answered' ? answer.afterUs / 1000 : null,
      pinned: false,
      hasNote: false,
      deliveries: 0,
      tags: [],
      drifts: false,
      verdict: null,
      provider: null,
      verdictReason: null,
      handshake: this.handshake?.kind ?? null,
    }
  }
}
