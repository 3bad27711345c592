import { expect, test } from 'vitest'
import { arranged, arrangementsOf } from './arrangements.ts'

test('gives every order once, the one that there is first', () => {
  const items = ['a', 'b', 'c', 'd']
  const all = Array.from({ length: arrangementsOf(4) }, (_, order) => arranged(items, order).join(''))
  expect(all[0]).toBe('abcd')
  expect(new Set(all).size).toBe(24)
  expect(all.every((order) => [...order].sort().join('') === 'abcd')).toBe(true)
})

test('does not count what nobody would try', () => {
  expect([0, 1, 5].map(arrangementsOf)).toEqual([1, 1, 120])
  expect(arrangementsOf(100_000)).toBe(Number.POSITIVE_INFINITY)
})
