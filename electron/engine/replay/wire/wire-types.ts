import type { DeliveryTimings, FailureReason } from '../../../../shared/delivery/delivery.ts'

/** Where to connect, and how. */
export interface WireTarget {
  readonly secure: boolean
  /** A name in ASCII, or an address without brackets. */
  readonly host: string
  readonly port: number
  readonly allowSelfSigned: boolean
}

/** A request as it goes over the wire. */
export interface WireRequest {
  readonly target: WireTarget
  readonly method: string
  /** Request line, headers and the empty line, a character each byte. */
  readonly head: string
  readonly body: Uint8Array
}

/** The status line, headers and trailers of a response, as they came. */
export interface ResponseHead {
  readonly status: number
  readonly statusText: string
  readonly httpVersion: string
  readonly headers: [name: string, value: string][]
  readonly trailers: [name: string, value: string][]
}

export type WireOutcome =
  | {
      readonly kind: 'answered'
      readonly response: ResponseHead
      readonly body: Buffer
      /** The body was longer than is kept; the connection was closed. */
      readonly bodyTruncated: boolean
      readonly timings: DeliveryTimings
      /** A kept connection turned out to be closed, so the request was sent once more on a new one. */
      readonly sentAgain: boolean
    }
  | {
      readonly kind: 'failed'
      readonly reason: FailureReason
      readonly message: string
      /** What came before it failed. */
      readonly response: ResponseHead | null
      readonly body: Buffer
      readonly timings: DeliveryTimings
      /** All of the request had left this machine, so that the target may have processed it. */
      readonly requestSent: boolean
      readonly sentAgain: boolean
    }

export interface SendOptions {
  readonly signal?: AbortSignal | undefined
  /** From the start to the last byte of the answer. */
  readonly timeoutMs?: number | undefined
}
