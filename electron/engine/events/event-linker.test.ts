import { expect, test } from 'vitest'
import { EventLinkQueries } from '../store/event-link-queries.ts'
import { ReadConnection } from '../store/read-connection.ts'
import type { Store } from '../store/store.ts'
import { keep, openTempStore, received } from '../store/testing/temp-store.ts'
import { EventLinker, type LinkableCapture, SAME_BYTES_MS } from './event-linker.ts'

const T0 = 1_700_000_000_000

interface Sent extends Partial<LinkableCapture> {
  readonly id?: string | null
  readonly type?: string | null
  readonly provider?: string
}

/** Keeps captures one after the other, links them and writes what was found; `atOnce`: in one slice. */
async function link(store: Store, sent: ReadonlyArray<Sent>, atOnce: boolean) {
  const linker = new EventLinker(new EventLinkQueries(new ReadConnection(store.db)))
  const found: Array<ReturnType<EventLinker['link']>> = []
  linker.begin()
  for (const { id = null, type = 'paid', provider = 'stripe', body = Buffer.from('x'), ...capture } of sent) {
    const whole = { receivedAt: T0, endpoint: 'default', method: 'POST', target: '/', state: 'complete' as const }
    const linkable: LinkableCapture = { ...whole, ...capture, body }
    const seq = await keep(store, received({ ...whole, ...capture, body: [body] }))
    const event = linker.link(seq, linkable, provider, { type, id, counter: null })
    found.push(event)
    if (atOnce) continue
    await store.queue.write(() => store.events.save([{ ...event, isNews: false }]))
    linker.begin()
  }
  return found.map(({ attempt, first, repeats }) => [attempt, first, repeats])
}

const ALONE = [1, null, null]

test.each([false, true])('by event id, whatever the bytes (in one slice: %s)', async (atOnce) => {
  const { store } = openTempStore()
  const sent = [{ id: 'a' }, { id: 'a', body: Buffer.from('y') }, { id: 'a', receivedAt: T0 + 90 * 86_400_000 }]
  expect(await link(store, sent, atOnce)).toEqual([ALONE, [2, 1, null], [3, 1, null]])
})

test.each([false, true])('not across endpoints, providers or types (in one slice: %s)', async (atOnce) => {
  const { store } = openTempStore()
  const bodies = ['1', '2', '3', '4'].map((body) => ({ id: 'a', body: Buffer.from(body) }))
  const [first, other, foreign, cancelled] = bodies
  const sent = [
    { ...first },
    { ...other, endpoint: 'shop' },
    { ...foreign, provider: 'square' },
    // An envelope that was sent and then completed has one id, and is two events.
    { ...cancelled, type: 'completed' },
  ]
  expect(await link(store, sent, atOnce)).toEqual([ALONE, ALONE, ALONE, ALONE])
})

test.each([false, true])('by the same bytes without an id, for a day (in one slice: %s)', async (atOnce) => {
  const { store } = openTempStore()
  const later = (ms: number) => ({ receivedAt: T0 + ms })
  const sent = [{}, later(5000), later(SAME_BYTES_MS), later(SAME_BYTES_MS + 1), later(SAME_BYTES_MS + 2)]
  expect(await link(store, sent, atOnce)).toEqual([ALONE, [2, 1, null], [3, 1, null], [1, null, 3], [2, 4, null]])
})

test('the same bytes to another target, method or endpoint are another request', async () => {
  const { store } = openTempStore()
  const sent = [{}, { target: '/other' }, { method: 'PUT' }, { endpoint: 'shop' }]
  expect(await link(store, sent, false)).toEqual([ALONE, ALONE, ALONE, ALONE])
})

test('the same bytes under another id are a duplicate, and no attempt', async () => {
  const { store } = openTempStore()
  expect(await link(store, [{ id: 'a' }, { id: 'b' }, {}, { id: 'c' }], false)).toEqual([
    ALONE,
    [1, null, 1],
    [1, null, 2],
    [1, null, 3],
  ])
})

test('what says nothing, or did not come whole, is like nothing else', async () => {
  const { store } = openTempStore()
  const empty = { body: Buffer.alloc(0) }
  const asked = { ...empty, target: '/sms?id=1' }
  const sent = [empty, empty, { state: 'incomplete' as const }, { state: 'incomplete' as const }, asked, asked]
  expect(await link(store, sent, false)).toEqual([ALONE, ALONE, ALONE, ALONE, ALONE, [2, 5, null]])
})

test('an event whose first attempt is gone goes on counting', async () => {
  const { store } = openTempStore()
  await link(store, [{ id: 'a' }, { id: 'a' }], false)
  await store.queue.write(() => store.eraser.erase(1))
  expect(await link(store, [{ id: 'a' }], false)).toEqual([[3, 1, null]])
  await store.queue.write(() => [2, 3].map((seq) => store.eraser.erase(seq)))
  expect(await link(store, [{ id: 'a' }], false)).toEqual([ALONE])
})

test('finds the attempt before among a hundred thousand as fast as among two', async () => {
  const { store } = openTempStore()
  const count = 100_000
  await link(store, [{ id: 'a' }], false)
  store.db.exec(
    `WITH RECURSIVE n(seq) AS (SELECT 2 UNION ALL SELECT seq + 1 FROM n WHERE seq < ${count})
     INSERT INTO captures (seq, id, received_at, endpoint, method, target, state, body_size)
     SELECT seq, unhex(printf('019c00000000700080000000%08x', seq)), ${T0}, 'default', 'POST', '/', 0, 1 FROM n;
     INSERT INTO events (seq, endpoint, event_type, event_id, event_key, content_key, attempt, first_seq)
     SELECT c.seq, 'default', 'paid', 'a', e.event_key, e.content_key, c.seq, 1 FROM captures c, events e WHERE c.seq > 1;`,
  )
  const linker = new EventLinker(new EventLinkQueries(new ReadConnection(store.db)))
  const capture = { receivedAt: T0, endpoint: 'default', method: 'POST', target: '/', state: 'complete' } as const
  const one = () => {
    linker.begin()
    return linker.link(count + 1, { ...capture, body: Buffer.from('x') }, 'stripe', {
      type: 'paid',
      id: 'a',
      counter: null,
    })
  }
  expect(one()).toMatchObject({ attempt: count + 1, first: 1 })
  const started = performance.now()
  for (let times = 0; times < 500; times++) one()
  // A look at all of them would take tens of milliseconds each time.
  expect(performance.now() - started).toBeLessThan(2000)
})
