import { editsBetween } from '../near-words.ts'

/** What a person can be told of a key. */
export interface FilterKey {
  readonly key: string
  readonly about: string
  /** Values to show; the first stands in error messages. */
  readonly examples: readonly [string, ...string[]]
}

/** Every key of the language, in the order in which they are offered. */
export const FILTER_KEYS = [
  { key: 'method', about: 'HTTP method', examples: ['POST'] },
  { key: 'endpoint', about: 'Endpoint, by its slug', examples: ['stripe'] },
  { key: 'provider', about: 'Who signed it', examples: ['github'] },
  { key: 'event', about: 'Event type', examples: ['payment_intent.*'] },
  { key: 'event-id', about: 'Event id of the provider', examples: ['evt_*'] },
  { key: 'status', about: 'Status that was answered', examples: ['5xx', '404', '>=400'] },
  { key: 'answered', about: 'Time to the answer', examples: ['>500ms', '<2s'] },
  { key: 'size', about: 'Size of the body', examples: ['>1mb'] },
  { key: 'after', about: 'Received since', examples: ['10m', '2h', '2026-11-01'] },
  { key: 'before', about: 'Received before', examples: ['2026-11-01', '12:30'] },
  { key: 'path', about: 'Path, without the query', examples: ['/stripe/*'] },
  { key: 'query', about: 'A value of the query', examples: ['1'] },
  { key: 'header', about: 'A header, by its name', examples: ['push'] },
  { key: 'body', about: 'A value in the body, by its path', examples: ['>1000', 'paid'] },
  { key: 'verdict', about: 'Verdict on the signature', examples: ['invalid'] },
  { key: 'state', about: 'How much of the request came', examples: ['malformed'] },
  { key: 'is', about: 'A mark', examples: ['pinned'] },
  { key: 'tag', about: 'A tag', examples: ['todo'] },
  { key: 'note', about: 'Words of the note', examples: ['refund'] },
  { key: 'id', about: 'Start of the capture’s id', examples: ['0193'] },
] as const satisfies ReadonlyArray<FilterKey>

export type FilterKeyName = (typeof FILTER_KEYS)[number]['key']

export function isFilterKey(key: string): key is FilterKeyName {
  return FILTER_KEYS.some((each) => each.key === key)
}

/** A key that is spelled much like this one; null if there is none. */
export function similarKey(key: string): FilterKeyName | null {
  const ranked = FILTER_KEYS.map((each) => ({ key: each.key, distance: editsBetween(key, each.key) }))
  ranked.sort((one, other) => one.distance - other.distance)
  const [best] = ranked
  return best !== undefined && best.distance <= (key.length > 4 ? 2 : 1) ? best.key : null
}
