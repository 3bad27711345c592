import { expect, test } from 'vitest'
import { changesWithTime, joinedTimes, passedTimes } from './passed-times.ts'

const at = (time: string) => ({ now: Date.parse(time), zone: 'Europe/Berlin' })

test.each([
  ['after:10m', true],
  ['a or -(before:today b)', true],
  ['after:12:30', true],
  ['after:2026-11-01', false],
  ['"after:10m"', false],
  ['body.created:>10m', true],
  ['a or -(header.date:<today b)', true],
  ['body.created:>2026-11-01', false],
  ['body.created:="10m"', false],
  ['body.created:10m', false],
  ['after:(', false],
])('%s changes with time: %s', (text, changes) => expect(changesWithTime(text)).toBe(changes))

test('gives what times have passed over', () => {
  const [before, now] = [at('2026-11-21T10:00:00Z'), at('2026-11-21T10:00:05Z')]
  expect(passedTimes('-before:1h or after:1m after:2026-11-01', before, now)).toEqual([
    { from: Date.parse('2026-11-21T09:00:00Z'), to: Date.parse('2026-11-21T09:00:05Z') },
    { from: Date.parse('2026-11-21T09:59:00Z'), to: Date.parse('2026-11-21T09:59:05Z') },
  ])
  expect(passedTimes('after:today', before, now)).toEqual([])
})

test('a day ends at midnight of the zone', () => {
  expect(passedTimes('after:today', at('2026-11-21T22:59:59Z'), at('2026-11-21T23:00:00Z'))).toEqual([
    { from: Date.parse('2026-11-20T23:00:00Z'), to: Date.parse('2026-11-21T23:00:00Z') },
  ])
})

test('times that touch are one', () => {
  const [a, b, c, d] = [
    { from: 10, to: 20 },
    { from: 0, to: 5 },
    { from: 20, to: 30 },
    { from: 12, to: 15 },
  ]
  expect(joinedTimes([a, b, c, d])).toEqual([
    { from: 0, to: 5 },
    { from: 10, to: 30 },
  ])
  expect(joinedTimes([])).toEqual([])
})
