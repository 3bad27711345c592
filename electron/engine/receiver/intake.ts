import type { PreparedAnswer } from '../endpoints/prepared-answer.ts'
import type { HandshakeReply, ReceivedHandshake } from '../handshake/handshake-responder.ts'
import type { Log } from '../log/log.ts'
import type { ReceivedCapture } from '../store/received-capture.ts'
import type { AccessCheck } from './access-check.ts'

/** Where a request belongs, and what its sender will be answered. */
export interface Route {
  readonly slug: string
  readonly answer: PreparedAnswer
  /** Null: anybody may post here. */
  readonly access: AccessCheck | null
}

/** What the receiver needs of the engine: where a request belongs, and a place to put it. */
export interface Intake {
  route(target: string | null): Route
  /** Calls back once the capture is on disk; with an error if it cannot be, and the sender must try again. */
  keep(capture: ReceivedCapture, done: (error: unknown | null, kept: KeptCapture | null) => void): void
  /** Whether a provider asks if this URL is the user's, and what it is answered. Null: it is a request like any other. */
  handshake(request: ReceivedHandshake): HandshakeReply | null
  /** A request was refused by the access rules of its endpoint. */
  refused(slug: string): void
  /** Something on this machine hands on what strangers send to the receiver's own port: it is no more trusted than they. */
  readonly isProxiedLocally: boolean
  readonly log: Log
}

/** A capture that is on disk. Say exactly once what its sender was answered. */
export interface KeptCapture {
  answered(answer: GivenAnswer): void
  /** There was no answer: the sender had gone. */
  unanswered(reason: string): void
}

/** An answer as it went out. The same `body` object stands for the same status, headers and body. */
export interface GivenAnswer {
  readonly status: number
  readonly headers: ReadonlyArray<readonly [name: string, value: string]>
  readonly body: Uint8Array
  /** From the headers being complete to the answer being handed to the socket. */
  readonly afterUs: number
}
