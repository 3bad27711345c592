import fc from 'fast-check'
import { expect, test } from 'vitest'
import { judgeTimestamp, parseTimestamp, timestampProblem, writeTimestamp } from './timestamp.ts'

const AT = Date.UTC(2026, 0, 1)

test.each([
  ['1767225600', 's', AT],
  ['1767225600000', 'ms', AT],
  ['1767225600', 's-or-ms', AT],
  ['1767225600000', 's-or-ms', AT],
  ['2026-01-01T00:00:00Z', 'iso', AT],
  ['2026-01-01T00:00:00', 'iso', AT],
  ['2026-01-01T00:00:00.000000000Z', 'iso', AT],
  ['2026-01-01T01:00:00+01:00', 'iso', AT],
  ['2026-01-01T01:00:00+0100', 'iso', AT],
  ['2026-01-01 00:00:00', 'iso', AT],
  ['Thu, 01 Jan 2026 00:00:00 GMT', 'http-date', AT],
] as const)('reads %s as %s', (text, unit, at) => {
  expect(parseTimestamp(text, unit)).toBe(at)
})

test.each([
  ['', 's'],
  ['abc', 's'],
  ['1.5', 's'],
  ['-1', 's'],
  ['0x10', 's'],
  ['1e9', 'ms'],
  ['yesterday', 'iso'],
  ['2026-13-01T00:00:00Z', 'iso'],
  ['2026-01-01T00:00:00Zz', 'iso'],
  ['now', 'http-date'],
] as const)('does not read %j as %s', (text, unit) => {
  expect(parseTimestamp(text, unit)).toBeNull()
})

test('reads what it writes', () => {
  const time = fc.integer({ min: 1_000_000_000, max: 4_000_000_000 })
  fc.assert(
    fc.property(time, fc.constantFrom('s', 'ms', 'iso', 'http-date', 's-or-ms'), (seconds, unit) => {
      expect(parseTimestamp(writeTimestamp(seconds * 1000, unit), unit)).toBe(seconds * 1000)
    }),
  )
})

function state(seconds: number, rule: Parameters<typeof judgeTimestamp>[1], toleranceSeconds?: number) {
  const timestamp = { from: 't', text: '', at: AT }
  return judgeTimestamp(timestamp, rule, { now: AT + seconds * 1000, toleranceSeconds })
}

test('refuses what is older than the tolerance, and the future only where the provider does', () => {
  const past = { maxAgeSeconds: 300, maxFutureSeconds: null }
  expect(state(300, past).state).toBe('fresh')
  expect(state(301, past).state).toBe('too-old')
  expect(state(-3600, past).state).toBe('fresh')
  expect(state(-301, { maxAgeSeconds: 300, maxFutureSeconds: 300 }).state).toBe('in-future')
  expect(state(86_400, { maxAgeSeconds: null, maxFutureSeconds: null }).state).toBe('not-limited')
  expect(state(300, { ...past, exclusive: true }).state).toBe('too-old')
})

test('takes another tolerance where one is given, and says from when it is stale', () => {
  const check = state(5, { maxAgeSeconds: 300, maxFutureSeconds: null }, 3)
  expect(check).toMatchObject({ state: 'too-old', staleAt: AT + 3000 })
  expect(timestampProblem(check)).toEqual({ kind: 'timestamp-too-old', ageSeconds: 5, maxAgeSeconds: 3 })
})
