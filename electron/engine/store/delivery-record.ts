import type { DeliveryDetail } from '../../../shared/delivery/delivery.ts'
import type { DeliveryRow } from './delivery-row.ts'

/** A finished delivery. */
export interface DeliveryRecord extends DeliveryDetail {
  /** Of the capture that was sent. */
  readonly captureSeq: number
  /** Null: the captured body, byte for byte, which is not kept twice. */
  readonly requestBody: Uint8Array | null
  readonly responseBody: Uint8Array
}

/** What a delivery needs of a capture. */
export interface StoredRequest {
  readonly id: string
  readonly seq: number
  readonly endpoint: string
  /** That its endpoint asks for now, in the path. */
  readonly pathToken: string | null
  readonly method: string | null
  readonly target: string | null
  readonly httpVersion: string | null
  /** The tunnel that it came through; null: the receiver's own port. */
  readonly via: string | null
  readonly headers: ReadonlyArray<readonly [name: string, value: string]>
  readonly trailers: ReadonlyArray<readonly [name: string, value: string]>
  readonly body: Uint8Array
}

/** The part of the store that replay and forwarding see. */
export interface DeliveryStore {
  /** Resolves once it is on disk; rejects if its capture was deleted meanwhile. */
  addDelivery(record: DeliveryRecord): Promise<void>
  /** The same for many at once, in few writes. Those whose capture was deleted meanwhile are left out. */
  addDeliveries(rows: ReadonlyArray<DeliveryRow>): Promise<void>
  readRequest(captureId: string): Promise<StoredRequest | null>
}
