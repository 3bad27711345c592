import { expect, test } from 'vitest'
import { backoffMs } from './backoff.ts'

test('waits longer and longer, then half a minute for ever', () => {
  const waits = [1, 2, 3, 4, 5, 6, 7, 1000].map((attempt) => backoffMs(attempt, 30_000, () => 0.5))
  expect(waits).toEqual([0, 1_000, 2_000, 5_000, 10_000, 30_000, 30_000, 30_000])
})

test('no two clients wait alike', () => {
  expect(backoffMs(6, 30_000, () => 0)).toBe(24_000)
  expect(backoffMs(6, 30_000, () => 1)).toBe(36_000)
})

test('waits no longer than between two probes', () => {
  expect(backoffMs(6, 500, () => 0.5)).toBe(500)
})
