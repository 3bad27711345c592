import { gunzipSync } from 'node:zlib'
import { expect, onTestFinished, test } from 'vitest'
import type { ExportJob } from '../../../shared/export/export-job.ts'
import { eventually } from '../testing/eventually.ts'
import { startTestEngine, type TestEngine } from '../testing/test-engine.ts'

async function engineWith(bodies: ReadonlyArray<string>): Promise<TestEngine> {
  const engine = await startTestEngine()
  onTestFinished(() => engine.close())
  await engine.handlers['endpoints.add']({ slug: 'stripe', name: 'Stripe' })
  for (const [index, body] of bodies.entries()) {
    const answer = await fetch(`http://127.0.0.1:${engine.port}/stripe/${index}`, { method: 'POST', body })
    expect(answer.status).toBe(200)
  }
  return engine
}

async function start(engine: TestEngine, format: ExportJob['format'], text?: string): Promise<ExportJob> {
  return engine.handlers['export.start']({
    scope: { kind: 'filter', filter: { text } },
    format,
    deliveries: true,
    redact: false,
  })
}

async function taken(engine: TestEngine, id: string): Promise<Buffer> {
  const pieces: Uint8Array[] = []
  for await (const piece of engine.openExport(id)?.bytes ?? []) pieces.push(piece)
  return Buffer.concat(pieces)
}

test('captures go out as lines, oldest first, and progress is told', async () => {
  const engine = await engineWith(['{"n":0}', '{"n":1}', '{"n":2}'])
  const jobs: ExportJob[] = []
  engine.subscribe((event) => {
    if (event.event === 'export.job') jobs.push(event.job)
  })
  const { id, state, fileName } = await start(engine, 'ndjson')
  expect(state).toBe('waiting')
  expect(fileName).toMatch(/^hookbench-\d{8}-\d{6}\.ndjson$/)
  const lines = (await taken(engine, id)).toString().trimEnd().split('\n')
  const captures = lines.map((line) => JSON.parse(line) as { target: string; bodyBase64: string; answer: unknown })
  expect(captures.map(({ target }) => target)).toEqual(['/stripe/0', '/stripe/1', '/stripe/2'])
  expect(Buffer.from(captures[1]?.bodyBase64 ?? '', 'base64').toString()).toBe('{"n":1}')
  expect(captures[0]?.answer).toMatchObject({ status: 200, content: { bodyBase64: expect.any(String) } })
  expect(jobs.at(-1)).toMatchObject({ id, state: 'done', captures: 3, share: 1, problem: null })
  expect(() => engine.openExport(id)).toThrow('taken already')
})

test('a bundle names the endpoint once, and no secret of it', async () => {
  const engine = await engineWith(['{}', '{}'])
  await engine.handlers['endpoints.setAccess']({
    slug: 'stripe',
    access: {
      allowedAddresses: [],
      pathToken: 'path-token-x91',
      basicAuth: { user: 'u', password: 'p4ssw0rd!' },
      storeRefused: false,
    },
  })
  const secret = { endpoint: 'stripe', name: 'live', kind: 'secret', value: 'whsec_notinthebundle' } as const
  await engine.handlers['secrets.add']({ ...secret, keyId: null, audience: null, provider: null })
  const text = gunzipSync(await taken(engine, (await start(engine, 'bundle')).id)).toString()
  const lines = text
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line) as { kind: string })
  expect(lines.map(({ kind }) => kind)).toEqual(['bundle', 'endpoint', 'capture', 'capture', 'end'])
  expect(lines.at(-1)).toMatchObject({ captures: 2, deliveries: 0, sha256: expect.stringMatching(/^[0-9a-f]{64}$/) })
  expect(text).not.toMatch(/path-token|p4ssw0rd|whsec/)
})

test('only what the filter takes, or is selected, goes out', async () => {
  const engine = await engineWith(['a', 'b', 'c'])
  const filtered = (await taken(engine, (await start(engine, 'ndjson', 'stripe/1')).id)).toString()
  expect(filtered.trimEnd().split('\n')).toHaveLength(1)
  const { captures } = await engine.handlers['captures.list']({ limit: 10 })
  const ids = [captures[0]?.id ?? '', captures[2]?.id ?? '', '019c0000-0000-7000-8000-000000000001']
  const request = { scope: { kind: 'ids', ids }, format: 'csv', deliveries: false, redact: false } as const
  const { id } = await engine.handlers['export.start'](request)
  const rows = (await taken(engine, id)).toString().trimEnd().split('\r\n')
  expect(rows.map((row) => row.split(',')[4])).toEqual(['target', '/stripe/0', '/stripe/2'])
})

test('a zip has the very bytes, under names that lead nowhere', async () => {
  const body = '{"zip":"../../etc/passwd"}'
  const engine = await engineWith([body])
  const bytes = await taken(engine, (await start(engine, 'zip')).id)
  expect(bytes.readUInt32LE(0)).toBe(0x04034b50)
  const name = bytes.subarray(30, 30 + bytes.readUInt16LE(26)).toString()
  expect(name).toMatch(/^[0-9T-]+Z_stripe_[0-9a-f-]{36}\.json$/)
  expect(bytes.includes(body)).toBe(true)
})

test('whoever goes away ends the export, and a cancelled one is cut off', async () => {
  const engine = await engineWith(Array.from({ length: 40 }, () => 'x'.repeat(200_000)))
  const jobs: ExportJob[] = []
  engine.subscribe((event) => {
    if (event.event === 'export.job') jobs.push(event.job)
  })
  const first = await start(engine, 'ndjson')
  for await (const piece of engine.openExport(first.id)?.bytes ?? []) {
    expect(piece.length).toBeGreaterThan(0)
    break
  }
  await eventually(() => expect(jobs.at(-1)).toMatchObject({ id: first.id, state: 'cancelled' }))

  const second = await start(engine, 'ndjson')
  const pieces = (engine.openExport(second.id) as { bytes: AsyncIterable<Uint8Array> }).bytes[Symbol.asyncIterator]()
  await pieces.next()
  expect(await engine.handlers['export.cancel']({ id: second.id })).toEqual({ cancelled: true })
  await expect(
    (async () => {
      while ((await pieces.next()).done !== true);
    })(),
  ).rejects.toThrow('cancelled')
  expect(await engine.handlers['export.cancel']({ id: second.id })).toEqual({ cancelled: false })
})
