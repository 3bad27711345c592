import { expect, test } from 'vitest'
import { sampleSummary } from '../../../shared/capture/testing/sample-capture.ts'
import { attemptBeside, attemptInWords, attemptLines } from './attempts.ts'

const T0 = 1_700_000_000_000
const attempt = (number: number, afterMs: number, answeredStatus: number | null = 500) =>
  sampleSummary({ id: `id-${number}`, seq: number * 10, attempt: number, receivedAt: T0 + afterMs, answeredStatus })

const first = attempt(1, 0)
const second = attempt(2, 5_200)
const third = attempt(3, 3_605_200, 200)

test.each([
  ['one alone says nothing', first, [first], true, null],
  ['the first of several', first, [first, second, third], true, '1st of 3 attempts'],
  ['the first of more than are told', first, [first, second], false, '1st of many attempts'],
  ['another', second, [first, second, third], true, '2nd attempt, 5.2 s after the first'],
  ['a late one', third, [first, second, third], true, '3rd attempt, 60 minutes after the first'],
  ['another whose first is gone', third, [second, third], true, '3rd attempt, 60 minutes after the one before'],
  ['the last that is left', third, [third], true, '3rd attempt'],
  ['one while the others are asked for', second, [], true, '2nd attempt'],
] as const)('%s', (_name, shown, captures, isWhole, words) => {
  expect(attemptInWords(shown, { captures, isWhole })).toBe(words)
})

test('a clock that jumped back makes no gap', () => {
  const early = attempt(2, -60_000)
  expect(attemptInWords(early, { captures: [first, early], isWhole: true })).toBe('2nd attempt, 0 ms after the first')
})

test('lists attempts with the gaps between them', () => {
  expect(attemptLines({ captures: [first, second, third], isWhole: true }).map(({ text }) => text)).toEqual([
    '1st · answered 500',
    '2nd · 5.2 s later · answered 500',
    '3rd · 60 minutes later · answered 200',
  ])
})

test('steps to the ones beside, and no further', () => {
  const captures = [first, second, third]
  expect([attemptBeside('id-2', captures, -1), attemptBeside('id-2', captures, 1)]).toEqual(['id-1', 'id-3'])
  expect([attemptBeside('id-1', captures, -1), attemptBeside('id-3', captures, 1)]).toEqual([null, null])
  expect(attemptBeside('other', captures, 1)).toBeNull()
})
