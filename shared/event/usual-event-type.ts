import type { HeaderPairs } from '../http/header-pairs.ts'
import { headerText } from '../http/header-text.ts'

/** Headers that name the event, by the providers' own docs. */
const EVENT_HEADERS: ReadonlyArray<string> = [
  'x-github-event',
  'x-gitlab-event',
  'x-gitea-event',
  'x-gogs-event',
  'x-event-key', // Bitbucket
  'x-shopify-topic',
  'x-wc-webhook-topic',
  'x-event-type',
  'x-webhook-event',
  'x-hook-event',
  'ce-type', // CloudEvents, binary mode
  'x-amz-sns-message-type',
  'linear-event',
  'x-square-event-type',
  'x-intercom-topic',
]

const EVENT_HEADERS_BY_LENGTH = Map.groupBy(EVENT_HEADERS, (header) => header.length)

/** Top-level JSON fields that name the event, in the order they are asked. */
const EVENT_FIELDS: ReadonlyArray<string> = [
  'type',
  'event',
  'event_type',
  'eventType',
  'event_name',
  'topic',
  'action',
]

/**
 * The event type where no provider is known that says where it stands, by what many of them do; or null. Headers go first,
 * since bodies that come with one often have an `action` that says less.
 */
export function usualEventType(headers: HeaderPairs, json: unknown): string | null {
  const named = fromHeaders(headers)
  return named === null ? fromFields(json) : withAction(named.header, named.value, json)
}

function fromHeaders(headers: HeaderPairs): { header: string; value: string } | null {
  for (const [name, value] of headers) {
    // By length first: this is asked of every header of every request.
    const candidates = EVENT_HEADERS_BY_LENGTH.get(name.length)
    if (candidates === undefined) continue
    const header = name.toLowerCase()
    if (candidates.includes(header) && value.trim() !== '') return { header, value: headerText(value) }
  }
  return null
}

/** GitHub's events have an action: `pull_request.opened` says more than `pull_request`. */
function withAction(header: string, value: string, json: unknown): string {
  const action = header === 'x-github-event' || header === 'x-gitea-event' ? textField(json, 'action') : null
  return action === null ? value : `${value}.${action}`
}

function fromFields(json: unknown): string | null {
  const [first] = Array.isArray(json) ? json : [json]
  for (const field of EVENT_FIELDS) {
    const value = textField(first, field)
    if (value === null) continue
    // Slack wraps the event that matters: {"type":"event_callback","event":{"type":"message"}}.
    const inner = value === 'event_callback' ? textField((first as { event?: unknown }).event, 'type') : null
    return inner === null ? value : `${value} · ${inner}`
  }
  return null
}

function textField(json: unknown, field: string): string | null {
  if (typeof json !== 'object' || json === null || !Object.hasOwn(json, field)) return null
  const value = (json as Record<string, unknown>)[field]
  return typeof value === 'string' && value.trim() !== '' ? value : null
}
