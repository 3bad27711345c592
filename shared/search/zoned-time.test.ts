import fc from 'fast-check'
import { expect, test } from 'vitest'
import { isTimeZone, wallTime, zonedTime } from './zoned-time.ts'

const zones = fc.constantFrom(
  'UTC',
  'Europe/Berlin',
  'America/New_York',
  'America/Sao_Paulo',
  'Asia/Kolkata',
  'Asia/Kathmandu',
  'Australia/Lord_Howe',
  'Pacific/Apia',
  '+05:30',
)
const wall = (year: number, month: number, day: number, hour = 0, minute = 0) => {
  return { year, month, day, hour, minute, second: 0, ms: 0 }
}

test.each([
  ['Europe/Berlin', wall(2026, 11, 1), '2026-10-31T23:00:00.000Z'],
  ['Asia/Kolkata', wall(2026, 11, 1, 12, 30), '2026-11-01T07:00:00.000Z'],
  ['UTC', wall(99, 1, 1), '0099-01-01T00:00:00.000Z'],
  // Shown twice: the first of them.
  ['Europe/Berlin', wall(2026, 10, 25, 2, 30), '2026-10-25T00:30:00.000Z'],
  ['America/New_York', wall(2026, 11, 1, 1, 30), '2026-11-01T05:30:00.000Z'],
  // Left out: as the clock was before.
  ['Europe/Berlin', wall(2026, 3, 29, 2, 30), '2026-03-29T01:30:00.000Z'],
  ['America/Sao_Paulo', wall(2018, 11, 4), '2018-11-04T03:00:00.000Z'],
  // The day that Samoa left out.
  ['Pacific/Apia', wall(2011, 12, 31), '2011-12-30T10:00:00.000Z'],
])('in %s', (zone, shown, at) => expect(new Date(zonedTime(shown, zone)).toISOString()).toBe(at))

test('what a clock shows is read as the moment at which it shows it', () => {
  const dates = fc.date({ min: new Date('-000500-01-01'), max: new Date('9999-01-01'), noInvalidDate: true })
  fc.assert(
    fc.property(dates, zones, (date, zone) => {
      const shown = wallTime(date.getTime(), zone)
      expect(wallTime(zonedTime(shown, zone), zone)).toEqual(shown)
      // Of an hour that is shown twice it is the first.
      expect(date.getTime() - zonedTime(shown, zone)).toBeGreaterThanOrEqual(0)
    }),
  )
})

test('knows which zones there are', () => {
  expect(['Europe/Berlin', 'UTC', '+05:30', 'Mars/Base', '', 'x'.repeat(100)].map(isTimeZone)).toEqual([
    true,
    true,
    true,
    false,
    false,
    false,
  ])
})
