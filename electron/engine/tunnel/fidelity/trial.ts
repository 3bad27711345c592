import type { FidelityChange, FidelityItemId } from '../../../../shared/tunnel/fidelity.ts'
import type { KnownRequest } from './known-request.ts'
import type { KnownOutcome } from './send-known-request.ts'

export type Arrived = Extract<KnownOutcome, { kind: 'arrived' }>

/** What a trial found in a request that arrived. */
export interface Finding {
  /** A sentence for the user. */
  readonly how: string
  /** None: as it was sent, with `how` as a note. */
  readonly changes: ReadonlyArray<FidelityChange>
}

/** One thing that is tried: what is sent, and what is looked at when it arrives. */
export interface Trial {
  readonly id: FidelityItemId
  readonly timeoutMs: number
  /** Sent at the same time. Made when their turn comes, so that large bodies are in memory one at a time. */
  requests(plainPath: string): Promise<ReadonlyArray<KnownRequest>>
  /** Beside the body and the method, which are always looked at. Null: as it was sent. */
  judge(arrived: Arrived, request: KnownRequest): Finding | null
}

export const ITEM_MS = 20_000

/** What arrived is a stranger's, and as long as he likes. */
export function shown(text: string): string {
  return text.length > 300 ? `${text.slice(0, 300)}…` : text
}

export function asSent(): null {
  return null
}
