import { spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import fs from 'node:fs'
import { createRequire } from 'node:module'
import path from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { CaptureIntake } from './captures/capture-intake.ts'
import { ChangeFeed } from './captures/change-feed.ts'
import { IDLE_LISTENER } from './captures/testing/idle-listener.ts'
import { EndpointDirectory } from './endpoints/endpoint-directory.ts'
import { startReceiver } from './receiver/receiver.ts'
import { openSecretBox } from './secrets/secret-box.ts'
import type { Store } from './store/store.ts'
import { keep, openTempStore, received, tempFolder, until } from './store/testing/temp-store.ts'
import { quietLog } from './testing/quiet-log.ts'
import { post, type ServeChild, serveChild } from './testing/serve-child.ts'

const SQLITE = createRequire(import.meta.url).resolve('better-sqlite3')

test('a store that is full: senders are told to try again, and it recovers by itself', async () => {
  const { store, url } = await receiving()
  expect((await post(url, 'first')).status).toBe(200)
  const pages = store.db.pragma('page_count', { simple: true }) as number
  store.db.pragma(`max_page_count = ${pages}`)
  const refused = await post(url, Buffer.alloc(500_000, 'x'))
  expectTryAgain(refused)
  expect(store.state).toMatchObject({ kind: 'failing', message: expect.stringMatching(/full.*Free some space/) })

  store.db.pragma(`max_page_count = ${pages + 10_000}`)
  await until(() => store.state.kind === 'ok')
  expect((await post(url, Buffer.alloc(500_000, 'x'))).status).toBe(200)
  expect(store.counts.total().captures).toBe(2)
  expect(store.db.pragma('integrity_check', { simple: true })).toBe('ok')
})

test('a large body that fills the store on its way leaves nothing behind', async () => {
  const { store, url } = await receiving()
  await post(url, 'first')
  store.db.pragma(`max_page_count = ${(store.db.pragma('page_count', { simple: true }) as number) + 2000}`)
  expectTryAgain(await post(url, Buffer.alloc(20 * 1024 * 1024, 'x')))
  await until(() => store.db.prepare('SELECT count(*) FROM body_chunks').pluck().get() === 0)
  // There is room again, so small ones go on.
  await until(() => store.state.kind === 'ok')
  expect((await post(url, 'small')).status).toBe(200)
})

test('one capture that does not fit costs the others of its commit nothing', async () => {
  const { store } = openTempStore()
  await keep(store)
  store.db.pragma(`max_page_count = ${(store.db.pragma('page_count', { simple: true }) as number) + 20}`)
  const tooLarge = received({ body: [Buffer.alloc(900_000, 'x')] })
  const results = await Promise.allSettled([keep(store), keep(store, tooLarge), keep(store)])
  expect(results.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled'])
})

test('a store that became read-only: 503 at once, said why, and well again by itself', async () => {
  const { store, url } = await receiving()
  store.db.pragma('query_only = 1')
  for (let n = 0; n < 5; n++) expectTryAgain(await post(url, 'x'))
  // Whoever asked for something else is told what is wrong, too.
  await expect(store.queue.write(() => store.meta.set('theme', 'dark'))).rejects.toMatchObject({
    kind: 'unavailable',
    message: expect.stringMatching(/read-only/),
  })
  expect(store.state).toMatchObject({
    kind: 'failing',
    message: expect.stringMatching(/read-only\. Mend its permissions/),
  })
  store.db.pragma('query_only = 0')
  await until(() => store.state.kind === 'ok')
  expect((await post(url, 'x')).status).toBe(200)
})

test('locked by another process: waits without holding up the loop, 503 after 5 s, and on it goes', async () => {
  const folder = tempFolder()
  const serving = await serveChild(folder)
  expect((await post(`${serving.receiver}/x`, 'first')).status).toBe(200)
  const release = await lockFromAnotherProcess(folder)

  const started = performance.now()
  const answers = Promise.all(Array.from({ length: 3 }, () => post(`${serving.receiver}/x`, 'waits')))
  let slowest = 0
  for (let n = 0; n < 10; n++) {
    const asked = performance.now()
    await serving.state()
    slowest = Math.max(slowest, performance.now() - asked)
  }
  // Whoever asks for something else is answered meanwhile.
  expect(performance.now() - started).toBeLessThan(5000)
  expect(slowest).toBeLessThan(1500)
  for (const answer of await answers) expectTryAgain(answer)
  expect(performance.now() - started).toBeGreaterThan(4500)
  expect((await serving.state()).store).toMatchObject({
    kind: 'failing',
    message: expect.stringMatching(/Another program has locked/),
  })

  await release()
  await until(async () => (await serving.state()).store.kind === 'ok')
  expect((await post(`${serving.receiver}/x`, 'after')).status).toBe(200)
})

test('a lock that goes in time costs nobody anything', async () => {
  const folder = tempFolder()
  const serving = await serveChild(folder)
  const release = await lockFromAnotherProcess(folder)
  let answered = false
  const answer = post(`${serving.receiver}/x`, 'waits').finally(() => {
    answered = true
  })
  for (let n = 0; n < 10; n++) await serving.state()
  expect(answered).toBe(false)
  await release()
  expect((await answer).status).toBe(200)
  expect((await serving.state()).store.kind).toBe('ok')
})

const canLimit = spawnSync('prlimit', ['--version']).status === 0
if (!canLimit) console.info('store full by ulimit: not run (no prlimit on this machine)')

test.runIf(canLimit)(
  'a limit on the size of files (ulimit -f): the engine stays up, and recovers once it is lifted',
  async () => {
    const folder = tempFolder()
    const serving = await serveChild(folder, ['bash', '-c', 'ulimit -S -f 4000; exec "$@"', '--'])
    const kept = await fillUp(serving)
    await expectFailingThenWell(serving, () => {
      expect(spawnSync('prlimit', ['--pid', String(serving.pid), '--fsize=unlimited']).status).toBe(0)
    })
    await serving.end('SIGTERM')
    const { store } = openTempStore(folder)
    expect(store.setAside).toBeNull()
    expect(store.counts.total().captures).toBe(kept + 1)
    expect(store.db.pragma('integrity_check', { simple: true })).toBe('ok')
  },
)

const canMount = spawnSync('unshare', ['-m', 'true']).status === 0
if (!canMount) console.info('store on a full or read-only disk: not run (mount namespaces are not allowed here)')

test.runIf(canMount)('a disk without room: the engine stays up, and recovers once there is room', async () => {
  const folder = tempFolder()
  const mount =
    'mount -t tmpfs -o size=24m,mode=700 tmpfs "$0" && head -c 18000000 /dev/zero > "$0/filling" && exec "$@"'
  // The mount is seen by the engine alone: its files are reached through its process.
  const serving = await serveChild(
    folder,
    ['unshare', '-m', 'bash', '-c', mount, folder],
    (pid) => `/proc/${pid}/root${folder}`,
  )
  const kept = await fillUp(serving)
  const inside = `/proc/${serving.pid}/root${folder}`
  await expectFailingThenWell(serving, () => fs.rmSync(path.join(inside, 'filling')))
  const copy = tempFolder()
  for (const name of ['captures.db', 'captures.db-wal']) fs.copyFileSync(path.join(inside, name), path.join(copy, name))
  const { store } = openTempStore(copy)
  expect(store.counts.total().captures).toBe(kept + 1)
})

test.runIf(canMount)('a data folder on a read-only disk: says so, naming the next step', async () => {
  const folder = tempFolder()
  const first = openTempStore(folder)
  await keep(first.store)
  await first.close()
  const mount = 'mount --bind "$0" "$0" && mount -o remount,ro,bind "$0" && exec "$@"'
  await expect(serveChild(folder, ['unshare', '-m', 'bash', '-c', mount, folder])).rejects.toThrow(
    /serve ended with 1: (?!.*\n\s+at ).*cannot be written.*--data/s,
  )
})

/** A receiver in front of a store, in this process, so that the store's connection is at hand. */
async function receiving(): Promise<{ store: Store; url: string }> {
  const log = quietLog()
  const { store, folder } = openTempStore()
  const source = {
    counter: () => store.changes.current,
    summaries: (seqs: ReadonlyArray<number>) => store.summaries(seqs),
  }
  const feed = new ChangeFeed(source, () => {}, log)
  const { routes } = new EndpointDirectory(store, {
    changed: () => {},
    secrets: openSecretBox(folder, { hasSealed: () => false, log }),
    log,
  })
  const receiver = await startReceiver(
    { port: 0, exact: true },
    new CaptureIntake(store, routes, feed, log, IDLE_LISTENER),
  )
  onTestFinished(async () => {
    await receiver.close(0)
    feed.close()
  })
  return { store, url: `${receiver.urls[0]}/x` }
}

function expectTryAgain(answer: { status: number; headers: Record<string, unknown>; body: string }): void {
  expect(answer).toMatchObject({ status: 503, headers: { 'retry-after': expect.stringMatching(/^\d+$/) } })
  expect(answer.body).toMatch(/try again/)
}

/**
 * Posts until the store takes no more, for good; how many it took. A log that was copied into the database meanwhile
 * starts anew, and then the store really has room for some more.
 */
async function fillUp(serving: ServeChild): Promise<number> {
  for (let kept = 0; kept < 1000; ) {
    const answer = await post(`${serving.receiver}/x`, Buffer.alloc(100_000, 'x'))
    if (answer.status === 200) {
      kept++
      continue
    }
    expectTryAgain(answer)
    if (await staysFailing(serving)) return kept
  }
  throw new Error('It never became full')
}

/** Over some probes: what little can still be written does not make it look well. */
async function staysFailing(serving: ServeChild): Promise<boolean> {
  const end = performance.now() + 1500
  while (performance.now() < end) {
    const { store } = await serving.state()
    if (store.kind === 'ok') return false
    expect(store).toMatchObject({ kind: 'failing', message: expect.stringContaining('receiving goes on by itself') })
    await new Promise((resolve) => setTimeout(resolve, 50))
  }
  return true
}

async function expectFailingThenWell(serving: ServeChild, mend: () => void): Promise<void> {
  expectTryAgain(await post(`${serving.receiver}/x`, Buffer.alloc(100_000, 'x')))
  mend()
  await until(async () => (await serving.state()).store.kind === 'ok')
  expect((await post(`${serving.receiver}/x`, Buffer.alloc(100_000, 'y'))).status).toBe(200)
}

async function lockFromAnotherProcess(folder: string): Promise<() => Promise<void>> {
  const script = `
    const db = new (require(${JSON.stringify(SQLITE)}))(process.argv[1])
    db.exec('BEGIN IMMEDIATE')
    console.log('locked')
    process.stdin.on('end', () => db.close()).resume()`
  const child = spawn(process.execPath, ['-e', script, path.join(folder, 'captures.db')], {
    stdio: ['pipe', 'pipe', 'inherit'],
  })
  const closed = once(child, 'close')
  await once(child.stdout, 'data')
  const release = async () => {
    child.stdin.end()
    await closed
  }
  onTestFinished(release)
  return release
}
