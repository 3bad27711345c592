import type { DeliveryDetail, DeliverySummary } from '../../../shared/delivery/delivery.ts'
import type { ChangeFeed } from '../captures/change-feed.ts'
import { coalesce } from '../coalesce.ts'
import type { DeliveryRecord, DeliveryStore, StoredRequest } from '../store/delivery-record.ts'
import { detailOf } from '../store/delivery-writer.ts'
import { unpackRequests } from '../store/packed-requests.ts'
import type { Store } from '../store/store.ts'

/** Events at most 20 a second, with so many at most; whoever lists deliveries sees the rest when the capture changes. */
const TELL_MS = 50
const TOLD = 200

/** The part of the store that replay and forwarding see, telling screens of what is added. */
export class KeptDeliveries implements DeliveryStore {
  private added: DeliverySummary[] = []
  private readonly store: Store
  private readonly feed: ChangeFeed
  private readonly tell: ReturnType<typeof coalesce>

  constructor(store: Store, feed: ChangeFeed, publish: (added: DeliverySummary[]) => void) {
    this.store = store
    this.feed = feed
    this.tell = coalesce(() => {
      const added = this.added
      this.added = []
      publish(added)
    }, TELL_MS)
  }

  async addDelivery(record: DeliveryRecord): Promise<DeliveryDetail> {
    const added = await this.store.deliveries.add(record)
    const detail = detailOf(added)
    this.feed.touch([added.captureSeq])
    if (this.added.length < TOLD) this.added.push(detail)
    this.tell()
    return detail
  }

  async addDeliveries(records: ReadonlyArray<DeliveryRecord>): Promise<number> {
    const added = await this.store.deliveries.addMany(records)
    this.feed.touch(added.map(({ captureSeq }) => captureSeq))
    for (const delivery of added.slice(0, TOLD - this.added.length)) this.added.push(detailOf(delivery))
    this.tell()
    return added.length
  }

  readRequest(captureId: string): Promise<StoredRequest | null> {
    return this.store.reader.ask('request', captureId)
  }

  async readRequests(captureIds: ReadonlyArray<string>, maxBytes: number): Promise<(StoredRequest | null)[]> {
    return unpackRequests(await this.store.reader.ask('requests', captureIds, maxBytes), captureIds)
  }

  close(): void {
    this.tell.cancel()
  }
}
