import { expect, vi } from 'vitest'

/** Waits until a condition no longer throws: as long as a busy machine takes, which is more than the second that Vitest gives. */
export function eventually<Value>(condition: () => Value | Promise<Value>): Promise<Value> {
  return vi.waitFor(condition, { timeout: 20_000 })
}

/** Asks again until the assertion that follows holds: as long as a busy machine takes to open or lose a tunnel. */
export function expectSoon(condition: () => unknown): ReturnType<typeof expect.poll> {
  return expect.poll(condition, { timeout: 50_000 })
}
