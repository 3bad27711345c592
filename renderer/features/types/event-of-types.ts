import type { CaptureSummary } from '../../../shared/capture/capture.ts'

/** The captures whose types are shown: an event type at an endpoint. An empty one: those without an event type. */
export interface EventOfTypes {
  readonly eventType: string
  readonly endpoint: string
}

export function eventOfTypes({ eventType, endpoint }: Pick<CaptureSummary, 'eventType' | 'endpoint'>): EventOfTypes {
  return { eventType: eventType ?? '', endpoint }
}

export function isSameEvent(left: EventOfTypes, right: EventOfTypes): boolean {
  return left.eventType === right.eventType && left.endpoint === right.endpoint
}

/** What it is called where there is room for a word or two. */
export function eventName({ eventType }: EventOfTypes): string {
  return eventType === '' ? 'no event type' : eventType
}
