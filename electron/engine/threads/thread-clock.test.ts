import { expect, test } from 'vitest'
import { threadClock } from './thread-clock.ts'

test('counts work, and not the time in which others had the processor', () => {
  const began = threadClock()
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 300)
  const rested = threadClock()
  expect(rested - began).toBeLessThan(150)
  const givenUp = performance.now() + 30_000
  while (threadClock() < rested + 20) expect(performance.now()).toBeLessThan(givenUp)
})
