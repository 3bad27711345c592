import { eventIdentity } from '../../../shared/event/event-identity.ts'
import type { IdentifiedCapture } from '../signature/judge-capture.ts'
import type { CheckedCapture } from '../store/checked-queries.ts'
import type { EventLinkQueries, KnownEvent } from '../store/event-link-queries.ts'
import type { StoredEvent } from '../store/event-store.ts'
import { EventLinker } from './event-linker.ts'

/** Says of captures which event they tell of. Synchronous: it runs in the thread that checks, on what that has read. */
export class CaptureIdentifier {
  private readonly queries: EventLinkQueries
  private readonly linker: EventLinker

  constructor(queries: EventLinkQueries) {
    this.queries = queries
    this.linker = new EventLinker(queries)
  }

  /** A slice begins: what was found in the one before is written, or was given up. */
  begin(): void {
    this.linker.begin()
  }

  /** Null: there is nothing to write. */
  ofNew(seq: number, capture: CheckedCapture, identified: IdentifiedCapture): StoredEvent | null {
    const event = this.event(seq, capture, identified)
    return isEmpty(event) ? null : { ...event, isNews: event.type !== null || event.id !== null || isDuplicate(event) }
  }

  /** Null: it is written already as it is. */
  again(seq: number, capture: CheckedCapture, identified: IdentifiedCapture): StoredEvent | null {
    const known = this.queries.known(seq)
    const event = this.event(seq, capture, identified)
    if (known === null || isSame(event, known) || (isEmpty(event) && !known.isStored)) return null
    return { ...event, isNews: !looksSame(event, known) }
  }

  private event(seq: number, capture: CheckedCapture, { identified, reader }: IdentifiedCapture) {
    const signer = identified?.signer
    const provider = signer !== undefined && 'provider' in signer ? signer.provider : null
    return this.linker.link(seq, capture, identified?.id ?? null, eventIdentity(provider, reader))
  }
}

type FoundEvent = Omit<StoredEvent, 'isNews'>

function isEmpty({ type, eventKey, contentKey }: FoundEvent): boolean {
  return type === null && eventKey === null && contentKey === null
}

function isDuplicate({ first, repeats }: Pick<StoredEvent, 'first' | 'repeats'>): boolean {
  return first !== null || repeats !== null
}

function isSame(event: FoundEvent, known: KnownEvent): boolean {
  return (
    known.isStored &&
    looksSame(event, known) &&
    event.eventKey === known.eventKey &&
    event.contentKey === known.contentKey &&
    event.first === known.first &&
    event.repeats === known.repeats
  )
}

function looksSame(event: FoundEvent, known: KnownEvent): boolean {
  return (
    event.type === known.type &&
    event.id === known.id &&
    event.counter === known.counter &&
    event.attempt === known.attempt &&
    isDuplicate(event) === isDuplicate(known)
  )
}
