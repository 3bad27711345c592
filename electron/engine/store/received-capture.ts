import type { CaptureState } from '../../../shared/capture/capture.ts'
import type { HandshakeMark } from '../../../shared/signature/handshake/handshake.ts'

/** A request as the receiver hands it over. */
export interface ReceivedCapture {
  /** UUIDv7. */
  readonly id: Uint8Array
  readonly receivedAt: number
  readonly endpoint: string
  readonly method: string | null
  readonly target: string | null
  readonly state: CaptureState
  readonly httpVersion: string | null
  readonly remoteAddress: string | null
  readonly remotePort: number | null
  /** From the headers being complete to the last byte, in µs. */
  readonly bodyUs: number | null
  readonly reason: string | null
  /** JSON of the flat list name, value, name, value, …, latin1: as it is kept. */
  readonly headersJson: string
  /** Likewise; null without any. */
  readonly trailersJson: string | null
  /** The tunnel that it came through; null: it came to the receiver's own port. */
  readonly via: string | null
  /** By the access rules: kept to be looked at, never handed on. */
  readonly refused: boolean
  /** The handshake that it is; left out or null: none. */
  readonly handshake?: HandshakeMark | null
  /** The body as it came, in pieces. */
  readonly body: ReadonlyArray<Uint8Array>
  readonly bodySize: number
}
