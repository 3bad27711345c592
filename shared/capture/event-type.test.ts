import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { eventType } from './event-type.ts'

describe('the event type', () => {
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
    expect(eventType(headers as unknown as Array<[string, string]>, json)).toBe(expected)
  })

  test('never throws and stays short, whatever the JSON is', () => {
    fc.assert(
      fc.property(fc.jsonValue(), fc.string({ maxLength: 500 }), (json, long) => {
        for (const value of [json, { type: json }, { type: long }, [{ event: long }]]) {
          expect((eventType([], value) ?? '').length).toBeLessThanOrEqual(120)
        }
      }),
    )
  })
})
