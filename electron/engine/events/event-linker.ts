import { hash } from 'node:crypto'
import type { CaptureState } from '../../../shared/capture/capture.ts'
import type { EventIdentity } from '../../../shared/event/event-identity.ts'
import type { EventLinkQueries, LinkedEvent } from '../store/event-link-queries.ts'
import type { StoredEvent } from '../store/event-store.ts'

/** What links a capture to others. */
export interface LinkableCapture {
  readonly receivedAt: number
  readonly endpoint: string
  readonly method: string | null
  readonly target: string | null
  readonly state: CaptureState
  readonly body: Uint8Array
}

/** Without an event id, the same bytes are another attempt for so long after the first; later they are a duplicate only. */
export const SAME_BYTES_MS = 24 * 3_600_000
/** 96 bits: nobody finds two requests with the same key by chance, and who seeks them deceives himself. */
const KEY_CHARACTERS = 16

/**
 * Finds the captures that told of the same event before, in one look at an index each: how often an event comes costs
 * nothing. What it found in its slice counts before it is written.
 */
export class EventLinker {
  private readonly queries: EventLinkQueries
  private byEvent = new Map<string, LinkedEvent>()
  private byContent = new Map<string, LinkedEvent>()

  constructor(queries: EventLinkQueries) {
    this.queries = queries
  }

  /** What was found before is written by now, or was given up. */
  begin(): void {
    this.byEvent = new Map()
    this.byContent = new Map()
  }

  /** Captures of one event must come in the order in which they were received. */
  link(
    seq: number,
    capture: LinkableCapture,
    provider: string | null,
    identity: EventIdentity,
  ): Omit<StoredEvent, 'isNews'> {
    const { type, id, counter } = identity
    const eventKey = id === null ? null : keyOf(capture.endpoint, provider, id, type)
    const contentKey = contentKeyOf(capture)
    const earlier = eventKey === null ? null : (this.byEvent.get(eventKey) ?? this.queries.byEvent(eventKey, seq))
    const same =
      contentKey === null ? null : (this.byContent.get(contentKey) ?? this.queries.byContent(contentKey, seq))
    const sameEvent = eventKey === null ? attemptBySameBytes(same, capture.receivedAt) : earlier
    const linked: LinkedEvent = {
      seq,
      attempt: sameEvent === null ? 1 : sameEvent.attempt + 1,
      first: sameEvent === null ? null : (sameEvent.first ?? sameEvent.seq),
      hasId: eventKey !== null,
      firstAt: sameEvent?.firstAt ?? capture.receivedAt,
    }
    if (eventKey !== null) this.byEvent.set(eventKey, linked)
    if (contentKey !== null) this.byContent.set(contentKey, linked)
    const { attempt, first } = linked
    const repeats = first === null ? (same?.seq ?? null) : null
    return { seq, endpoint: capture.endpoint, type, id, counter, eventKey, contentKey, attempt, first, repeats }
  }
}

function attemptBySameBytes(same: LinkedEvent | null, receivedAt: number): LinkedEvent | null {
  return same === null || same.hasId || receivedAt - same.firstAt > SAME_BYTES_MS ? null : same
}

/** A request without a body or a query says the same each time, and means something else. */
function contentKeyOf({ endpoint, method, target, state, body }: LinkableCapture): string | null {
  if (state !== 'complete' || method === null || target === null) return null
  if (body.length === 0 && !target.includes('?')) return null
  return keyOf(endpoint, method, target, hash('sha256', body, 'base64'))
}

function keyOf(...parts: ReadonlyArray<string | null>): string {
  return hash('sha256', JSON.stringify(parts), 'base64').slice(0, KEY_CHARACTERS)
}
