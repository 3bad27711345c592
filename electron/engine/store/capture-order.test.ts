import { expect, test } from 'vitest'
import { keepMany, openTempStore } from './testing/temp-store.ts'

test('knows the newest capture, and which comes after one', async () => {
  const { store } = openTempStore()
  expect(store.order.newest()).toBe(0)
  expect(store.order.next(0)).toBe(0)
  const [first, second, third] = (await keepMany(store, 3)) as [number, number, number]
  expect(store.order.newest()).toBe(third)
  expect(store.order.next(0)).toBe(first)
  await store.queue.write(() => store.eraser.erase(second))
  expect(store.order.next(first)).toBe(third)
  expect(store.order.next(third)).toBe(third)
})
