import type { DeliverySummary } from '../../../shared/delivery/delivery.ts'
import type { ChangeFeed } from '../captures/change-feed.ts'
import { coalesce } from '../coalesce.ts'
import type { DeliveryRecord, DeliveryStore, StoredRequest } from '../store/delivery-record.ts'
import { type DeliveryRow, rowOf, summaryOfRow } from '../store/delivery-row.ts'
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

  async addDelivery(record: DeliveryRecord): Promise<void> {
    const row = rowOf(record)
    await this.store.deliveries.add(row)
    this.announce([row])
  }

  async addDeliveries(rows: ReadonlyArray<DeliveryRow>): Promise<void> {
    this.announce(await this.store.deliveries.addMany(rows))
  }

  readRequest(captureId: string): Promise<StoredRequest | null> {
    return this.store.reader.ask('request', captureId)
  }

  close(): void {
    this.tell.cancel()
  }

  private announce(rows: ReadonlyArray<DeliveryRow>): void {
    if (rows.length === 0) return
    this.feed.touch(rows.map(({ captureSeq }) => captureSeq))
    this.added.push(...rows.slice(0, TOLD - this.added.length).map(summaryOfRow))
    this.tell()
  }
}
