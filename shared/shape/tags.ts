import { isWord } from './data-name.ts'

/** Fields by which senders say which of several kinds of object this one is. */
const TAG_NAMES: ReadonlyArray<string> = [
  'object',
  'type',
  'kind',
  '__typename',
  '_type',
  '@type',
  'resourceType',
  'resource_type',
  'event',
  'event_type',
  'eventType',
  'event_name',
  'action',
  'topic',
  'method',
  'channel',
  'mode',
]

/** An object is grouped by so many of its fields. Stripe's say `object`, and some of them `type` too. */
const MOST_TAGS = 2

export type Tag = readonly [name: string, value: string]

/** The fields of an object that may decide what its others are. */
export function tagsOf(object: Readonly<Record<string, unknown>>): Tag[] {
  const tags: Tag[] = []
  for (const name of TAG_NAMES) {
    if (!Object.hasOwn(object, name)) continue
    const value = object[name]
    if (typeof value !== 'string' || !isWord(value)) continue
    tags.push([name, value])
    if (tags.length === MOST_TAGS) break
  }
  return tags
}

/** Words have neither of the two signs. */
export function tagKey(tags: ReadonlyArray<Tag>): string {
  return tags.map(([name, value]) => `${name}=${value}`).join('&')
}

export function tagsFromKey(key: string): Tag[] {
  if (key === '') return []
  return key.split('&').map((part) => {
    const equals = part.indexOf('=')
    return [part.slice(0, equals), part.slice(equals + 1)]
  })
}
