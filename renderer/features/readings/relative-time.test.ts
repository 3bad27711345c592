import { expect, test } from 'vitest'
import { timeBeside } from './relative-time.ts'

const RECEIVED = { unixMs: 1_700_000_000_000, what: 'received' } as const

test.each([
  [0, 'when it was received'],
  [-2_500, '2 seconds before it was received'],
  [61_000, '1 minute after it was received'],
  [-3 * 86_400_000, '3 days before it was received'],
])('%i ms beside', (distance, words) => {
  expect(timeBeside(RECEIVED.unixMs + distance, RECEIVED)).toBe(words)
})
