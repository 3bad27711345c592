import fc from 'fast-check'
import { expect, test } from 'vitest'
import { captureState } from '../../../shared/capture/capture.ts'
import type { ReceivedCapture } from '../store/received-capture.ts'
import { packCaptures, type TicketedCapture, unpackCaptures } from './packed-captures.ts'

const optional = <Value>(arbitrary: fc.Arbitrary<Value>) => fc.option(arbitrary, { nil: null })
const bytes = (length: number) => fc.uint8Array({ minLength: length, maxLength: length })
/** None, short, around the border to what goes over by itself, and in pieces of either. */
const body = fc.array(
  fc.oneof(fc.uint8Array({ maxLength: 40 }), fc.constantFrom(65_535, 65_536, 65_537, 200_000).map(counted)),
  { maxLength: 3 },
)
const captures = fc.array(
  fc.record({
    id: bytes(16),
    receivedAt: fc.nat(),
    endpoint: fc.string(),
    method: optional(fc.string()),
    target: optional(fc.string()),
    eventType: optional(fc.string()),
    state: fc.constantFrom(...captureState.options),
    httpVersion: optional(fc.string()),
    remoteAddress: optional(fc.string()),
    remotePort: optional(fc.nat(65_535)),
    bodyUs: optional(fc.nat()),
    reason: optional(fc.string()),
    headersJson: fc.string(),
    trailersJson: optional(fc.string()),
    via: optional(fc.string()),
    body,
  }),
  { maxLength: 5 },
)

test('captures arrive in the other thread as they were sent, each with its ticket', () => {
  fc.assert(
    fc.property(captures, (drawn) => {
      const sent = drawn.map((capture, index) => ({ ticket: index + 1, capture: sized(capture) }))
      const expected = sent.map(whole)
      const { packed, transfer } = packCaptures(sent)
      const arrived = unpackCaptures(structuredClone(packed, { transfer }))
      expect(arrived.map(whole)).toEqual(expected)
    }),
    { numRuns: 50 },
  )
})

test('pieces that share their memory with others leave it whole', () => {
  const pool = counted(300_000)
  const piece = pool.subarray(1000, 201_000)
  const { packed, transfer } = packCaptures([{ ticket: 1, capture: sized({ ...EMPTY, body: [piece] }) }])
  const [arrived] = unpackCaptures(structuredClone(packed, { transfer }))
  expect(Buffer.concat(arrived?.capture.body ?? []).equals(pool.subarray(1000, 201_000))).toBe(true)
  expect(pool.length).toBe(300_000)
})

const EMPTY: Omit<ReceivedCapture, 'bodySize'> = {
  id: new Uint8Array(16),
  receivedAt: 0,
  endpoint: 'default',
  method: 'POST',
  target: '/',
  eventType: null,
  state: 'complete',
  httpVersion: '1.1',
  remoteAddress: null,
  remotePort: null,
  bodyUs: null,
  reason: null,
  headersJson: '[]',
  trailersJson: null,
  via: null,
  body: [],
}

function counted(length: number): Uint8Array {
  return Uint8Array.from({ length }, (_, index) => index % 251)
}

function sized(capture: Omit<ReceivedCapture, 'bodySize'>): ReceivedCapture {
  return { ...capture, bodySize: capture.body.reduce((sum, { length }) => sum + length, 0) }
}

/** With the body in one piece: where it was cut does not matter. */
function whole({ ticket, capture }: TicketedCapture) {
  return { ticket, ...capture, id: Buffer.from(capture.id), body: Buffer.concat(capture.body).toString('base64') }
}
