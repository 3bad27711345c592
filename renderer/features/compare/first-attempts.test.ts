import { expect, test } from 'vitest'
import { firstAttempts } from './first-attempts.ts'

const capture = (id: string, eventId: string | null, attempt = 1) => ({ id, eventId, attempt })

test('each event counts once, and that of the newest capture not again', () => {
  const captures = [capture('d', 'evt_2', 3), capture('c', 'evt_2', 2), capture('b', 'evt_2'), capture('a', 'evt_1')]
  const ids = (eventId: string, attempt: number, duplicateOf: string | null) =>
    firstAttempts(captures, { eventId, attempt, duplicateOf }).map(({ id }) => id)
  expect(ids('evt_3', 1, null)).toEqual(['b', 'a'])
  expect(ids('evt_2', 4, 'b')).toEqual(['a'])
})

test('without ids too, where attempts are known by their bytes', () => {
  const captures = [capture('b', null), capture('a', null)]
  const ids = (attempt: number) =>
    firstAttempts(captures, { eventId: null, attempt, duplicateOf: 'a' }).map(({ id }) => id)
  expect(ids(2)).toEqual(['b'])
  // The same bytes long after are another event's.
  expect(ids(1)).toEqual(['b', 'a'])
})
