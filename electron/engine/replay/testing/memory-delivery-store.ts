import { v7 as uuidv7 } from 'uuid'
import type { DeliveryRecord, DeliveryStore, StoredRequest } from '../../store/delivery-record.ts'
import type { DeliveryRow } from '../../store/delivery-row.ts'

/** A store that forgets: what single replays and forwards need, without a file. The thread of the runs needs the file. */
export class MemoryDeliveryStore implements DeliveryStore {
  readonly captures = new Map<string, StoredRequest>()
  readonly deliveries: DeliveryRecord[] = []
  readonly rows: DeliveryRow[] = []
  /** Set to make keeping fail. */
  failure: Error | null = null

  capture(more: Partial<StoredRequest> & { text?: string } = {}): StoredRequest {
    const { text = '{"a":1}', ...rest } = more
    const body = rest.body ?? Buffer.from(text)
    const captured: StoredRequest = {
      id: uuidv7(),
      seq: this.captures.size + 1,
      endpoint: 'default',
      method: 'POST',
      target: '/hook',
      httpVersion: '1.1',
      via: null,
      pathToken: null,
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

  async addDelivery(record: DeliveryRecord): Promise<void> {
    if (this.failure !== null) throw this.failure
    this.deliveries.push(record)
  }

  async addDeliveries(rows: ReadonlyArray<DeliveryRow>): Promise<void> {
    if (this.failure !== null) throw this.failure
    this.rows.push(...rows)
  }

  async readRequest(captureId: string): Promise<StoredRequest | null> {
    return this.captures.get(captureId) ?? null
  }
}
