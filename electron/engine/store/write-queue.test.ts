import path from 'node:path'
import Database from 'better-sqlite3'
import { expect, onTestFinished, test, vi } from 'vitest'
import { tempFolder, until } from './testing/temp-store.ts'
import { type WriteJob, WriteQueue } from './write-queue.ts'

const IMMEDIATE = () => new Promise((resolve) => setImmediate(resolve))

test('writes all that wait in one transaction, and says so only once it is on disk', async () => {
  const { queue, other, commits } = open()
  const seen: number[] = []
  for (let n = 0; n < 100; n++) {
    queue.push(job(() => insert(queue, n), { committed: () => seen.push(count(other)) }))
  }
  expect(count(other)).toBe(0)
  await until(() => seen.length === 100)
  // Another connection saw all of them whenever one was told.
  expect(new Set(seen)).toEqual(new Set([100]))
  expect(commits()).toBe(1)
})

test('one bad job does not cost the others, and leaves nothing behind', async () => {
  const { queue, other } = open()
  const told: string[] = []
  for (let n = 0; n < 10; n++) {
    queue.push(
      job(
        () => {
          insert(queue, n)
          if (n === 4) throw new Error('bad capture')
        },
        { committed: () => told.push(`kept ${n}`), failed: (error) => told.push(`${n}: ${(error as Error).message}`) },
      ),
    )
  }
  await until(() => told.length === 10)
  expect(told).toContain('4: bad capture')
  expect(told.filter((text) => text.startsWith('kept'))).toHaveLength(9)
  expect(other.prepare('SELECT n FROM rows ORDER BY n').pluck().all()).toEqual([0, 1, 2, 3, 5, 6, 7, 8, 9])
})

test('a bad job in the background fails alone, and is not the store failing', async () => {
  const { queue, health } = open()
  await expect(queue.write(() => insert(queue, 'not a number'))).rejects.toThrow(/cannot store TEXT/)
  await queue.write(() => insert(queue, 1))
  expect(health).not.toHaveBeenCalled()
})

test('a callback that throws keeps nobody else from being told', async () => {
  const { queue } = open()
  const bugs: unknown[] = []
  const previous = process.listeners('uncaughtException')
  process.removeAllListeners('uncaughtException')
  process.once('uncaughtException', (error) => bugs.push(error))
  onTestFinished(() => {
    for (const listener of previous) process.on('uncaughtException', listener)
  })
  let told = 0
  queue.push(
    job(() => insert(queue, 1), {
      committed: () => {
        throw new Error('a bug')
      },
    }),
  )
  queue.push(job(() => insert(queue, 2), { committed: () => told++ }))
  await until(() => told === 1 && bugs.length === 1)
})

test('captures go first; the background gets its turn under a flood', async () => {
  const { queue, other } = open()
  let flooding = true
  let captures = 0
  const flood = () => {
    if (!flooding) return
    queue.push(job(() => insert(queue, captures++), { committed: flood }))
  }
  for (let n = 0; n < 50; n++) flood()
  const order: string[] = []
  queue.pushBackground(job(() => order.push('background')))
  queue.push(job(() => order.push('capture')))
  await queue.write(() => insert(queue, -1))
  for (let n = 0; n < 20; n++) await queue.write(() => insert(queue, -2))
  flooding = false
  expect(order).toEqual(['capture', 'background'])
  expect(other.prepare('SELECT count(*) FROM rows WHERE n < 0').pluck().get()).toBe(21)
})

test('background work is cut into slices, so that a capture is not held up by a heap of it', async () => {
  const { queue } = open()
  let done = 0
  const slow = () => {
    const end = performance.now() + 2
    while (performance.now() < end);
    done++
  }
  for (let n = 0; n < 100; n++) queue.pushBackground(job(slow))
  await IMMEDIATE()
  const before = done
  await new Promise<void>((resolve) => queue.push(job(() => insert(queue, 1), { committed: resolve })))
  expect(before).toBeLessThan(20)
  expect(done - before).toBeLessThan(20)
})

test('a commit takes at most 4 MiB, but always something', async () => {
  const { queue, commits } = open()
  let told = 0
  for (let n = 0; n < 6; n++) {
    queue.push(job(() => insert(queue, n), { committed: () => told++, bytes: n === 0 ? 9e6 : 2 * 1024 * 1024 }))
  }
  await until(() => told === 6)
  expect(commits()).toBe(4)
})

test('a commit of the background takes at most 4 MiB as well', async () => {
  const { queue, commits } = open()
  const MIB = 1024 * 1024
  await Promise.all([9, 3, 1, 2, 2].map((size, n) => queue.write(() => insert(queue, n), size * MIB)))
  expect(commits()).toBe(3)
})

test('what nobody waits for rides along with the next commit, or goes soon by itself', async () => {
  const { queue, commits } = open()
  let lazy = 0
  queue.pushLazily(job(() => insert(queue, 1), { committed: () => lazy++ }))
  await queue.write(() => insert(queue, 2))
  expect(lazy).toBe(1)
  expect(commits()).toBe(1)
  queue.pushLazily(job(() => insert(queue, 3), { committed: () => lazy++ }))
  await until(() => lazy === 2)
})

test('waits for the lock of another program without holding up the loop, then writes', async () => {
  const { queue, other, health } = open()
  other.exec('BEGIN IMMEDIATE')
  const written = queue.write(() => insert(queue, 1))
  let turns = 0
  const end = performance.now() + 200
  while (performance.now() < end) {
    await IMMEDIATE()
    turns++
  }
  expect(turns).toBeGreaterThan(100)
  other.exec('ROLLBACK')
  await written
  expect(count(other)).toBe(1)
  expect(health).not.toHaveBeenCalled()
})

test('a lock that stays fails whoever waits after 5 s, in the background too, and all is well once it goes', async () => {
  const { queue, other, health } = open()
  other.exec('BEGIN IMMEDIATE')
  const started = performance.now()
  const results = Promise.allSettled([
    new Promise((resolve, reject) =>
      queue.push(job(() => insert(queue, 1), { committed: () => resolve(1), failed: reject })),
    ),
    queue.write(() => insert(queue, 2)),
  ])
  expect((await results).map(({ status }) => status)).toEqual(['rejected', 'rejected'])
  const waited = performance.now() - started
  expect(waited).toBeGreaterThan(4900)
  expect(waited).toBeLessThan(8000)
  expect(health.mock.calls.map(([failure]) => (failure as { code: string }).code)).toEqual(['SQLITE_BUSY'])
  const next = queue.write(() => insert(queue, 3), queue.proofBytes)
  other.exec('ROLLBACK')
  await next
  expect(health).toHaveBeenLastCalledWith(null)
  expect(other.prepare('SELECT n FROM rows').pluck().all()).toEqual([3])
})

test('a store that cannot be written fails all that wait at once, and is told once', async () => {
  const { queue, db, health } = open()
  db.pragma('query_only = 1')
  const results = await Promise.allSettled([
    queue.write(() => insert(queue, 1)),
    queue.write(() => insert(queue, 2)),
    new Promise((resolve, reject) =>
      queue.push(job(() => insert(queue, 3), { committed: () => resolve(3), failed: reject })),
    ),
  ])
  expect(results.map(({ status }) => status)).toEqual(['rejected', 'rejected', 'rejected'])
  expect(queue.waiting).toBe(0)
  await expect(queue.write(() => insert(queue, 4))).rejects.toMatchObject({ code: 'SQLITE_READONLY' })
  expect(health).toHaveBeenCalledTimes(1)
  db.pragma('query_only = 0')
  await queue.write(() => insert(queue, 5))
  // Little can be written on a disk that is all but full: that proves nothing.
  expect(health).toHaveBeenCalledTimes(1)
  await queue.write(() => insert(queue, 6), queue.proofBytes)
  expect(health).toHaveBeenCalledTimes(2)
  expect(health).toHaveBeenLastCalledWith(null)
})

test('closing writes what waits and refuses what comes later', async () => {
  const { queue, other } = open()
  const waiting = Array.from({ length: 20 }, (_, n) => queue.write(() => insert(queue, n)))
  queue.close()
  await Promise.all(waiting)
  expect(count(other)).toBe(20)
  await expect(queue.write(() => insert(queue, 1))).rejects.toThrow(/closing/)
})

function open() {
  const file = path.join(tempFolder(), 'queue.db')
  const db = new Database(file, { timeout: 0 })
  db.pragma('journal_mode = WAL')
  db.exec('CREATE TABLE rows (n INTEGER NOT NULL) STRICT')
  const other = new Database(file, { timeout: 0 })
  const health = vi.fn<(failure: unknown | null) => void>()
  let committed = 0
  const queue = new WriteQueue(db, {
    beforeCommit: () => {},
    afterCommit: () => committed++,
    rolledBack: () => {},
    health,
    explain: (error) => error,
  })
  connections.set(queue, db)
  onTestFinished(() => {
    if (other.inTransaction) other.exec('ROLLBACK')
    queue.close()
    db.close()
    other.close()
  })
  return { queue, db, other, health, commits: () => committed }
}

const connections = new WeakMap<WriteQueue, Database.Database>()

function insert(queue: WriteQueue, n: unknown): void {
  connections.get(queue)?.prepare('INSERT INTO rows (n) VALUES (?)').run(n)
}

function count(db: Database.Database): number {
  return db.prepare('SELECT count(*) FROM rows').pluck().get() as number
}

function job(run: () => void, rest: Partial<WriteJob> = {}): WriteJob {
  return { run, committed: () => {}, failed: () => {}, bytes: 0, ...rest }
}
