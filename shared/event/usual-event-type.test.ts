import { describe, expect, test } from 'vitest'
import { usualEventType } from './usual-event-type.ts'

describe('the usual event type', () => {
  test.each([
    ['GitHub, with its action', [['X-GitHub-Event', 'pull_request']], { action: 'opened' }, 'pull_request.opened'],
    ['GitHub without an action', [['X-GitHub-Event', 'push']], { ref: 'x' }, 'push'],
    ['Shopify, by its header alone', [['x-shopify-topic', 'orders/create']], { id: 1 }, 'orders/create'],
    ['Stripe, by a field', [], { id: 'evt_1', type: 'invoice.paid' }, 'invoice.paid'],
    ['Slack, the event inside', [], { type: 'event_callback', event: { type: 'message' } }, 'event_callback · message'],
    ['SendGrid, the first of several', [], [{ event: 'delivered' }, { event: 'open' }], 'delivered'],
    ['a header in UTF-8', [['X-Event-Type', 'gr\xc3\xb6\xc3\x9fe']], undefined, 'größe'],
    ['nothing that names one', [['X-Other', 'x']], { kind: 'x' }, null],
    ['an empty header', [['X-GitHub-Event', ' ']], { type: 'a' }, 'a'],
  ] as const)('%s', (_name, headers, json, expected) => {
    expect(usualEventType(headers as unknown as Array<[string, string]>, json)).toBe(expected)
  })
})
