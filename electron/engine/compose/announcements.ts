import type { Endpoint } from '../../../shared/endpoint/endpoint.ts'
import type { EngineState } from '../../../shared/engine/engine-state.ts'
import { type Coalesced, coalesce } from '../coalesce.ts'
import type { EventHub } from '../event-hub.ts'

/** State and counts are told at most this often. */
const TELL_MS = 100
/** Types are made anew for whoever looks at them. */
const TELL_TYPES_MS = 1000

/** What screens are told as a whole, however often it changed meanwhile. */
export interface Announcements {
  readonly state: Coalesced
  /** Endpoints, or what they hold. */
  readonly endpoints: Coalesced
  readonly targets: Coalesced
  readonly types: Coalesced
}

export function announcements(hub: EventHub, now: { state(): EngineState; endpoints(): Endpoint[] }): Announcements {
  return {
    state: coalesce(() => hub.publish({ event: 'engine.changed', state: now.state() }), TELL_MS),
    endpoints: coalesce(() => hub.publish({ event: 'endpoints.changed', endpoints: now.endpoints() }), TELL_MS),
    targets: coalesce(() => hub.publish({ event: 'targets.changed' }), TELL_MS),
    types: coalesce(() => hub.publish({ event: 'types.changed' }), TELL_TYPES_MS),
  }
}
