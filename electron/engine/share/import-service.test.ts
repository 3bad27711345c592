import http from 'node:http'
import type { AddressInfo } from 'node:net'
import { expect, onTestFinished, test } from 'vitest'
import { sampleDelivery } from '../../../shared/export/testing/sample-export.ts'
import { newId } from '../new-id.ts'
import { startTestEngine, type TestEngine } from '../testing/test-engine.ts'
import { checkFile, exportAll, importFile, jobOnce } from './testing/import-file.ts'

async function startEngine(): Promise<TestEngine> {
  const engine = await startTestEngine()
  onTestFinished(() => engine.close())
  return engine
}

/** Captures of many kinds with what stands beside them. */
async function filledEngine(): Promise<TestEngine> {
  const engine = await startEngine()
  const target = http.createServer((request, response) => request.resume().on('end', () => response.end('handled')))
  await new Promise<void>((resolve) => target.listen(0, '127.0.0.1', resolve))
  onTestFinished(() => void target.close())
  const url = `http://127.0.0.1:${(target.address() as AddressInfo).port}/*`
  await engine.handlers['endpoints.add']({ slug: 'stripe', name: 'Stripe live' })
  await engine.handlers['endpoints.setForward']({ slug: 'stripe', forward: { enabled: false, url, keepHost: false } })
  await engine.handlers['ignoreRules.change']({ endpoint: 'stripe', add: ['/id'], remove: [] })
  const bodies = ['{"type":"a.b"}', Buffer.alloc(2_200_000, 0xfe), 'plain', '']
  for (const [index, body] of bodies.entries()) {
    await fetch(`http://127.0.0.1:${engine.port}/stripe/${index}`, { method: 'POST', body })
  }
  const { captures } = await engine.handlers['captures.list']({ limit: 10 })
  const [empty, plain, large] = captures
  for (const captureId of [plain?.id ?? '', large?.id ?? '']) {
    await engine.handlers['replay.send']({ captureId, url })
    await engine.handlers['replay.send']({ captureId, url, edit: { body: { kind: 'text', text: 'edited' } } })
  }
  await engine.handlers['captures.setNote']({ id: plain?.id ?? '', note: 'A note\nof two lines' })
  await engine.handlers['captures.setPinned']({ ids: [empty?.id ?? ''], pinned: true })
  await engine.handlers['captures.tag']({ ids: [plain?.id ?? ''], add: ['todo'], remove: [] })
  return engine
}

test('what came in is taken back, however many, and what was here stays', { timeout: 60_000 }, async () => {
  const engine = await startEngine()
  await fetch(`http://127.0.0.1:${engine.port}/stays`, { method: 'POST' })
  const commands = Array.from({ length: 150 }, (_, index) => `curl http://h/shop/${index} -d x`).join('\n')
  const done = await importFile(engine, commands, { endpoint: 'shop' })
  expect(done).toMatchObject({ state: 'done', written: 150 })
  expect(done.ids).toHaveLength(100)
  await engine.handlers['import.undo']({ id: done.id })
  expect(await jobOnce(engine, done.id, ({ state }) => state !== 'undoing')).toMatchObject({ state: 'undone' })
  const { captures } = await engine.handlers['captures.list']({ limit: 10 })
  expect(captures.map(({ target }) => target)).toEqual(['/stays'])
  expect(await engine.handlers['captures.count']({})).toMatchObject({ total: 1 })
  await expect(async () => engine.handlers['import.undo']({ id: done.id })).rejects.toThrow(
    /can no longer be taken back/,
  )
  // The next import is not in its way.
  expect(await importFile(engine, 'curl http://h/again')).toMatchObject({ state: 'done', written: 1 })
})

test('each request of one command comes in with its whole body', { timeout: 60_000 }, async () => {
  const engine = await startEngine()
  const command = `curl 'http://h/shop/[1-3]' -d ${'x'.repeat(2_200_000)}`
  expect(await importFile(engine, command)).toMatchObject({ state: 'done', written: 3 })
  const { captures } = await engine.handlers['captures.list']({ limit: 10 })
  expect(captures.map(({ bodySize }) => bodySize)).toEqual([2_200_000, 2_200_000, 2_200_000])
})

/** The lines without what is found out behind the receiver, in its own time. */
function evidence(lines: Buffer): unknown[] {
  return lines
    .toString()
    .trimEnd()
    .split('\n')
    .map((line) => ({ ...(JSON.parse(line) as object), eventType: null, verdict: null, provider: null }))
}

test.each(['bundle', 'ndjson', 'har'] as const)(
  'what one Hookbench exports as %s is the same in another',
  { timeout: 60_000 },
  async (format) => {
    const one = await filledEngine()
    const other = await startEngine()
    const job = await importFile(other, await exportAll(one, format))
    expect(job).toMatchObject({
      state: 'done',
      captures: 4,
      deliveries: 4,
      written: 4,
      already: 0,
      renamed: 0,
      problem: null,
    })
    expect(job.endpoints).toEqual([{ slug: 'stripe', captures: 4, isNew: true }])
    expect(evidence(await exportAll(other, 'ndjson'))).toEqual(evidence(await exportAll(one, 'ndjson')))

    const endpoint = (await other.handlers['endpoints.list']({})).find(({ slug }) => slug === 'stripe')
    expect(endpoint).toMatchObject({ captures: 4 })
    const rules = await other.handlers['ignoreRules.list']({})
    if (format === 'bundle') {
      expect(endpoint).toMatchObject({ name: 'Stripe live', forward: { enabled: false } })
      expect(rules).toEqual([{ endpoint: 'stripe', rules: ['/id'] }])
    } else {
      expect(rules).toEqual([])
    }
    const [newest] = (await other.handlers['captures.list']({ limit: 1 })).captures
    const { imported } = await other.handlers['captures.get']({ id: newest?.id ?? '' })
    expect(imported).toMatchObject({ file: 'captures.test', format })
    // Once more: all of it is there already.
    expect(await importFile(other, await exportAll(one, format))).toMatchObject({
      state: 'done',
      already: 4,
      written: 0,
    })
    expect((await other.handlers['captures.list']({ limit: 10 })).captures).toHaveLength(4)
  },
)

test('the same id with other bytes gets another, and is said', { timeout: 60_000 }, async () => {
  const engine = await filledEngine()
  const lines = (await exportAll(engine, 'ndjson')).toString()
  const [first = ''] = lines.split('\n')
  const changed = { ...(JSON.parse(first) as object), bodyBase64: 'AAAA' }
  const { id } = changed as unknown as { id: string }
  const job = await importFile(engine, `${JSON.stringify(changed)}\n${first}\n`)
  expect(job).toMatchObject({ state: 'done', captures: 2, already: 1, renamed: 1, written: 1 })
  expect(job.ids).not.toContain(id)
  expect(await engine.handlers['captures.list']({ limit: 10 })).toMatchObject({ captures: { length: 5 } })
})

test('ids that come twice in one file are told before, and written as they were told', {
  timeout: 60_000,
}, async () => {
  const engine = await startEngine()
  await engine.handlers['endpoints.setRetention']({
    slug: 'default',
    retention: { maxAgeDays: null, maxCaptures: 2, maxBytes: null },
  })
  const line = (id: string, body: string) => ({
    kind: 'capture',
    version: 1,
    id,
    receivedAt: Date.now(),
    method: 'POST',
    target: '/',
    headers: [],
    bodyBase64: Buffer.from(body).toString('base64'),
  })
  const delivery = (captureId: string) => {
    const {
      requestBody: _none,
      responseBody: _nothing,
      kind: how,
      ...rest
    } = sampleDelivery({ captureId, id: deliveryId })
    return { ...rest, kind: 'delivery', version: 1, how, requestBodyBase64: null, responseBodyBase64: '' }
  }
  const [id, deliveryId] = [newId(), newId()]
  const one = line(id, 'one')
  const file = [one, delivery(id), { ...one, bodyBase64: 'AAAA' }, delivery(id), one, delivery(id)]
  const lines = file.map((value) => JSON.stringify(value)).join('\n')
  const told = { captures: 3, already: 1, renamed: 1, deliveries: 2, problem: null }
  const checked = await checkFile(engine, lines)
  // Two stay, and two may.
  expect(checked).toMatchObject({ ...told, state: 'checked', losses: [] })
  expect(checked.endpoints).toMatchObject([{ captures: 2 }])
  expect(await importFile(engine, lines)).toMatchObject({ ...told, state: 'done', written: 2 })
  const { captures } = await engine.handlers['captures.list']({ limit: 10 })
  expect(captures.map(({ deliveries }) => deliveries)).toEqual([1, 1])
  // Likewise where what is the same comes behind thousands of others.
  const many = Array.from({ length: 500 }, (_, index) => JSON.stringify(line(newId(), String(index))))
  const twice = await importFile(engine, [...many, ...many].join('\n'), { anyway: true, endpoint: 'other' })
  expect(twice).toMatchObject({ state: 'done', captures: 1000, already: 500, renamed: 0, written: 500 })
})

test('a file with one bad entry brings nothing in, and is told by its place', { timeout: 60_000 }, async () => {
  const one = await filledEngine()
  const other = await startEngine()
  const lines = (await exportAll(one, 'ndjson')).toString().trimEnd().split('\n')
  const last = { ...(JSON.parse(lines[0] ?? '') as object), id: 'nonsense' }
  const job = await checkFile(other, [...lines, JSON.stringify(last)].join('\n'))
  expect(job).toMatchObject({ state: 'failed', problemCount: 1, written: 0 })
  expect(job.problem).toMatch(new RegExp(`^Line ${lines.length + 1}: id: .*Nothing was imported\\.$`))
  expect((await other.handlers['captures.list']({ limit: 10 })).captures).toEqual([])
  expect((await other.handlers['endpoints.list']({})).map(({ slug }) => slug)).toEqual(['default'])
})

test('what would not stay is said before, and comes in only if that is wanted', { timeout: 60_000 }, async () => {
  const one = await filledEngine()
  const other = await startEngine()
  await other.handlers['settings.set']({ retention: { maxAgeDays: null, maxCaptures: 2, maxBytes: 1024 ** 3 } })
  const file = await exportAll(one, 'bundle')
  const job = await checkFile(other, file)
  expect(job.losses).toEqual([
    // One of the four is pinned, and no limit is about it.
    'Settings keep at most 2 captures, and there would be 3: the oldest 1 would be deleted.',
  ])
  await expect(async () => other.handlers['import.write']({ id: job.id, anyway: false })).rejects.toThrow(
    'Not all of it',
  )
  expect(await importFile(other, file, { anyway: true })).toMatchObject({ state: 'done', written: 4 })
})

test('what comes in is not forwarded', { timeout: 60_000 }, async () => {
  const engine = await filledEngine()
  const file = await exportAll(engine, 'ndjson')
  await engine.handlers['endpoints.setForward']({
    slug: 'stripe',
    forward: { enabled: true, url: 'http://127.0.0.1:9/*', keepHost: false },
  })
  await engine.handlers['captures.clear']({ includePinned: true })
  const job = await importFile(engine, file)
  expect(job).toMatchObject({ state: 'done', written: 4 })
  const { captures } = await engine.handlers['captures.list']({ limit: 10 })
  expect(captures.map(({ deliveries }) => deliveries).reduce((sum, each) => sum + each, 0)).toBe(4)
  expect(engine.state().forwardQueue).toMatchObject({ waiting: 0, running: 0 })
})

test('a deleted endpoint comes back with what was set up for it', { timeout: 60_000 }, async () => {
  const engine = await filledEngine()
  const file = await exportAll(engine, 'bundle')
  await engine.handlers['captures.clear']({ includePinned: true })
  await engine.handlers['endpoints.rename']({ slug: 'stripe', name: 'My own name' })
  await engine.handlers['endpoints.delete']({ slug: 'stripe' })
  const job = await importFile(engine, file)
  expect(job.endpoints).toEqual([{ slug: 'stripe', captures: 4, isNew: true }])
  expect((await engine.handlers['endpoints.list']({})).find(({ slug }) => slug === 'stripe')).toMatchObject({
    name: 'My own name',
    captures: 4,
  })
})

test('all of it can go to one endpoint', { timeout: 60_000 }, async () => {
  const one = await filledEngine()
  const other = await startEngine()
  const job = await importFile(other, await exportAll(one, 'har'), { endpoint: 'archive' })
  expect(job.endpoints).toEqual([{ slug: 'archive', captures: 4, isNew: true }])
  const { captures } = await other.handlers['captures.list']({ limit: 10 })
  expect(new Set(captures.map(({ endpoint }) => endpoint))).toEqual(new Set(['archive']))
})

test('more endpoints than a person has are refused, unless all of it goes to one', { timeout: 60_000 }, async () => {
  const engine = await startEngine()
  const capture = { kind: 'capture', version: 1, receivedAt: 1, method: 'POST', target: '/', headers: [] }
  const file = Array.from({ length: 1001 }, (_, index) =>
    JSON.stringify({ ...capture, id: newId(), endpoint: `junk-${index}` }),
  ).join('\n')
  expect(await checkFile(engine, file)).toMatchObject({
    state: 'failed',
    problem: expect.stringContaining('more than 1,000 endpoints'),
  })
  expect(await engine.handlers['endpoints.list']({})).toHaveLength(1)
  expect(await importFile(engine, file, { endpoint: 'junk' })).toMatchObject({
    state: 'done',
    written: 1001,
    endpoints: [{ slug: 'junk', captures: 1001, isNew: true }],
  })
})

test('a cancelled import leaves nothing, and the next may begin', { timeout: 60_000 }, async () => {
  const engine = await startEngine()
  const lines = Array.from({ length: 3000 }, () => {
    const capture = {
      kind: 'capture',
      version: 1,
      id: newId(),
      receivedAt: 1,
      method: 'POST',
      target: '/a',
      headers: [],
    }
    return JSON.stringify(capture)
  })
  const { id } = await checkFile(engine, lines.join('\n'))
  await engine.handlers['import.write']({ id, anyway: false })
  await expect(checkFile(engine, lines.join('\n'))).rejects.toThrow('Another import is under way')
  expect(await engine.handlers['import.cancel']({ id })).toEqual({ cancelled: true })
  expect(await jobOnce(engine, id, ({ state }) => state !== 'writing')).toMatchObject({
    state: 'cancelled',
    written: 0,
  })
  expect(await engine.handlers['captures.count']({})).toMatchObject({ total: 0 })
  expect(await engine.handlers['import.cancel']({ id })).toEqual({ cancelled: false })
  expect(await importFile(engine, lines.join('\n'))).toMatchObject({ state: 'done', written: 3000, already: 0 })
})
