import type { CaptureState } from '../capture/capture.ts'
import type { DeliveryDetail } from '../delivery/delivery.ts'
import type { Endpoint } from '../endpoint/endpoint.ts'
import type { HeaderPairs } from '../http/header-pairs.ts'

/** A capture whole, as it leaves one Hookbench and comes into another. What is captured stands as it is kept: latin1. */
export interface ExportedCapture {
  readonly id: string
  readonly receivedAt: number
  /** Slug. Null in what other programs wrote: the target decides. */
  readonly endpoint: string | null
  readonly method: string | null
  readonly target: string | null
  readonly httpVersion: string | null
  readonly headers: HeaderPairs
  readonly trailers: HeaderPairs
  readonly body: Uint8Array
  readonly state: CaptureState
  /** Why the state is not `complete`, or why it was refused. */
  readonly reason: string | null
  readonly remoteAddress: string | null
  readonly remotePort: number | null
  /** Kind of the tunnel that it came through. */
  readonly via: string | null
  /** From the headers being complete to the last byte of the body, in µs. */
  readonly bodyUs: number | null
  readonly answer: ExportedAnswer
  readonly pinned: boolean
  readonly note: string
  readonly tags: ReadonlyArray<string>
  /** What Hookbench found out about it. Told to readers; found out anew on import. */
  readonly found: ExportedFindings
}

/** What the sender was answered. Nulls are not known. */
export interface ExportedAnswer {
  readonly status: number | null
  readonly afterUs: number | null
  /** Null: only its status is kept. */
  readonly content: { readonly headers: HeaderPairs; readonly body: Uint8Array } | null
  /** Why there was none. */
  readonly reason: string | null
}

export interface ExportedFindings {
  readonly eventType: string | null
  readonly verdict: string | null
  readonly provider: string | null
}

export const NOTHING_FOUND: ExportedFindings = { eventType: null, verdict: null, provider: null }

/** What was sent of the capture before it. */
export interface ExportedDelivery {
  readonly id: string
  readonly captureId: string
  readonly kind: DeliveryDetail['kind']
  readonly startedAt: number
  readonly url: string
  readonly method: string
  readonly edited: boolean
  readonly outcome: DeliveryDetail['outcome']
  readonly changes: DeliveryDetail['changes']
  readonly requestHeaders: HeaderPairs
  /** Null: the captured body. */
  readonly requestBody: Uint8Array | null
  readonly response: DeliveryDetail['response']
  readonly responseBody: Uint8Array
}

/** What is set up for an endpoint. No secret is among it: neither keys nor passwords nor the path token. */
export interface ExportedEndpoint
  extends Pick<Endpoint, 'slug' | 'name' | 'answer' | 'forward' | 'retention' | 'tunnelHeaders'> {
  readonly allowedAddresses: ReadonlyArray<string>
  /** What does not count when its captures are compared. */
  readonly ignoreRules: ReadonlyArray<string>
  readonly provider: Endpoint['signing']['provider']
}
