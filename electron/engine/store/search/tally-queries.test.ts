import fc from 'fast-check'
import { expect, test } from 'vitest'
import { compareTexts } from '../../../../shared/search/compare-numbers.ts'
import { keep, openTempStore, received } from '../testing/temp-store.ts'
import { mostFrequent } from './tally-queries.ts'

test('the most frequent come in order, those as frequent by their name', () => {
  const counts = fc.uniqueArray(fc.tuple(fc.option(fc.string({ maxLength: 2 })), fc.integer({ min: 1, max: 4 })), {
    selector: ([key]) => String(key),
  })
  fc.assert(
    fc.property(counts, fc.integer({ min: 1, max: 12 }), (counts, top) => {
      const sorted = counts.toSorted(
        ([one, count], [other, otherCount]) => otherCount - count || compareTexts(one ?? '', other ?? ''),
      )
      expect(mostFrequent(counts, top).map(([, count]) => count)).toEqual(
        sorted.slice(0, top).map(([, count]) => count),
      )
      const named = (entries: typeof counts) => entries.map(([key]) => key ?? '')
      expect(named(mostFrequent(counts, top) as typeof counts)).toEqual(named(sorted.slice(0, top)))
    }),
  )
})

test('a thread keeps its counts to itself but for those that are asked for, and answers others meanwhile', async () => {
  const { store } = openTempStore()
  for (const [target, count] of [
    ['/a', 1],
    ['/b', 3],
    ['/c', 2],
    ['/d', 2],
  ] as const) {
    for (let n = 0; n < count; n++) await keep(store, received({ target }))
  }
  const by = { kind: 'group', by: 'path' } as const
  const tally = store.slowReader.ask('tally', {}, by, { budgetMs: 60_000, top: 2 })
  const list = store.slowReader.ask('list', { limit: 1 })
  expect(await tally).toEqual({
    counts: [
      ['/b', 3],
      ['/c', 2],
    ],
    count: 8,
    keys: 4,
    searched: 1,
  })
  expect((await list).captures).toHaveLength(1)
})
