import fc from 'fast-check'
import { expect, test } from 'vitest'
import { readFilterTime } from './filter-time.ts'

const NOW = new Date(2026, 10, 21, 15, 30, 20, 500).getTime()

test.each([
  ['10m', NOW - 600_000],
  ['2h', NOW - 7_200_000],
  ['1.5s', NOW - 1500],
  ['3d', NOW - 3 * 86_400_000],
  ['2026-11-01', new Date(2026, 10, 1).getTime()],
  ['2026-11-01T12:04', new Date(2026, 10, 1, 12, 4).getTime()],
  ['2026-11-01 12:04:31.25', new Date(2026, 10, 1, 12, 4, 31, 250).getTime()],
  ['2026-11-01T12:04:31Z', Date.UTC(2026, 10, 1, 12, 4, 31)],
  ['2026-11-01T12:04:31+05:30', Date.UTC(2026, 10, 1, 6, 34, 31)],
  ['0099-01-01T00:00Z', new Date('0099-01-01T00:00:00Z').getTime()],
  ['9:05', new Date(2026, 10, 21, 9, 5).getTime()],
  ['23:59:59', new Date(2026, 10, 21, 23, 59, 59).getTime()],
  ['today', new Date(2026, 10, 21).getTime()],
  ['Yesterday', new Date(2026, 10, 20).getTime()],
])('%s', (text, at) => expect(readFilterTime(text, NOW)).toEqual({ text, at }))

test.each(['', '10', 'm', '-5m', '2026-02-30', '2026-11-01T24:00', '25:00', '12:60', '999999999999999w', '1e3s'])(
  '%s is no time',
  (text) => expect(readFilterTime(text, NOW)).toBeNull(),
)

test('reads what JavaScript writes', () => {
  fc.assert(
    fc.property(fc.date({ min: new Date(0), max: new Date('9999-01-01'), noInvalidDate: true }), (date) => {
      expect(readFilterTime(date.toISOString(), NOW)?.at).toBe(date.getTime())
    }),
  )
})
