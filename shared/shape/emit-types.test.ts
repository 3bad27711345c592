import fc from 'fast-check'
import { expect, test } from 'vitest'
import { emitTypes } from './emit-types.ts'
import { anyPayload } from './testing/any-payload.ts'
import { expectAccepted } from './testing/expect-accepted.ts'
import { shapeOfAll } from './testing/shape-of-all.ts'

test('every sample is valid by the JSON Schema and parsed by the Zod schema', { timeout: 120_000 }, () => {
  fc.assert(
    fc.property(fc.array(anyPayload, { minLength: 1, maxLength: 12 }), (samples) => expectAccepted(samples)),
    { numRuns: 120 },
  )
})

test('also where the same few are seen often enough for enums, constants and unions', { timeout: 120_000 }, () => {
  fc.assert(
    fc.property(fc.array(anyPayload, { minLength: 1, maxLength: 4 }), (samples) =>
      expectAccepted(Array.from({ length: 40 }, (_, index) => samples[index % samples.length])),
    ),
    { numRuns: 40 },
  )
})

test('says how often what was seen, and which kinds there are', () => {
  const sources = [
    { object: 'card', brand: 'visa', exp: { month: 1 }, number: 1 },
    { object: 'bank_account', iban: 'DE', number: 2.5 },
  ]
  const samples = Array.from({ length: 40 }, (_, n) => ({
    id: `evt_${n}`,
    status: n % 2 === 0 ? 'open' : 'closed',
    source: sources[n % 2],
    created_at: '2026-11-21T08:00:00Z',
    'order-id': n === 0 ? 2 ** 60 : n,
    ...(n < 4 && { note: n === 0 ? null : 'text' }),
    metadata: { [`cus_1Ab2Cd3Ef4G${n}`]: n },
  }))
  const heading = { name: 'payment_intent.succeeded', about: ['From 40 captures.'] }
  expect(emitTypes(shapeOfAll(samples), 'ts', heading)).toBe(`/** From 40 captures. */

/** Seen 40 times. */
export interface PaymentIntentSucceeded {
  id: string
  /** Format: date-time. */
  created_at: string
  metadata: Record<string, number>
  /**
   * In 4 of 40.
   * Null in 1 of 4.
   */
  note?: string | null
  /** Goes beyond 2^53, where JSON.parse loses digits. */
  'order-id': number
  source: Source
  status: 'closed' | 'open'
}

/** Its \`object\` says which one it is. */
export type Source =
  | SourceBankAccount
  | SourceCard

/** Seen 20 times. */
export interface SourceBankAccount {
  object: 'bank_account'
  iban: string
  number: number
}

/** Seen 20 times. */
export interface SourceCard {
  object: 'card'
  brand: string
  exp: Exp
  number: number
}

/** Seen 20 times. */
export interface Exp {
  month: number
}
`)
  const zod = emitTypes(shapeOfAll(samples), 'zod', heading)
  expect(zod).toContain("z.discriminatedUnion('object', [")
  expect(zod).toContain("status: z.enum(['closed', 'open']),")
  expect(zod).toContain('created_at: z.iso.datetime({ offset: true }),')
  const schema = JSON.parse(emitTypes(shapeOfAll(samples), 'schema', heading)) as Record<string, Record<string, object>>
  expect(schema.properties).toMatchObject({
    source: { $ref: '#/$defs/Source' },
    'order-id': { type: 'integer' },
    note: { type: ['string', 'null'] },
  })
  expect(schema.$defs?.SourceCard).toMatchObject({ properties: { object: { const: 'card' } } })
})

test('few strings are not an enum, and what people type never is', () => {
  const samples = Array.from({ length: 40 }, (_, n) => ({ a: n === 0 ? 'odd' : 'even', name: ['Ann B', 'Bob'][n % 2] }))
  expect(emitTypes(shapeOfAll(samples.slice(0, 12)), 'ts', { name: 'x', about: [] })).toContain('a: string')
  expect(emitTypes(shapeOfAll(samples), 'ts', { name: 'x', about: [] })).toContain('name: string')
})

test('items of several types are held together, whatever those are', () => {
  const samples = [true, [[null, 'x'], {}], null]
  expect(emitTypes(shapeOfAll(samples), 'ts', { name: 'any', about: [] })).toContain(
    'Array<Record<string, unknown> | Array<string | null>>',
  )
})

test('lists of numbers, of several kinds and of nothing', () => {
  const text = emitTypes(shapeOfAll([{ a: [1, 2], b: [1, 'x', null], c: [] }]), 'ts', { name: 'x', about: [] })
  expect(text).toContain('a: number[]\n  b: Array<string | number | null>\n  c: unknown[]')
})
