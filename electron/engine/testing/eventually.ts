import { vi } from 'vitest'

/** Waits until a condition no longer throws: as long as a busy machine takes, which is more than the second that Vitest gives. */
export function eventually<Value>(condition: () => Value | Promise<Value>): Promise<Value> {
  return vi.waitFor(condition, { timeout: 20_000 })
}
