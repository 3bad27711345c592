import { editsBetween } from '../near-words.ts'

/** What a person can be told of a key. */
export interface FilterKey {
  readonly key: string
  readonly about: string
  /** Values to show; the first stands in error messages. */
  readonly examples: readonly [string, ...string[]]
  /** What other tools, and people, call it. */
  readonly otherNames?: ReadonlyArray<string>
}

/** Every key of the language, in the order in which they are offered. */
export const FILTER_KEYS = [
  { key: 'method', about: 'HTTP method', examples: ['POST'], otherNames: ['verb'] },
  { key: 'endpoint', about: 'Endpoint, by its slug', examples: ['stripe'], otherNames: ['slug'] },
  { key: 'provider', about: 'Who signed it', examples: ['github'], otherNames: ['sender'] },
  { key: 'event', about: 'Event type', examples: ['payment_intent.*'], otherNames: ['type'] },
  { key: 'event-id', about: 'Event id of the provider', examples: ['evt_*'], otherNames: ['eventid', 'event_id'] },
  { key: 'attempt', about: 'Which attempt to deliver its event', examples: ['>1', '2'], otherNames: ['retry', 'try'] },
  { key: 'status', about: 'Status that was answered', examples: ['5xx', '404', '>=400'], otherNames: ['code'] },
  { key: 'answered', about: 'Time to the answer', examples: ['>500ms', '<2s'], otherNames: ['duration', 'latency'] },
  { key: 'size', about: 'Size of the body', examples: ['>1mb'], otherNames: ['bytes', 'length'] },
  { key: 'after', about: 'Received since', examples: ['10m', '2h', '2026-11-01'], otherNames: ['since', 'from'] },
  { key: 'before', about: 'Received before', examples: ['2026-11-01', '12:30'], otherNames: ['until', 'to'] },
  { key: 'path', about: 'Path, without the query', examples: ['/stripe/*'], otherNames: ['url', 'target'] },
  { key: 'query', about: 'A value of the query', examples: ['1'], otherNames: ['param', 'params'] },
  { key: 'header', about: 'A header, by its name', examples: ['push'] },
  {
    key: 'body',
    about: 'A value in the body, by its path',
    examples: ['>1000', 'paid'],
    otherNames: ['json', 'payload', 'form'],
  },
  { key: 'verdict', about: 'Verdict on the signature', examples: ['invalid'], otherNames: ['signature'] },
  { key: 'state', about: 'How much of the request came', examples: ['malformed'] },
  { key: 'is', about: 'A mark', examples: ['pinned'], otherNames: ['has'] },
  { key: 'tag', about: 'A tag', examples: ['todo'], otherNames: ['label'] },
  { key: 'note', about: 'Words of the note', examples: ['refund'], otherNames: ['comment'] },
  { key: 'id', about: 'Start of the capture’s id', examples: ['0193'] },
] as const satisfies ReadonlyArray<FilterKey>

export type FilterKeyName = (typeof FILTER_KEYS)[number]['key']

export function isFilterKey(key: string): key is FilterKeyName {
  return FILTER_KEYS.some((each) => each.key === key)
}

/** Whether a path or a name may follow it. */
export function takesPath(key: string): boolean {
  return key === 'body' || key === 'header' || key === 'query'
}

/** The key that may have been meant: called so elsewhere, or spelled much like it. Null if there is none. */
export function nearestKey(key: string): FilterKeyName | null {
  const called = KEYS.find(({ otherNames }) => otherNames?.includes(key))
  if (called !== undefined) return called.key
  const ranked = KEYS.map((each) => ({ key: each.key, distance: editsBetween(key, each.key) }))
  ranked.sort((one, other) => one.distance - other.distance)
  const [best] = ranked
  return best !== undefined && best.distance <= (key.length > 4 ? 2 : 1) ? best.key : null
}

const KEYS: ReadonlyArray<FilterKey & { readonly key: FilterKeyName }> = FILTER_KEYS
