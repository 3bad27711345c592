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
  await store.looseChunks.gone()
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
  await store.looseChunks.gone()
  expect(store.db.prepare('SELECT count(*) FROM body_chunks').pluck().get()).toBe(2)
})
