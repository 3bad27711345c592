import fc from 'fast-check'
import { expect, test } from 'vitest'
import { LIMITS } from '../../../shared/limits.ts'
import { idText } from './rows.ts'
import type { Store } from './store.ts'
import { CHUNK_BYTES } from './stored-body.ts'
import { keep, openTempStore, received } from './testing/temp-store.ts'

test('keeps every part of a request, and reads it back through a thread', async () => {
  const { store } = openTempStore()
  const capture = received({
    endpoint: 'stripe',
    method: 'PATCH',
    target: '/stripe/a//b?x=%20\u00e9',
    state: 'incomplete',
    reason: 'The sender closed the connection after 4 bytes of the body.',
    httpVersion: '1.0',
    remoteAddress: '::1',
    remotePort: 1,
    bodyUs: 1500,
    headersJson: JSON.stringify(['X-A', '1', 'x-a', '\u00ff\u00e9', 'X-A', '']),
    trailersJson: JSON.stringify(['Checksum', 'abc']),
    via: 'localtunnel',
    body: [Buffer.from([0, 255]), Buffer.from([254, 0])],
  })
  const seq = await keep(store, capture)
  const id = idText(capture.id)
  expect(await store.reader.ask('get', id)).toMatchObject({
    id,
    seq,
    endpoint: 'stripe',
    method: 'PATCH',
    target: '/stripe/a//b?x=%20\u00e9',
    state: 'incomplete',
    reason: capture.reason,
    httpVersion: '1.0',
    remoteAddress: '::1',
    remotePort: 1,
    bodyMs: 1.5,
    bodySize: 4,
    headers: [
      ['X-A', '1'],
      ['x-a', '\u00ff\u00e9'],
      ['X-A', ''],
    ],
    trailers: [['Checksum', 'abc']],
    via: 'localtunnel',
    answer: null,
    answeredStatus: null,
    pinned: false,
    note: '',
    deliveries: 0,
  })
  expect(await bodyOf(store, id)).toEqual(Buffer.from([0, 255, 254, 0]))
})

test('never uses a sequence number again, not even that of the newest capture', async () => {
  const { store, folder, close } = openTempStore()
  const seq = await keep(store)
  await store.queue.write(() => store.eraser.erase(seq))
  await close()
  const again = openTempStore(folder)
  expect(await keep(again.store)).toBe(seq + 1)
})

test('notes how a capture was answered; an erased one stays gone', async () => {
  const { store } = openTempStore()
  const capture = received()
  const seq = await keep(store, capture)
  const version = await store.queue.write(() =>
    store.endpoints.answerVersion(202, [['X-Answer', 'yes']], Buffer.from('accepted')),
  )
  await note(store, seq, version)
  expect(await store.reader.ask('get', idText(capture.id))).toMatchObject({
    answeredStatus: 202,
    answeredMs: 1.234,
    answer: {
      status: 202,
      headers: [['X-Answer', 'yes']],
      bodySize: 8,
      bodyStart: Buffer.from('accepted').toString('base64'),
    },
  })

  const erased = await keep(store)
  await store.queue.write(() => store.eraser.erase(erased))
  await note(store, erased, version)
  expect(store.db.prepare('SELECT count(*) FROM answers WHERE seq = ?').pluck().get(erased)).toBe(0)
})

test('equal answers are kept once, also after a restart', async () => {
  const first = openTempStore()
  const version = (store: Store, body: string) =>
    store.queue.write(() => store.endpoints.answerVersion(200, [['A', 'b']], Buffer.from(body)))
  const one = await version(first.store, 'one')
  expect(await version(first.store, 'two')).not.toBe(one)
  await first.close()
  const second = openTempStore(first.folder)
  expect(await version(second.store, 'one')).toBe(one)
})

test('bodies come back byte for byte, whole and in any range, whatever pieces they came in', async () => {
  const { store } = openTempStore()
  const size = fc
    .tuple(fc.constantFrom(0, 1, 2, 3, 4, 5), fc.integer({ min: -3, max: 3 }))
    .map(([chunks, off]) => Math.max(0, chunks * CHUNK_BYTES + off))
  await fc.assert(
    fc.asyncProperty(
      size,
      fc.array(fc.nat(3 * CHUNK_BYTES), { maxLength: 4 }),
      fc.array(fc.tuple(size, size), { minLength: 1, maxLength: 5 }),
      async (bytes, cuts, ranges) => {
        const whole = noise(bytes)
        const borders = [0, ...cuts.map((cut) => Math.min(cut, bytes)).sort((a, b) => a - b), bytes]
        const body = borders.slice(1).map((end, index) => whole.subarray(borders[index], end))
        const capture = received({ body })
        await keep(store, capture)
        const ref = { kind: 'capture-body', id: idText(capture.id), decoded: false } as const
        expect(await store.reader.ask('contentSize', ref)).toBe(bytes)
        for (const [from, to] of [
          [0, bytes] as const,
          ...ranges.map(([a, b]) => [Math.min(a, b), Math.max(a, b)] as const),
        ]) {
          const got = (await store.reader.ask('content', ref, from, to)) as Uint8Array
          expect(whole.subarray(from, to).equals(got)).toBe(true)
        }
      },
    ),
    { numRuns: 25 },
  )
})

test('a body of 64 MiB goes in chunks, and small captures are answered in between', async () => {
  const { store } = openTempStore()
  const piece = noise(CHUNK_BYTES)
  const large = received({ body: Array.from({ length: LIMITS.bodyBytes / CHUNK_BYTES }, () => piece) })
  let largeDone = false
  const kept = keep(store, large).then(() => {
    largeDone = true
  })
  let answered = 0
  let slowest = 0
  while (!largeDone) {
    const started = performance.now()
    await keep(store)
    if (!largeDone) {
      answered++
      slowest = Math.max(slowest, performance.now() - started)
    }
  }
  await kept
  // 16 commits of 4 MiB each: had it been one, nobody would have been answered in between.
  expect(answered).toBeGreaterThanOrEqual(10)
  console.info(`64 MiB: ${answered} small captures in between, the slowest after ${slowest.toFixed(0)} ms`)
  const ref = { kind: 'capture-body', id: idText(large.id), decoded: false } as const
  const last = (await store.reader.ask('content', ref, LIMITS.bodyBytes - 10, LIMITS.bodyBytes)) as Uint8Array
  expect(piece.subarray(-10).equals(last)).toBe(true)
})

test('chunks whose capture was never finished are swept out at the next start; others stay', async () => {
  const first = openTempStore()
  const whole = received({ body: [noise(2 * CHUNK_BYTES)] })
  await keep(first.store, whole)
  const insert = first.store.db.prepare('INSERT INTO body_chunks (owner, part, n, bytes) VALUES (?, 0, ?, ?)')
  const loose = received().id
  await first.store.queue.write(() => {
    insert.run(loose, 0, noise(CHUNK_BYTES))
    insert.run(loose, 1, noise(10))
  })
  await first.close()
  const second = openTempStore(first.folder)
  await second.store.chunks.sweep()
  const owners = second.store.db.prepare('SELECT owner, count(*) AS n FROM body_chunks GROUP BY owner').all()
  expect(owners).toEqual([{ owner: Buffer.from(whole.id), n: 2 }])
})

test('a large body that cannot be finished takes its chunks with it', async () => {
  const { store } = openTempStore()
  const seq = await keep(store)
  const taken = store.db.prepare('SELECT id FROM captures WHERE seq = ?').pluck().get(seq) as Uint8Array
  await expect(keep(store, received({ id: taken, body: [noise(2 * CHUNK_BYTES)] }))).rejects.toThrow(/UNIQUE/)
  await store.chunks.gone()
  expect(store.db.prepare('SELECT count(*) FROM body_chunks').pluck().get()).toBe(0)
})

function note(store: Store, seq: number, version: number): Promise<void> {
  return new Promise((resolve) =>
    store.captures.noteAnswer(seq, { kind: 'answered', version, status: 202, afterUs: 1234 }, resolve),
  )
}

async function bodyOf(store: Store, id: string): Promise<Buffer> {
  const ref = { kind: 'capture-body', id, decoded: false } as const
  const size = (await store.reader.ask('contentSize', ref)) as number
  return Buffer.from((await store.reader.ask('content', ref, 0, size)) as Uint8Array)
}

const NOISE = Buffer.alloc(6 * CHUNK_BYTES)
for (let n = 0; n < NOISE.length; n += 4) NOISE.writeUInt32LE(Math.imul(n + 1, 2_654_435_761) >>> 0, n)

/** Bytes that are the same nowhere, so that a wrong place shows. */
function noise(length: number): Buffer {
  return Buffer.from(NOISE.subarray(0, length))
}
