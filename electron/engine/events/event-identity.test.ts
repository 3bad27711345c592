import fs from 'node:fs'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { type EventIdentity, eventIdentity } from '../../../shared/event/event-identity.ts'
import { providerById, providers } from '../../../shared/signature/catalogue/catalogue.ts'
import { readRequest } from '../../../shared/signature/request-reader.ts'
import type { ValueSource } from '../../../shared/signature/value-source.ts'
import type { SignatureVector } from '../../../shared/signature/vector.ts'
import { nodeCrypto } from '../signature/node-crypto.ts'

const file = new URL('../signature/testing/signature-vectors.json', import.meta.url)
const vectors = JSON.parse(fs.readFileSync(file, 'utf8')) as SignatureVector[]

/** Requests that providers' own SDKs made or took. */
test.each([
  ['adyen-002', 'AUTHORISATION', '7914073381342284'],
  ['anthropic-003', 'message.created', 'msg_2test0001'],
  ['aws-sns-003', 'Notification', '22b80b92-fdea-4c2c-8f9d-bdfb0c7bf324'],
  ['box-002', 'user.updated', 'f96bb54b-ee16-4fc5-aa65-8c2d9e5b546f'],
  ['coinbase-commerce-001', 'charge:confirmed', 'w1', '1'],
  ['contentful-002', 'ContentManagement.Entry.publish', null],
  ['easypost-002', 'tracker.updated', 'evt_2'],
  ['github-002', 'push', '72d3162e-cc78-11e3-81ab-4c9367dc0958'],
  ['linear-002', 'Issue.update', '234d1a4e-b617-4388-90fe-adc3633d6b72'],
  ['liveblocks-001', 'roomCreated', 'msg_2test0001'],
  ['livekit-002', 'room_finished', 'EV_2'],
  ['mailgun-003', 'failed', 'evt_1'],
  ['moralis-001', null, null],
  ['notion-004', 'order.paid', 'evt_test_4'],
  ['openai-002', 'user.updated', 'msg_2test0001'],
  ['razorpay-007', 'order.refunded', 'evt_test0001'],
  ['shopify-004', 'orders/create', '98880550-7158-44d4-b7cd-2c97c8a091b5'],
  ['standard-webhooks-005', 'order.paid', 'msg_2test0001'],
  ['stripe-003', 'message.created', 'evt_test_3'],
  ['twilio-001', null, '9a1f6b0d-2c1f-4f8a-9d67-000000000001'],
  ['upstash-qstash-003', 'message.created', 'msg_test_1'],
  ['workos-010', 'order.paid', 'wh_1'],
] as const)('%s tells of %s', (vectorId, type, id, counter: string | null = null) => {
  const vector = vectors.find((one) => one.id === vectorId) as SignatureVector
  const found = identityOf(vector.provider, vector.headers, Buffer.from(vector.bodyBase64, 'base64'), vector.url)
  expect(found).toEqual({ type, id, counter })
})

/** As the providers' docs show them. */
test.each([
  ['github', { 'X-GitHub-Event': 'pull_request' }, { action: 'opened' }, { type: 'pull_request.opened' }],
  [
    'slack',
    { 'X-Slack-Retry-Num': '2' },
    { type: 'event_callback', event_id: 'Ev1', event: { type: 'message' } },
    { type: 'message', id: 'Ev1', counter: '2' },
  ],
  ['slack', {}, { type: 'url_verification', challenge: 'x' }, { type: 'url_verification' }],
  ['hubspot', {}, [{ eventId: 100, subscriptionType: 'contact.creation', attemptNumber: 0 }], HUBSPOT()],
  ['line', {}, { events: [{ deliveryContext: { isRedelivery: true } }] }, { counter: 'true' }],
  ['line', {}, { events: [{ deliveryContext: { isRedelivery: false } }] }, {}],
  ['webex', {}, { id: 'of the webhook', resource: 'messages', event: 'created' }, { type: 'messages.created' }],
  ['telegram', {}, { update_id: 10000, message: {} }, { id: '10000' }],
  ['sendgrid', {}, [{ event: 'open', sg_event_id: 'e1' }, { event: 'click' }], { type: 'open', id: 'e1' }],
  ['docusign', {}, { event: 'envelope-sent', data: { envelopeId: 'e' } }, { type: 'envelope-sent' }],
] as const)('%s %j %j tells of %j', (provider, headers, body, expected) => {
  const found = identityOf(provider, Object.entries(headers), Buffer.from(JSON.stringify(body)))
  expect(found).toEqual({ type: null, id: null, counter: null, ...expected })
})

function HUBSPOT() {
  return { type: 'contact.creation', id: '100', counter: '0' }
}

/** Each place of the catalogue is one that a request can have a value at, and it is found there. */
const places = providers.flatMap((provider) =>
  (['eventType', 'eventId', 'attempt'] as const).flatMap((fact) =>
    provider[fact].map((source) => ({ provider: provider.id, fact, source, place: JSON.stringify(source) })),
  ),
)

test.each(places)('$provider has its $fact at $place', ({ provider, fact, source }) => {
  const { headers, body } = requestWith(source, '17')
  const found = identityOf(provider, headers, body)
  expect({ eventType: found.type, eventId: found.id, attempt: found.counter }[fact]).toBe('17')
})

test('a provider without an event type of its own has what others usually have', () => {
  expect(providerById('klaviyo')?.eventType).toEqual([])
  expect(identityOf('klaviyo', [], Buffer.from('{"topic":"profile"}')).type).toBe('profile')
})

test('keeps every digit of ids that are longer than numbers are exact', () => {
  for (const id of ['9007199254740993', '-9007199254740993', '1'.repeat(255)]) {
    expect(identityOf('stripe', [], Buffer.from(`{"id":${id},"type":"a"}`)).id).toBe(id)
    expect(identityOf('hubspot', [], Buffer.from(`[{"x":1,"eventId":1,"eventId":${id}}]`)).id).toBe(id)
  }
  for (const id of ['1e308', '1e999', '0.5', '1.0e20', '1'.repeat(256), '{}', '[1]', 'null', 'true', 'false']) {
    expect(identityOf('stripe', [], Buffer.from(`{"id":${id},"type":"a"}`)), id).toMatchObject({ id: null, type: 'a' })
  }
})

test('whatever stands where they should be, ids are whole and short, and nothing throws', () => {
  const value = fc.oneof(fc.jsonValue(), fc.string({ unit: 'binary', maxLength: 400 }), fc.double(), fc.bigInt())
  const anyProvider = fc.constantFrom(...providers.filter(({ eventId }) => eventId.length > 0))
  fc.assert(
    fc.property(anyProvider, value, fc.nat(3), (provider, given, index) => {
      const source = provider.eventId[index % provider.eventId.length] as ValueSource
      const { headers, body } = requestWith(source, given)
      const { id, type, counter } = identityOf(provider.id, headers, body)
      expect(id === null || (id.length <= 255 && id.length > 0 && !/\p{Cc}/u.test(id) && id.isWellFormed())).toBe(true)
      expect((type ?? '').length).toBeLessThanOrEqual(120)
      expect((counter ?? '').length).toBeLessThanOrEqual(20)
      if (typeof given === 'string' && id !== null && source.in !== 'header') expect(id).toBe(given.trim())
    }),
    { numRuns: 500 },
  )
})

test('bodies that are made to hurt identify nothing, and soon', () => {
  const deep = 100_000
  for (const body of [
    `${'['.repeat(deep)}${']'.repeat(deep)}`,
    `{"id":${'[1,'.repeat(deep)}`,
    `{"id":"${'x'.repeat(2_000_000)}"}`,
    `{"__proto__":{"id":"evt_1"}}`,
    `{"id":9007199254740993,"deep":${'['.repeat(deep)}${']'.repeat(deep)}`,
    '\u0000',
    '',
  ]) {
    expect(identityOf('stripe', [], Buffer.from(body))).toEqual({ type: null, id: null, counter: null })
  }
})

test('does not take a body apart that is longer than what it is worth, but reads its headers', () => {
  const long = Buffer.from(JSON.stringify({ id: 'evt_1', type: 'a', action: 'x', fill: 'x'.repeat(1024 * 1024) }))
  expect(identityOf('stripe', [], long)).toEqual({ type: null, id: null, counter: null })
  expect(identityOf('github', [['X-GitHub-Event', 'push']], long).type).toBe('push')
})

function identityOf(
  provider: string,
  headers: ReadonlyArray<readonly [string, string]>,
  body: Buffer,
  url = 'https://hooks.example.test/in',
): EventIdentity {
  const { pathname, search } = new URL(url)
  const request = { method: 'POST', target: pathname + search, headers: [...headers], body, publicUrl: url }
  return eventIdentity(providerById(provider) ?? null, readRequest(request, nodeCrypto))
}

/** A request with this value at a place. Header values are latin1. */
function requestWith(source: ValueSource, value: unknown): { headers: Array<[string, string]>; body: Buffer } {
  const text =
    typeof value === 'string'
      ? value
      : String(JSON.stringify(value, (_, one) => (typeof one === 'bigint' ? Number(one) : one)))
  switch (source.in) {
    case 'header':
      return { headers: [[source.name, Buffer.from(text).toString('latin1')]], body: Buffer.alloc(0) }
    case 'form':
      return { headers: [], body: Buffer.from(`${source.name}=${encodeURIComponent(text.toWellFormed())}`) }
    case 'json': {
      let json: unknown = typeof value === 'bigint' ? Number(value) : value
      for (const step of source.pointer.split('/').slice(1).reverse()) {
        if (/^\d+$/.test(step)) json = [...Array(Number(step)).fill(null), json]
        else json = { [step]: json }
      }
      return { headers: [], body: Buffer.from(JSON.stringify(json)) }
    }
    default:
      throw new Error(`No event stands in ${source.in}`)
  }
}
