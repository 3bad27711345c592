import type { ReplayRunRequest } from '../../../shared/delivery/replay-request.ts'
import type { ParsedTarget } from '../../../shared/delivery/resolve-target.ts'
import type { LogMessage } from '../log/port-log.ts'
import type { PackedDeliveries } from './packed-deliveries.ts'
import type { PublicUrls } from './prepare-request.ts'
import type { SigningOrder } from './sign-replay.ts'

/** A run, as its thread is told of it. */
export interface RunOrder {
  readonly id: string
  readonly request: ReplayRunRequest
  readonly target: ParsedTarget
  readonly allowSelfSigned: boolean
  /** Where it is to be sent as the provider called it. */
  readonly publicUrls?: PublicUrls | null
  readonly signing?: SigningOrder | undefined
}

/** Captures that were dealt with, one way or the other. */
export interface RunBatch {
  readonly answered: number
  readonly failed: number
  /** One each, but for what could not even be read. */
  readonly deliveries: PackedDeliveries
}

export type ToRunThread =
  | { readonly kind: 'start'; readonly order: RunOrder }
  | { readonly kind: 'cancel'; readonly runId: string }
  /** The oldest batch of the run under way is on disk, or never will be. */
  | { readonly kind: 'written'; readonly runId: string }
  | { readonly kind: 'close' }

export type FromRunThread =
  | { readonly kind: 'batch'; readonly runId: string; readonly batch: RunBatch }
  /** Every batch was written before. `problem`: why it stopped early; null if it did not, or was cancelled. */
  | { readonly kind: 'ended'; readonly runId: string; readonly problem: string | null }
  | { readonly kind: 'log'; readonly line: LogMessage }
