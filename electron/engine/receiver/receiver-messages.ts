import type { AppErrorKind } from '../../../shared/contract/errors.ts'
import type { EndpointAnswer } from '../../../shared/endpoint/endpoint.ts'
import type { LogFields } from '../log/log.ts'
import type { AnswerContent } from './intake.ts'
import type { PackedCaptures } from './packed-captures.ts'
import type { ProbeArrival } from './probes.ts'
import type { ReceiverOptions } from './receiver.ts'

/** An endpoint as the receiver knows it: its answer, or null once it is deleted. */
export interface RouteUpdate {
  readonly slug: string
  readonly answer: EndpointAnswer | null
}

/** Where the thread listens. */
export interface ListeningAddresses {
  readonly port: number
  readonly urls: ReadonlyArray<string>
}

/** Asked of the receiver's thread; it answers with a `Reply` of the same id. */
export type ReceiverRequest =
  | { readonly ask: 'listen'; readonly options: ReceiverOptions }
  | { readonly ask: 'setRoutes'; readonly routes: ReadonlyArray<RouteUpdate> }
  | { readonly ask: 'openDoor'; readonly via: string; readonly port: number }
  | { readonly ask: 'closeDoor'; readonly via: string }
  | { readonly ask: 'close' }

/** What becomes of captures that the thread sent over, by their tickets. */
export interface KeptMessage {
  readonly kept: ReadonlyArray<number>
  readonly failed: ReadonlyArray<readonly [ticket: number, message: string]>
}

export type ToReceiver =
  | { readonly kind: 'request'; readonly id: number; readonly request: ReceiverRequest }
  | ({ readonly kind: 'kept' } & KeptMessage)
  | { readonly kind: 'expectProbe'; readonly nonce: string; readonly expected: boolean }

/** Answers are told by numbers, since nearly all are the same: flat, ticket, number of the answer, µs. */
export interface AnsweredMessage {
  /** Those that were not told of before. */
  readonly newAnswers: ReadonlyArray<readonly [answer: number, content: AnswerContent]>
  readonly answered: ReadonlyArray<number>
  readonly unanswered: ReadonlyArray<readonly [ticket: number, reason: string]>
}

export type FromReceiver =
  | { readonly kind: 'captures'; readonly packed: PackedCaptures }
  | ({ readonly kind: 'answered' } & AnsweredMessage)
  | { readonly kind: 'probe'; readonly nonce: string; readonly arrival: ProbeArrival }
  | {
      readonly kind: 'log'
      readonly level: 'info' | 'warn' | 'error'
      readonly message: string
      readonly fields: LogFields
    }
  | { readonly kind: 'reply'; readonly id: number; readonly value: unknown }
  | { readonly kind: 'failure'; readonly id: number; readonly appError: AppErrorKind | null; readonly message: string }
