import fs from 'node:fs'
import path from 'node:path'
import zlib from 'node:zlib'
import { expect, onTestFinished, test } from 'vitest'
import type { CallOutput } from '../../../shared/contract/contract.ts'
import { openReadOnlyStore } from '../compose/read-only-store.ts'
import { INDEX_FILE } from '../store/search/index-file.ts'
import { tempFolder, until } from '../store/testing/temp-store.ts'
import { post as postBody, serveChild } from '../testing/serve-child.ts'
import { startTestEngine, type TestEngine } from '../testing/test-engine.ts'

test('an engine finds what was posted to it, before and after it is indexed, and counts and groups it', async () => {
  const engine = await startEngine()
  await post(engine, '/stripe', '{"id":"pi_3QabcXYZ","type":"payment_intent.succeeded"}')
  await post(engine, '/github?x=1', zlib.gzipSync('{"who":"M\\u00fcller"}'), { 'Content-Encoding': 'gzip' })
  const found = () => Promise.all(['pi_3qABC', 'müller', 'nowhere'].map((text) => targets(engine, text)))
  expect(await found()).toEqual([['/stripe'], ['/github?x=1'], []])
  await indexed(engine)
  expect(await found()).toEqual([['/stripe'], ['/github?x=1'], []])

  const { captures } = await engine.handlers['captures.list']({ limit: 10 })
  const ids = captures.map(({ id }) => id)
  const [github] = ids
  expect(await engine.handlers['search.match']({ filter: { text: 'body.who:müller' }, ids })).toEqual({ ids: [github] })
  expect(await engine.handlers['search.count']({ filter: { text: '"id" or who' }, most: 100 })).toEqual({
    count: 2,
    searched: 1,
  })
  const groups = await engine.handlers['search.groups']({ filter: {}, by: 'path', limit: 1 })
  expect(groups).toEqual({ groups: [{ value: '/github', count: 1 }], count: 2, more: 1, searched: 1 })
  const byStatus = await engine.handlers['search.groups']({ filter: { text: 'müller' }, by: 'status', limit: 10 })
  expect(byStatus.groups).toEqual([{ value: '200', count: 1 }])
})

test('what is deleted is not found, what is brought back is, and what is cleared leaves the index', async () => {
  const engine = await startEngine()
  for (let n = 0; n < 5; n++) await post(engine, `/hook/${n}`, '{"find":"needle"}')
  await indexed(engine)
  const { captures } = await engine.handlers['captures.list']({ text: 'needle', limit: 10 })
  const [first] = captures.map(({ id }) => id) as [string]
  await engine.handlers['captures.delete']({ ids: [first] })
  expect(await targets(engine, 'needle')).toEqual(['/hook/3', '/hook/2', '/hook/1', '/hook/0'])
  await engine.handlers['captures.undelete']({ ids: [first] })
  expect(await targets(engine, 'needle')).toHaveLength(5)
  await engine.handlers['captures.clear']({ includePinned: true })
  expect(await targets(engine, 'needle')).toEqual([])
  await post(engine, '/after', '{"find":"needle"}')
  await indexed(engine)
  expect(await targets(engine, 'needle')).toEqual(['/after'])
})

test('a filter that is none says what was expected, wherever it is asked', async () => {
  const engine = await startEngine()
  const filter = { text: 'status:' }
  const wrong = { kind: 'invalid-input' }
  await expect(async () => engine.handlers['captures.list']({ ...filter, limit: 10 })).rejects.toMatchObject(wrong)
  await expect(async () => engine.handlers['search.count']({ filter, most: 1 })).rejects.toMatchObject(wrong)
  await expect(async () => engine.handlers['search.match']({ filter, ids: [] })).rejects.toMatchObject(wrong)
  await expect(async () => engine.handlers['search.groups']({ filter, by: 'path', limit: 1 })).rejects.toMatchObject(
    wrong,
  )
})

test('without an engine the files are searched, with the index and without', async () => {
  const engine = await startEngine()
  for (let n = 0; n < 3; n++) await post(engine, `/hook/${n}`, `{"n":"number-${n}"}`)
  await indexed(engine)
  // Newer than the index, if that is slow.
  await post(engine, '/last', '{"n":"number-9"}')
  await engine.close()
  const found = async () => {
    const store = openReadOnlyStore(engine.dataFolder)
    try {
      return await targets(store, 'number- -number-1')
    } finally {
      await store.close()
    }
  }
  expect(await found()).toEqual(['/last', '/hook/2', '/hook/0'])
  for (const suffix of ['', '-wal', '-shm'])
    fs.rmSync(path.join(engine.dataFolder, INDEX_FILE + suffix), { force: true })
  expect(await found()).toEqual(['/last', '/hook/2', '/hook/0'])
})

test('an engine that is killed while it indexes finds everything again', { timeout: 120_000 }, async () => {
  const folder = tempFolder()
  const kept = new Set<number>()
  for (let round = 0, next = 0; round < 4; round++) {
    const serving = await serveChild(folder)
    let isKilled = false
    const send = async () => {
      while (!isKilled) {
        const number = next++
        try {
          const { status } = await postBody(`${serving.receiver}/load`, Buffer.from(`{"token":"token-${number}-end"}`))
          if (status === 200) kept.add(number)
        } catch {
          // Killed before it could answer.
        }
      }
    }
    const senders = Array.from({ length: 8 }, send)
    // In the middle of something, each time of something else.
    await until(async () => (await serving.state()).searchIndex !== null && kept.size > (round + 1) * 150)
    isKilled = true
    await serving.end('SIGKILL')
    await Promise.all(senders)
  }
  const engine = await startTestEngine({ dataFolder: folder })
  onTestFinished(() => engine.close())
  await indexed(engine)
  expect((await targets(engine, 'token-')).length).toBeGreaterThanOrEqual(kept.size)
  for (const number of kept) expect(await targets(engine, `token-${number}-end`)).toEqual(['/load'])
})

async function startEngine(): Promise<TestEngine> {
  const engine = await startTestEngine()
  onTestFinished(() => engine.close())
  return engine
}

async function post(
  engine: TestEngine,
  target: string,
  body: string | Uint8Array<ArrayBuffer>,
  headers: Record<string, string> = {},
): Promise<void> {
  const answer = await fetch(`http://127.0.0.1:${engine.port}${target}`, {
    method: 'POST',
    body,
    headers: { 'Content-Type': 'application/json', ...headers },
  })
  expect(answer.status).toBe(200)
}

/** Once the index has all, and what was answered is known. */
async function indexed(engine: TestEngine): Promise<void> {
  await until(() => engine.state().searchIndex?.behind === 0)
}

/** On however many pages: a slow machine ends one before it is full. */
async function targets(
  { handlers }: { readonly handlers: Pick<TestEngine['handlers'], 'captures.list'> },
  text: string,
): Promise<Array<string | null>> {
  const found: Array<string | null> = []
  let before: number | null = Number.MAX_SAFE_INTEGER
  while (before !== null) {
    const page: CallOutput<'captures.list'> = await handlers['captures.list']({ text, limit: 100, before })
    found.push(...page.captures.map(({ target }) => target))
    before = page.next
  }
  return found
}
