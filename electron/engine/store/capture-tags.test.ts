import { expect, test } from 'vitest'
import { MOST_TAGS } from '../../../shared/capture/capture-tag.ts'
import { idText } from './rows.ts'
import { keep, openTempStore, received } from './testing/temp-store.ts'

test('tags stand beside a capture, each once, in the order of the alphabet, and go with it', async () => {
  const { store } = openTempStore()
  const [one, two] = [received(), received()]
  const [first, second] = [await keep(store, one), await keep(store, two)]
  const ids = [idText(one.id), idText(two.id)]
  const change = (add: string[], remove: string[], some = ids) =>
    store.queue.write(() => store.tags.change(some, add, remove))
  expect(await change(['todo', 'refunds'], [])).toEqual([first, second])
  expect(await change(['todo'], [], ids.slice(0, 1))).toEqual([])
  expect(await change([], ['todo'], ids.slice(1))).toEqual([second])
  expect((await store.summaries([first, second])).map(({ tags }) => tags)).toEqual([['refunds', 'todo'], ['refunds']])
  expect(await store.reader.ask('tags')).toEqual([
    { tag: 'refunds', captures: 2 },
    { tag: 'todo', captures: 1 },
  ])
  await store.queue.write(() => store.eraser.erase(first))
  expect(await store.reader.ask('tags')).toEqual([{ tag: 'refunds', captures: 1 }])
})

test('one tag too many is refused, and leaves those there were', async () => {
  const { store } = openTempStore()
  const capture = received()
  const seq = await keep(store, capture)
  const change = (add: string[]) => store.queue.write(() => store.tags.change([idText(capture.id)], add, []))
  const most = Array.from({ length: MOST_TAGS }, (_, n) => `t${n}`)
  await change(most)
  await expect(change(['more'])).rejects.toThrow('A capture has at most 20 tags. Take one off first.')
  expect((await store.summaries([seq]))[0]?.tags).toEqual(most.toSorted())
})
