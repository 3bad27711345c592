import zlib from 'node:zlib'
import { expect, onTestFinished, test } from 'vitest'
import type { EngineEventOf } from '../../../shared/contract/events.ts'
import { searchCalls } from '../../../shared/contract/search-calls.ts'
import type { SearchedValue } from '../../../shared/search/complete-filter.ts'
import { MOST_SAVED_FILTERS, type SavedFilter, savedFilterName } from '../../../shared/search/saved-filter.ts'
import { wallTime } from '../../../shared/search/zoned-time.ts'
import { type Engine, startEngine } from '../engine.ts'
import { newId } from '../new-id.ts'
import { tempFolder, until } from '../store/testing/temp-store.ts'
import { quietLog } from '../testing/quiet-log.ts'

test('offers what captures have, the most frequent first', async () => {
  const engine = await started()
  await send(engine, '/shop/a?page=1&x=2', { 'X-Thing': '1' }, '{"type":"order.paid","data":{"lines":[{"sku":1}]}}')
  await send(engine, '/b?page=2', {}, '{"type":"order.paid"}')
  await send(engine, '/b', {}, '{"type":"order.voided"}')
  await send(engine, '/b', { 'Content-Encoding': 'gzip' }, zlib.gzipSync('{"hidden":1}'))
  const values = async (of: SearchedValue, prefix = '', within: string | null = null) =>
    (await engine.handlers['search.values']({ of, within, prefix, limit: 50 })).values
  // Event types are found behind the receiver.
  await until(async () => (await values('event')).reduce((sum, { count }) => sum + count, 0) === 3)
  expect(await values('event')).toEqual([
    { value: 'order.paid', count: 2 },
    { value: 'order.voided', count: 1 },
  ])
  expect(await values('event', 'VOID')).toEqual([{ value: 'order.voided', count: 1 }])
  expect(await values('method')).toEqual([{ value: 'POST', count: 4 }])
  expect(await values('query')).toEqual([
    { value: 'page', count: 2 },
    { value: 'x', count: 1 },
  ])
  expect((await values('header', 'x-')).map(({ value }) => value)).toEqual(['x-thing'])
  expect((await values('body')).map(({ value }) => value)).toEqual([
    '.type',
    '.data',
    '.data.lines',
    '.data.lines[*]',
    '.data.lines[*].sku',
  ])
  expect(await values('query', '', 'page')).toEqual([
    { value: '1', count: 1 },
    { value: '2', count: 1 },
  ])
  expect(await values('header', '', 'X-Thing')).toEqual([{ value: '1', count: 1 }])
  expect(await values('body', 'paid', '.type')).toEqual([{ value: 'order.paid', count: 2 }])
  expect(await values('body', '', '.data.lines[*].sku')).toEqual([{ value: '1', count: 1 }])
  expect(await values('body', '', '..')).toEqual([])
  expect(await values('path', '/B')).toEqual([{ value: '/b', count: 3 }])
  expect(await values('status')).toEqual([{ value: '200', count: 4 }])
  const { captures } = await engine.handlers['captures.list']({ limit: 1 })
  await engine.handlers['captures.tag']({ ids: captures.map(({ id }) => id), add: ['todo'], remove: [] })
  expect(await values('tag')).toEqual([{ value: 'todo', count: 1 }])
  expect(await values('endpoint')).toEqual([{ value: 'default', count: 4 }])
})

test('days and clock times are those of the zone that is asked for', async () => {
  const engine = await started()
  await send(engine, '/a', {}, '{}')
  const { year, month, day, hour, minute } = wallTime(Date.now() + 7_200_000, 'Pacific/Pago_Pago')
  const two = (number: number) => String(number).padStart(2, '0')
  const text = `before:${year}-${two(month)}-${two(day)}T${two(hour)}:${two(minute)}`
  const found = async (zone: string) =>
    (await engine.handlers['search.count']({ filter: { text, zone }, most: 10 })).count
  // Where that was shown a day and an hour before.
  expect([await found('Pacific/Pago_Pago'), await found('Pacific/Kiritimati')]).toEqual([1, 0])
})

test('keeps filters under names, tells of them, and brings one back that was deleted', async () => {
  const engine = await started()
  const told: Array<EngineEventOf<'filters.changed'>> = []
  engine.subscribe((event) => event.event === 'filters.changed' && told.push(event))
  const failed = { id: newId(), name: 'Failed', text: 'status:5xx', endpoint: null, position: null }
  const other = { id: newId(), name: 'another', text: 'is:pinned', endpoint: 'default', position: null }
  await engine.handlers['filters.save'](failed)
  await engine.handlers['filters.save'](other)
  expect(await engine.handlers['filters.list']({})).toEqual([other, failed])
  await engine.handlers['filters.save']({ ...failed, name: 'A failure' })
  await engine.handlers['filters.delete']({ id: other.id })
  expect(await engine.handlers['filters.list']({})).toEqual([{ ...failed, name: 'A failure' }])
  await engine.handlers['filters.save'](other)
  expect(await engine.handlers['filters.list']({})).toHaveLength(2)
  await until(() => told.at(-1)?.filters.length === 2)
  const { id } = await engine.handlers['filters.save']({ ...failed, id: newId(), name: 'Third' })
  const ordered = await engine.handlers['filters.order']({ ids: [failed.id, newId()] })
  expect(ordered.map(({ name }) => name)).toEqual(['A failure', 'another', 'Third'])
  expect((await engine.handlers['filters.order']({ ids: [id] }))[0]).toMatchObject({ name: 'Third', position: 0 })
})

test('refuses a filter that is wrong, and a name that is taken', async () => {
  const engine = await started()
  const save = async (name: string, text: string) =>
    engine.handlers['filters.save']({ id: newId(), name, text, endpoint: null, position: null })
  await save('Failed', 'status:5xx')
  await expect(save('Wrong', 'status:abc')).rejects.toMatchObject({
    kind: 'invalid-input',
    message: expect.stringContaining('at character 8: expected a status such as 404'),
  })
  await expect(save('failed', 'status:4xx')).rejects.toMatchObject({
    kind: 'conflict',
    message: expect.stringContaining('There is a filter “failed” already'),
  })
  await save('Zür', 'a')
  await expect(save('ZÜR', 'b')).rejects.toMatchObject({ kind: 'conflict' })
  await expect(save('Zu\u0308r', 'b')).rejects.toMatchObject({ kind: 'conflict' })
  expect(await engine.handlers['filters.list']({})).toHaveLength(2)
})

test('as many filters can be kept as can be put in order', { timeout: 60_000 }, async () => {
  const engine = await started()
  const filter = (name: string) => ({ id: newId(), name, text: 'a', endpoint: null, position: null })
  const kept = Array.from({ length: MOST_SAVED_FILTERS }, (_, at) => filter(`Filter ${at}`))
  await Promise.all(kept.map((one) => engine.handlers['filters.save'](one)))
  await expect(async () => engine.handlers['filters.save'](filter('One more'))).rejects.toMatchObject({
    kind: 'conflict',
    message: expect.stringContaining('There are 1000 saved filters'),
  })
  // Those that are there can still be changed.
  await engine.handlers['filters.save']({ ...(kept[0] as SavedFilter), name: 'Renamed' })
  const { ids } = searchCalls['filters.order'].input.parse({ ids: kept.map(({ id }) => id).reverse() })
  expect((await engine.handlers['filters.order']({ ids })).at(-1)?.name).toBe('Renamed')
})

test('a name of a filter hides nothing and is one line', () => {
  const isName = (name: string) => savedFilterName.safeParse(name).success
  expect(['Fehler 5xx', '../../etc', '<b>', '日本 🙂', '__proto__'].filter(isName)).toHaveLength(5)
  expect(['', '  ', 'a\nb', '\u001b[31m', 'a\u202eb', 'x'.repeat(61)].filter(isName)).toEqual([])
})

async function started(): Promise<Engine> {
  const engine = await startEngine({ dataFolder: tempFolder(), receiver: { port: 0 }, log: quietLog() })
  onTestFinished(() => engine.close())
  return engine
}

async function send(
  engine: Engine,
  path: string,
  headers: Record<string, string>,
  body: string | Buffer<ArrayBuffer>,
): Promise<void> {
  const url = `${engine.state().receiver.urls[0]}${path}`
  expect((await fetch(url, { method: 'POST', headers, body })).status).toBe(200)
}
