import { expect, test } from 'vitest'
import { openTempStore } from '../store/testing/temp-store.ts'
import { type Walk, Walks } from './walks.ts'

test('a walk that is begun anew keeps its beginning, though the old one saves its place in the same transaction', async () => {
  const { store, walks, old } = await underWay()
  await Promise.all([walks.begin('stripe', () => 101), store.queue.write(() => walks.savePlace(old, 40))])
  expect(store.rechecks.all()).toEqual([{ endpoint: 'stripe', place: 101 }])
})

test('a walk that is begun anew stays, though the old one ends in the same transaction', async () => {
  const { store, walks, old } = await underWay()
  await Promise.all([walks.begin('stripe', () => 101), walks.passed(old, { last: null, passed: 9 })])
  expect(store.rechecks.all()).toEqual([{ endpoint: 'stripe', place: 101 }])
  expect(walks.all).toEqual([{ endpoint: 'stripe', place: 101, done: 0, total: 100 }])
})

test('a walk that could not be begun anew goes on as it was', async () => {
  const { store, walks, old } = await underWay()
  store.db.exec(
    "CREATE TEMP TRIGGER full BEFORE UPDATE ON verdict_jobs WHEN new.below = 101 BEGIN SELECT raise(ABORT, 'full'); END",
  )
  await expect(walks.begin('stripe', () => 101)).rejects.toThrow('full')
  await store.queue.write(() => walks.savePlace(old, 40))
  expect(store.rechecks.all()).toEqual([{ endpoint: 'stripe', place: 40 }])
})

async function underWay() {
  const { store } = openTempStore()
  const walks = new Walks(store.queue, store.rechecks, () => 100)
  await walks.begin('stripe', () => 101)
  const old = walks.first as Walk<string>
  await store.queue.write(() => walks.savePlace(old, 60))
  return { store, walks, old }
}
