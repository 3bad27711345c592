import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { DeliveryRow } from '../store/delivery-row.ts'
import { packDeliveries, unpackDeliveries } from './packed-deliveries.ts'

const bytes = (length: { minLength?: number; maxLength: number }) =>
  fc.array(fc.nat(255), length).map((values) => Uint8Array.from(values))

const row: fc.Arbitrary<DeliveryRow> = fc.record({
  id: bytes({ minLength: 16, maxLength: 16 }),
  captureId: fc.uuid(),
  captureSeq: fc.nat(),
  kind: fc.constant('replay'),
  startedAt: fc.nat(),
  url: fc.string(),
  method: fc.string(),
  edited: fc.constant(false),
  outcome: fc.json(),
  changes: fc.json(),
  requestHeaders: fc.json(),
  requestBodySize: fc.nat(),
  requestBody: fc.option(bytes({ maxLength: 100 })),
  response: fc.option(fc.json()),
  responseBody: bytes({ maxLength: 100 }),
})

test('deliveries come out of a thread as they went in', () => {
  fc.assert(
    fc.property(fc.array(row), (rows) => {
      const packed = packDeliveries(rows)
      expect(unpackDeliveries(structuredClone(packed, { transfer: [packed.bytes] }))).toEqual(rows)
    }),
  )
})
