import { expect, test, vi } from 'vitest'
import type { SavedFilter } from '../../../shared/search/saved-filter.ts'
import { type FilterCount, FilterCounter } from './filter-counter.ts'

function filter(id: string, text = id): SavedFilter {
  return { id, name: id, text, endpoint: null, position: null }
}

/** A host whose time passes only when asked to. */
function host(took = 0) {
  let now = 0
  const waiting: Array<() => void> = []
  const state = {
    asked: [] as string[],
    waits: [] as number[],
    counts: new Map<string, FilterCount>() as ReadonlyMap<string, FilterCount>,
    rest() {
      for (const resolve of waiting.splice(0)) resolve()
    },
  }
  const counter = new FilterCounter({
    count: async ({ text }) => {
      state.asked.push(text)
      now += took
      return { count: state.asked.length, isLeast: false }
    },
    now: () => now,
    wait: (ms) => {
      state.waits.push(ms)
      return new Promise((resolve) => waiting.push(resolve))
    },
    changed: (counts) => {
      state.counts = counts
    },
  })
  return { counter, state }
}

test('counts each filter once, without waiting for those that are new', async () => {
  const { counter, state } = host()
  counter.setFilters([filter('a'), filter('b')])
  await vi.waitFor(() => expect(state.asked).toEqual(['a', 'b']))
  await vi.waitFor(() => expect([...state.counts.keys()]).toEqual(['a', 'b']))
  expect(state.waits).toEqual([])
})

test('a flood of changes asks once more for each, with rests that grow with how long it takes', async () => {
  const { counter, state } = host(1_000)
  counter.setFilters([filter('a'), filter('b')])
  await vi.waitFor(() => expect(state.counts.size).toBe(2))
  for (let n = 0; n < 100; n++) counter.capturesChanged()
  await vi.waitFor(() => expect(state.waits).toEqual([9_000]))
  for (let n = 0; n < 100; n++) counter.capturesChanged()
  expect(state.asked).toEqual(['a', 'b', 'a'])
  state.rest()
  await vi.waitFor(() => expect(state.asked).toHaveLength(4))
})

test('a filter that is new does not wait for the rest of the others', async () => {
  const { counter, state } = host(1_000)
  counter.setFilters([filter('a'), filter('b')])
  await vi.waitFor(() => expect(state.counts.size).toBe(2))
  counter.capturesChanged()
  await vi.waitFor(() => expect(state.waits).toEqual([9_000]))
  counter.setFilters([filter('a'), filter('b'), filter('c')])
  await vi.waitFor(() => expect(state.asked).toEqual(['a', 'b', 'a', 'c']))
  // Those that were counted rest as before.
  await vi.waitFor(() => expect(state.waits).toHaveLength(2))
  expect(state.asked).toHaveLength(4)
})

test('a filter that was changed is counted anew, one that was only renamed is not', async () => {
  const { counter, state } = host()
  counter.setFilters([filter('a'), filter('b')])
  await vi.waitFor(() => expect(state.counts.size).toBe(2))
  counter.setFilters([filter('a', 'other'), { ...filter('b'), name: 'new name' }])
  await vi.waitFor(() => expect(state.asked).toEqual(['a', 'b', 'other']))
  counter.setFilters([])
  expect(state.counts.size).toBe(0)
})

test('an engine that is away leaves the count that was known', async () => {
  let away = false
  let counts: ReadonlyMap<string, FilterCount> = new Map()
  const counter = new FilterCounter({
    count: async () => {
      if (away) throw new Error('away')
      return { count: 7, isLeast: false }
    },
    now: () => 0,
    wait: async () => {},
    changed: (changed) => {
      counts = changed
    },
  })
  counter.setFilters([filter('a')])
  await vi.waitFor(() => expect(counts.get('a')?.count).toBe(7))
  away = true
  counter.capturesChanged()
  await Promise.resolve()
  expect(counts.get('a')?.count).toBe(7)
})

test('counts filters by how long ago anew as time passes, and no others', async () => {
  const { counter, state } = host()
  counter.setFilters([filter('a'), filter('after:10m')])
  await vi.waitFor(() => expect(state.counts.size).toBe(2))
  counter.timePassed()
  await vi.waitFor(() => expect(state.asked).toEqual(['a', 'after:10m', 'after:10m']))
})
