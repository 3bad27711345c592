import type { Database } from 'better-sqlite3'
import { expect, test } from 'vitest'
import { eventQueries } from './event-queries.ts'
import { ReadConnection } from './read-connection.ts'
import { readQueries } from './read-queries.ts'
import type { Store } from './store.ts'
import { keep, keepEvent, openTempStore, received } from './testing/temp-store.ts'

const queries = (db: Database) => eventQueries(new ReadConnection(db))

/** Captures of one event: the first, and those that repeat it. */
async function keepAttempts(store: Store, count: number, endpoint = 'default'): Promise<{ id: string; seq: number }[]> {
  const kept: { id: string; seq: number }[] = []
  for (let attempt = 1; attempt <= count; attempt++) {
    const seq = await keep(store, received({ endpoint }))
    const first = kept[0]?.seq ?? null
    await keepEvent(store, { seq, endpoint, type: 'paid', id: 'evt_1', eventKey: 'key', attempt, first })
    kept.push({ seq, id: idOf(store, seq) })
  }
  return kept
}

function idOf(store: Store, seq: number): string {
  return readQueries(store.db).summaries([seq])[0]?.id as string
}

test('gives the captures of an event, oldest first, whichever is asked for', async () => {
  const { store } = openTempStore()
  const kept = await keepAttempts(store, 3)
  for (const { id } of kept) {
    const answer = queries(store.db).attempts(id, 50)
    expect(answer?.captures.map(({ seq, attempt, duplicate }) => ({ seq, attempt, duplicate }))).toEqual([
      { seq: 1, attempt: 1, duplicate: false },
      { seq: 2, attempt: 2, duplicate: true },
      { seq: 3, attempt: 3, duplicate: true },
    ])
    expect(answer?.isWhole).toBe(true)
  }
})

test('gives the first and the nearest of an event that came often', async () => {
  const { store } = openTempStore()
  const kept = await keepAttempts(store, 9)
  const answer = queries(store.db).attempts(kept[5]?.id as string, 2)
  expect(answer?.captures.map(({ attempt }) => attempt)).toEqual([1, 4, 5, 6, 7, 8])
  expect(answer?.isWhole).toBe(false)
})

test('passes over what is in the trash, and finds it again when it is back', async () => {
  const { store } = openTempStore()
  const [first, second, third] = await keepAttempts(store, 3)
  const repeatedBy = () => readQueries(store.db).get(third?.id as string)?.duplicateOf
  const attempts = () =>
    queries(store.db)
      .attempts(third?.id as string, 50)
      ?.captures.map(({ attempt }) => attempt)
  expect(repeatedBy()).toBe(first?.id)
  await store.queue.write(() => store.marks.trash([first?.id as string], 1))
  expect([repeatedBy(), attempts()]).toEqual([second?.id, [2, 3]])
  await store.queue.write(() => store.marks.trash([second?.id as string], 1))
  expect([repeatedBy(), attempts()]).toEqual([null, [3]])
  await store.queue.write(() => store.marks.undelete([first?.id as string, second?.id as string]))
  expect([repeatedBy(), attempts()]).toEqual([first?.id, [1, 2, 3]])
  await store.queue.write(() => store.eraser.erase(first?.seq as number))
  expect([repeatedBy(), attempts()]).toEqual([second?.id, [2, 3]])
  expect(store.db.prepare('SELECT count(*) FROM events WHERE seq = ?').pluck().get(first?.seq)).toBe(0)
})

test('gives the event of the same type before this one, not an attempt of the same', async () => {
  const { store } = openTempStore()
  const before = async (type: string, endpoint = 'default') => {
    const seq = await keep(store, received({ endpoint }))
    await keepEvent(store, { seq, endpoint, type })
    return idOf(store, seq)
  }
  const wanted = await before('paid')
  await before('refunded')
  await before('paid', 'shop')
  const [first, second] = await keepAttempts(store, 2)
  for (const attempt of [first, second]) {
    expect(queries(store.db).previousOfType(attempt?.id as string)?.capture?.id).toBe(wanted)
  }
  expect(queries(store.db).previousOfType(wanted)).toEqual({ capture: null })
  await store.queue.write(() => store.marks.trash([wanted], 1))
  expect(queries(store.db).previousOfType(second?.id as string)).toEqual({ capture: null })
})

test('answers about a hundred thousand attempts of one event as fast as about two', async () => {
  const { store } = openTempStore()
  const count = 100_000
  const [first] = await keepAttempts(store, 1)
  store.db
    .prepare(
      `WITH RECURSIVE n(seq) AS (SELECT 2 UNION ALL SELECT seq + 1 FROM n WHERE seq < ${count})
       INSERT INTO captures (seq, id, received_at, endpoint, method, target, state, body_size)
       SELECT seq, unhex(printf('019c00000000700080000000%08x', seq)), seq, 'default', 'POST', '/', 0, 2 FROM n`,
    )
    .run()
  store.db
    .prepare(
      `INSERT INTO events (seq, endpoint, event_type, event_id, event_key, attempt, first_seq)
       SELECT seq, 'default', 'paid', 'evt_1', 'key', seq, 1 FROM captures WHERE seq > 1`,
    )
    .run()
  store.db.prepare("INSERT INTO capture_contents SELECT seq, '[]', NULL, NULL FROM captures WHERE seq > 1").run()
  const asked = queries(store.db)
  const middle = idOf(store, count / 2)
  asked.attempts(middle, 50)
  const started = performance.now()
  for (let times = 0; times < 20; times++) {
    expect(asked.attempts(middle, 50)?.captures).toHaveLength(102)
    expect(asked.previousOfType(middle)).toEqual({ capture: null })
    expect(readQueries(store.db).get(middle)?.duplicateOf).toBe(first?.id)
  }
  // A look at all of them would take a second and more.
  expect(performance.now() - started).toBeLessThan(1000)
})
