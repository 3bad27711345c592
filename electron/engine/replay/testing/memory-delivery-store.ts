import { v7 as uuidv7 } from 'uuid'
import type { DeliveryDetail } from '../../../../shared/delivery/delivery.ts'
import type { DeliveryRecord, DeliveryStore, StoredRequest } from '../../store/delivery-record.ts'

/** A store that forgets: what replay and forwarding need, without a file. */
export class MemoryDeliveryStore implements DeliveryStore {
  readonly captures = new Map<string, StoredRequest>()
  readonly deliveries: DeliveryRecord[] = []
  /** Set to make keeping fail. */
  failure: Error | null = null

  capture(more: Partial<StoredRequest> & { text?: string } = {}): StoredRequest {
    const { text = '{"a":1}', ...rest } = more
    const body = rest.body ?? Buffer.from(text)
    const captured: StoredRequest = {
      id: uuidv7(),
      endpoint: 'default',
      method: 'POST',
      target: '/hook',
      httpVersion: '1.1',
      headers: [
        ['Host', 'hooks.example'],
        ['Content-Length', String(body.length)],
      ],
      trailers: [],
      ...rest,
      body,
    }
    this.captures.set(captured.id, captured)
    return captured
  }

  async addDelivery(record: DeliveryRecord): Promise<DeliveryDetail> {
    if (this.failure !== null) throw this.failure
    this.deliveries.push(record)
    const { requestBody, responseBody: _responseBody, ...rest } = record
    const captured = this.captures.get(record.captureId)
    return { ...rest, requestBodySize: (requestBody ?? captured?.body)?.length ?? 0 }
  }

  async addDeliveries(records: ReadonlyArray<DeliveryRecord>): Promise<number> {
    for (const record of records) await this.addDelivery(record)
    return records.length
  }

  async readRequests(captureIds: ReadonlyArray<string>, maxBytes: number): Promise<(StoredRequest | null)[]> {
    let bytes = 0
    const found: (StoredRequest | null)[] = []
    for (const id of captureIds) {
      if (bytes >= maxBytes) break
      const captured = this.captures.get(id) ?? null
      bytes += captured?.body.length ?? 0
      found.push(captured)
    }
    return found
  }

  async readRequest(captureId: string): Promise<StoredRequest | null> {
    return this.captures.get(captureId) ?? null
  }
}
