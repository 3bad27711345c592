import { hash } from 'node:crypto'
import type { Store } from '../electron/engine/store/store.ts'

const AT_ONCE = 1000

/** Each capture tells of another event of the same type, as identifying them would have found. */
export async function fillEvents(store: Store, count: number, endpointOf: (seq: number) => string): Promise<void> {
  for (let first = 1; first <= count; first += AT_ONCE) {
    const events = Array.from({ length: Math.min(AT_ONCE, count - first + 1) }, (_, index) => {
      const seq = first + index
      const [eventKey, contentKey] = [hash('sha1', `event ${seq}`, 'base64'), hash('sha1', `body ${seq}`, 'base64')]
      const found = { type: 'payment_intent.succeeded', id: `evt_${seq}`, counter: null, eventKey, contentKey }
      return { seq, endpoint: endpointOf(seq), ...found, attempt: 1, first: null, repeats: null, isNews: false }
    })
    await store.queue.write(() => store.events.save(events))
  }
}
