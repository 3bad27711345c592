import fc from 'fast-check'
import { expect, test } from 'vitest'
import { readFilterTime } from './filter-time.ts'
import { zonedTime } from './zoned-time.ts'

const ZONE = 'America/New_York'
const NOW = local(2026, 11, 21, 15, 30, 20, 500)
const CLOCK = { now: NOW, zone: ZONE }

function local(year: number, month: number, day: number, hour = 0, minute = 0, second = 0, ms = 0): number {
  return zonedTime({ year, month, day, hour, minute, second, ms }, ZONE)
}

test.each([
  ['10m', NOW - 600_000],
  ['2h', NOW - 7_200_000],
  ['1.5s', NOW - 1500],
  ['3d', NOW - 3 * 86_400_000],
  ['2026-11-01', local(2026, 11, 1)],
  ['2026-11-01T12:04', local(2026, 11, 1, 12, 4)],
  ['2026-11-01 12:04:31.25', local(2026, 11, 1, 12, 4, 31, 250)],
  ['2026-11-01T12:04:31Z', Date.UTC(2026, 10, 1, 12, 4, 31)],
  ['2026-11-01T12:04:31+05:30', Date.UTC(2026, 10, 1, 6, 34, 31)],
  ['0099-01-01T00:00Z', new Date('0099-01-01T00:00:00Z').getTime()],
  ['9:05', local(2026, 11, 21, 9, 5)],
  ['23:59:59', local(2026, 11, 21, 23, 59, 59)],
  ['today', local(2026, 11, 21)],
  ['Yesterday', local(2026, 11, 20)],
])('%s', (text, at) => expect(readFilterTime(text, CLOCK)).toEqual({ text, at, zone: ZONE }))

test.each(['', '10', 'm', '-5m', '2026-02-30', '2026-11-01T24:00', '25:00', '12:60', '999999999999999w', '1e3s'])(
  '%s is no time',
  (text) => expect(readFilterTime(text, CLOCK)).toBeNull(),
)

test('reads what JavaScript writes', () => {
  fc.assert(
    fc.property(fc.date({ min: new Date(0), max: new Date('9999-01-01'), noInvalidDate: true }), (date) => {
      expect(readFilterTime(date.toISOString(), CLOCK)?.at).toBe(date.getTime())
    }),
  )
})
