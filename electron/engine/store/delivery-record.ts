import type { DeliveryDetail } from '../../../shared/delivery/delivery.ts'

/** A finished delivery, as the store takes it. */
export interface DeliveryRecord extends Omit<DeliveryDetail, 'requestBodySize'> {
  /** Null: the captured body, byte for byte, which is not kept twice. */
  readonly requestBody: Uint8Array | null
  readonly responseBody: Uint8Array
}

/** What a delivery needs of a capture. */
export interface StoredRequest {
  readonly id: string
  readonly endpoint: string
  readonly method: string | null
  readonly target: string | null
  readonly httpVersion: string | null
  readonly headers: ReadonlyArray<readonly [name: string, value: string]>
  readonly trailers: ReadonlyArray<readonly [name: string, value: string]>
  readonly body: Uint8Array
}

/** The part of the store that replay and forwarding see. */
export interface DeliveryStore {
  /** Resolves once it is on disk, with the detail that screens are shown. */
  addDelivery(record: DeliveryRecord): Promise<DeliveryDetail>
  /**
   * The same for many at once, in few writes. One whose capture was deleted meanwhile is left out; resolves with the
   * number of those kept.
   */
  addDeliveries(records: ReadonlyArray<DeliveryRecord>): Promise<number>
  readRequest(captureId: string): Promise<StoredRequest | null>
  /** The first of these captures, at least one, until their bodies have `maxBytes`. Null: there is no such capture. */
  readRequests(captureIds: ReadonlyArray<string>, maxBytes: number): Promise<(StoredRequest | null)[]>
}
