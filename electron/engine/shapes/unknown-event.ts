import type { TypesRequest } from '../../../shared/shape/learned-types.ts'
import type { TypesAnswer } from './types-of-event.ts'

/** Why there are no types, and what may have been meant. */
export function unknownEvent(
  { eventType, endpoint }: TypesRequest,
  { near, known }: Extract<TypesAnswer, { kind: 'unknown' }>,
): string {
  const event = eventType === '' ? 'without an event type' : `of ${JSON.stringify(eventType)}`
  const where = endpoint === undefined ? '' : ` at the endpoint ${JSON.stringify(endpoint)}`
  const missing = `There are no captures ${event}${where} to make types from.`
  if (near.length > 0) return `${missing} Did you mean ${near.map((name) => JSON.stringify(name)).join(' or ')}?`
  return known === 0 ? `${missing} Nothing has been received there yet.` : missing
}
