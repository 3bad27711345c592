import { expect, test } from 'vitest'
import { CHUNK_BYTES } from './stored-body.ts'
import { keep, openTempStore, received } from './testing/temp-store.ts'

test('erasing a large body frees it behind the capture, in small jobs', async () => {
  const { store } = openTempStore()
  const seq = await keep(store, received({ body: [Buffer.alloc(64 * CHUNK_BYTES, 7)] }))
  const kept = await keep(store, received({ body: [Buffer.alloc(2 * CHUNK_BYTES, 7)] }))
  const count = () => store.db.prepare('SELECT count(*) FROM body_chunks').pluck().get() as number
  await store.queue.write(() => store.eraser.erase(seq))
  // One job at least is left for the next turn of the loop.
  expect(count()).toBeGreaterThan(2)
  await store.chunks.gone()
  expect(count()).toBe(2)
  expect((await store.reader.ask('list', { limit: 5 })).captures.map((capture) => capture.seq)).toEqual([kept])
})

test('chunks of what is there stay, whoever calls them loose', async () => {
  const { store } = openTempStore()
  const capture = received({ body: [Buffer.alloc(2 * CHUNK_BYTES, 7)] })
  const seq = await keep(store, capture)
  await expect(
    store.queue.write(() => {
      store.eraser.erase(seq)
      throw new Error('rolled back')
    }),
  ).rejects.toThrow('rolled back')
  await store.chunks.gone()
  expect(store.db.prepare('SELECT count(*) FROM body_chunks').pluck().get()).toBe(2)
})

test('a sweep in slices leaves what is there, and what is being written, and takes what an engine left', async () => {
  const first = openTempStore()
  const kept = await Promise.all(
    Array.from({ length: 5 }, () => keep(first.store, received({ body: [Buffer.alloc(2 * CHUNK_BYTES, 7)] }))),
  )
  const left = Array.from({ length: 40 }, () => received().id)
  for (const owner of left) {
    await first.store.queue.write(() => first.store.chunks.insert(owner, 0, 0, Buffer.alloc(100, 1)))
  }
  await first.close()
  const { store } = openTempStore(first.folder)
  const underWay = received({ body: [Buffer.alloc(9 * CHUNK_BYTES, 7)] })
  const keeping = keep(store, underWay)
  // Its first chunks are written now, its row is not.
  await store.queue.write(() => {})
  await store.chunks.sweep()
  await keeping
  await store.chunks.gone()
  const owners = store.db.prepare('SELECT owner, count(*) FROM body_chunks GROUP BY owner').raw().all() as [
    Buffer,
    number,
  ][]
  expect(owners.map(([, count]) => count)).toEqual([...kept.map(() => 2), 9])
  expect(owners.some(([owner]) => owner.equals(underWay.id))).toBe(true)
})
