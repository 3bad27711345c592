import fs from 'node:fs'
import zlib from 'node:zlib'
import fc from 'fast-check'
import { expect, onTestFinished, test } from 'vitest'
import type { CaptureFilter } from '../../../../shared/capture/capture-filter.ts'
import { filterMatcher } from '../../../../shared/search/matches-filter.ts'
import { parseFilter } from '../../../../shared/search/parse-filter.ts'
import { quoteFilterText } from '../../../../shared/search/quoted-text.ts'
import { localClock } from '../../../local-clock.ts'
import { CaptureIndexer } from '../../search/capture-indexer.ts'
import { openReadingDatabase } from '../open-database.ts'
import { ReadConnection } from '../read-connection.ts'
import type { ReceivedCapture } from '../received-capture.ts'
import { SUMMARY_TABLES } from '../rows.ts'
import { keep, keepEvent, keepMany, openTempStore, received } from '../testing/temp-store.ts'
import type { CaptureSearch } from './capture-search.ts'
import { indexFile } from './index-file.ts'
import { IndexSource } from './index-source.ts'
import { openSearch } from './open-search.ts'
import { SEARCHED_COLUMNS, type SearchedRow, searchedCapture } from './searched-rows.ts'

const ENCODERS: Readonly<Record<string, (bytes: Buffer) => Buffer>> = {
  '': (bytes) => bytes,
  gzip: (bytes) => zlib.gzipSync(bytes),
  br: (bytes) => zlib.brotliCompressSync(bytes),
  zstd: (bytes) => zlib.zstdCompressSync(bytes),
  deflate: (bytes) => zlib.deflateRawSync(bytes),
}

test('finds with the index exactly what a look at every capture finds, whatever the captures and the filter', {
  timeout: 120_000,
}, async () => {
  const { store, folder } = openTempStore()
  const samples = fc.sample(anyCapture, 120)
  for (const { capture, eventType } of samples) {
    const seq = await keep(store, received(capture))
    if (eventType !== null) await keepEvent(store, { seq, endpoint: capture.endpoint as string, type: eventType })
  }
  const { search, index, db, rows } = searching(folder)
  // Half of them: the rest is newer than the index.
  catchUp(index)
  for (const { capture } of fc.sample(anyCapture, 30)) await keep(store, received(capture))
  const every = rows()
  expect(every).toHaveLength(150)
  const terms = fc.oneof(
    anyTerm,
    // Cut from what is there, as people paste it.
    fc.tuple(fc.constantFrom(...samples), fc.nat(), fc.nat(24)).map(([{ plain }, at, length]) => {
      const start = plain.length === 0 ? 0 : at % plain.length
      return quoteFilterText(plain.slice(start, start + length))
    }),
  )
  const filterText = fc.oneof(
    terms,
    fc.tuple(terms, terms).map(([one, other]) => `${one} ${other}`),
    fc.tuple(terms, terms).map(([one, other]) => `(${one} or ${other})`),
    fc.tuple(terms, terms).map(([one, other]) => `${one} -${other}`),
  )
  let found = 0
  fc.assert(
    fc.property(filterText, fc.constantFrom(undefined, 'shop'), (text, endpoint) => {
      const parsed = parseFilter(text, localClock())
      fc.pre(parsed.ok)
      const matches = filterMatcher(parsed.node)
      const expected = every
        .filter((row) => (endpoint === undefined || row.endpoint === endpoint) && matches(searchedCapture(db, row)))
        .map(({ seq }) => seq)
      found += expected.length
      const filter = { text, ...(endpoint === undefined ? {} : { endpoint }) }
      expect(allOf(search, filter)).toEqual(expected)
      expect(countOf(search, filter)).toBe(expected.length)
    }),
    { numRuns: 250 },
  )
  // It would mean little if nothing matched.
  expect(found).toBeGreaterThan(200)
})

test('finds what is meant however it is spelled', async () => {
  const { store, folder } = openTempStore()
  const json = (text: string, headers: string[] = []) =>
    keep(
      store,
      received({ headersJson: JSON.stringify(['Content-Type', 'application/json', ...headers]), ...body(text) }),
    )
  const escaped = await json('{"city":"M\\u00fcnchen","path":"a\\/b","note":"line\\nbreak"}')
  const number = await json('{"data":{"amount":4.242e3}}')
  const form = await keep(
    store,
    received({
      headersJson: JSON.stringify(['Content-Type', 'application/x-www-form-urlencoded']),
      ...body('text=a%20b%C3%BC&payload=%7B%22name%22%3A%22Zo%5Cu00eb%22%7D'),
    }),
  )
  const latin = await keep(
    store,
    received({
      headersJson: JSON.stringify(['Content-Type', 'text/plain; charset=iso-8859-1']),
      body: [Buffer.from('Größe', 'latin1')],
      bodySize: 5,
    }),
  )
  const wide = await keep(
    store,
    received({
      headersJson: JSON.stringify(['Content-Type', 'text/plain; charset=utf-16le']),
      ...body(Buffer.from('Straße', 'utf16le')),
    }),
  )
  const lines = await json('1\n{"a":"caf\\u00e9"}')
  const { search, index } = searching(folder)
  catchUp(index)
  const found = (text: string) => allOf(search, { text })
  expect(found('münchen')).toEqual([escaped])
  expect(found('M\\u00fcnchen')).toEqual([escaped])
  expect(found('"a/b"')).toEqual([escaped])
  expect(found('body.note:"line\\nbreak"')).toEqual([escaped])
  expect(found('body.data.amount:4242')).toEqual([number])
  expect(found('body.data.amount:>4000')).toEqual([number])
  expect(found('"a bü"')).toEqual([form])
  expect(found('a%20b')).toEqual([form])
  expect(found('body.payload.name:zoë')).toEqual([form])
  expect(found('GRÖSSE')).toEqual([])
  expect(found('GRÖßE')).toEqual([latin])
  expect(found('straße')).toEqual([wide])
  expect(found('body.a:café')).toEqual([lines])
})

test('looks into bodies of several pieces, and finds what stands beyond what was indexed', async () => {
  const { store, folder } = openTempStore()
  const large = Buffer.alloc(18 * 1024 * 1024, 'lorem ipsum ')
  large.write('needle in the hay', large.length - 100)
  const seq = await keep(store, received(body(large)))
  await keepMany(store, 3)
  const { search, index } = searching(folder)
  catchUp(index)
  expect(allOf(search, { text: '"needle in the hay"' })).toEqual([seq])
  expect(allOf(search, { text: '"needle in the straw"' })).toEqual([])
})

test('a search without an index, or with one that is damaged, finds all the same and asks for another', async () => {
  const { store, folder } = openTempStore()
  const seqs = await keepMany(store, 60, body('{"find":"needle"}'))
  const before = searching(folder)
  catchUp(before.index)
  before.index.close()
  expect(allOf(before.search, { text: 'needle' })).toEqual(seqs.toReversed())
  const file = indexFile(folder)
  // Its schema can be read, what it holds cannot.
  const bytes = fs.readFileSync(file)
  bytes.fill(0xff, 4096 * 6)
  fs.writeFileSync(file, bytes)
  const { search } = searchOnly(folder)
  expect(allOf(search, { text: 'needle' })).toEqual(seqs.toReversed())
  fs.rmSync(file)
  expect(allOf(search, { text: 'needle' })).toEqual(seqs.toReversed())
  const again = searching(folder)
  catchUp(again.index)
  expect(allOf(again.search, { text: 'needle' })).toEqual(seqs.toReversed())
})

test('free words find event types that are in no text, and what has the word otherwise', async () => {
  const { store, folder } = openTempStore()
  const [typed = 0, plain = 0, spoken = 0] = await keepMany(store, 3)
  await keepEvent(store, { seq: typed, endpoint: 'default', type: 'pull_request.opened' })
  await keepEvent(store, { seq: plain, endpoint: 'default', type: 'push' })
  const other = await keep(store, received(body('{"about":"pull_request.opened"}')))
  const { search, index } = searching(folder)
  catchUp(index)
  expect(allOf(search, { text: 'request.open' })).toEqual([other, typed])
  expect(allOf(search, { text: 'event:pull_request.*' })).toEqual([typed])
  expect(allOf(search, { text: '-event:*' })).toEqual([other, spoken])
})

test('answers a long search in steps that say how far it has come, and goes on where it stopped', async () => {
  const { store, folder } = openTempStore()
  const seqs = await keepMany(store, 700, body('{"find":"needle"}'))
  const { search } = searching(folder)
  const found: number[] = []
  const shares: number[] = []
  let before = Number.MAX_SAFE_INTEGER
  do {
    const step = search.find({ text: 'needle' }, before, 50, 0)
    found.push(...step.rows.map(({ seq }) => seq))
    shares.push(step.searched)
    before = step.next
  } while (before > 0)
  expect(found).toEqual(seqs.toReversed())
  expect(shares).toEqual(shares.toSorted((one, other) => one - other))
  expect(shares.at(-1)).toBe(1)
})

const anyWord = fc.constantFrom(
  ...[
    'order',
    'Order',
    'pi_3QabcXYZ',
    'é',
    'É',
    'ß',
    'İstanbul',
    'Σίσυφος',
    '%',
    '_',
    '"',
    '\\',
    'a b',
    '\n',
    '\ud83d\ude00',
    '\0',
    'true',
    '12',
    '4242',
    '4.20',
    '1e3',
    'ref',
  ],
)
const anyText = fc
  .array(fc.oneof(anyWord, fc.string({ maxLength: 6 })), { maxLength: 5 })
  .map((words) => words.join(''))
const anyJson = fc.letrec((tie) => ({
  value: fc.oneof(
    { maxDepth: 3 },
    anyText,
    fc.integer(),
    fc.double({ noNaN: true, noDefaultInfinity: true }),
    fc.constantFrom(null, true),
    tie('object'),
  ),
  object: fc.dictionary(fc.oneof(fc.constantFrom('id', 'data', 'name', 'amount'), anyWord), tie('value'), {
    maxKeys: 4,
  }),
})).object

/** A body as it is meant, and how it is sent. */
const anyBody = fc.oneof(
  anyJson.map((value) => ({ plain: JSON.stringify(value), type: 'application/json' })),
  anyJson.map((value) => ({ plain: escapeAll(JSON.stringify(value)), type: 'application/json' })),
  anyText.map((text) => ({ plain: text.toWellFormed(), type: 'text/plain; charset=utf-8' })),
  fc.tuple(anyText, anyText).map(([name, value]) => ({
    plain: new URLSearchParams({ [name.toWellFormed()]: value.toWellFormed(), id: '12' }).toString(),
    type: 'application/x-www-form-urlencoded',
  })),
  fc
    .string({ unit: 'binary', maxLength: 40 })
    .map((text) => ({ plain: text.toWellFormed(), type: 'application/octet-stream' })),
)

const anyCapture = fc
  .record({
    sent: anyBody,
    encoding: fc.constantFrom(...Object.keys(ENCODERS)),
    target: fc.oneof(
      anyText.map((text) => `/${encodeURI(text.toWellFormed())}?id=${encodeURIComponent(text.toWellFormed())}`),
      fc.constantFrom('/hook', '/é%C3%A9%zz', null),
    ),
    header: anyText,
    method: fc.constantFrom('POST', 'GET', null),
    endpoint: fc.constantFrom('default', 'shop'),
    eventType: fc.oneof(fc.constant(null), anyWord),
    cut: fc.boolean(),
  })
  .map(({ sent, encoding, target, header, eventType, cut, ...rest }) => {
    const whole = (ENCODERS[encoding] as (bytes: Buffer) => Buffer)(Buffer.from(sent.plain))
    const bytes = cut ? whole.subarray(0, whole.length >> 1) : whole
    const headers = ['Content-Type', sent.type, 'X-Any', Buffer.from(header.toWellFormed()).toString('latin1')]
    if (encoding !== '') headers.push('Content-Encoding', encoding)
    const capture: Partial<ReceivedCapture> = { ...rest, target, headersJson: JSON.stringify(headers), ...body(bytes) }
    return { capture, plain: sent.plain, eventType }
  })

const anyTerm = fc.oneof(
  anyText.map((text) => quoteFilterText(text)),
  anyWord.map((word) => quoteFilterText(word)),
  anyText.map((text) => `body:${quoteFilterText(text)}`),
  anyText.map((text) => `header.x-any:${quoteFilterText(text)}`),
  anyText.map((text) => `query.id:${quoteFilterText(text)}`),
  fc
    .tuple(fc.constantFrom('id', 'data', 'name', 'amount', 'data.id', 'data.name'), anyText)
    .map(([path, text]) => `body.${path}:${quoteFilterText(text)}`),
  fc.constantFrom(
    'body.id:12',
    'body.amount:>5',
    'body.name:*',
    'body.data.id:4.2',
    'body.amount:1000',
    'header.x-any:*',
    'path:/*',
  ),
  fc.constantFrom(
    'method:post',
    'endpoint:shop',
    'size:>20',
    'status:200',
    '-method:get',
    'event:order',
    'is:duplicate',
    'state:complete',
    '-status:2xx',
    'verdict:valid',
  ),
)

function body(content: string | Buffer): Partial<ReceivedCapture> {
  const bytes = Buffer.from(content)
  return { body: [bytes], bodySize: bytes.length }
}

/** Every character beyond ASCII as JSON may write it. */
function escapeAll(json: string): string {
  return json.replace(/[\u007f-\uffff/]/g, (char) =>
    char === '/' ? '\\/' : `\\u${char.charCodeAt(0).toString(16).padStart(4, '0')}`,
  )
}

test('a capture that throws when it is asked counts as none, is told of once, and keeps no other from being found', async () => {
  const { store, folder } = openTempStore()
  const wanted = await keep(store, received({ headersJson: '["X-Kind","needle"]' }))
  const broken = await keep(store, received())
  store.db.prepare("UPDATE capture_contents SET headers = '[\"evidence' WHERE seq = ?").run(broken)
  const told: Array<[number, string]> = []
  const search = openSearch(new ReadConnection(store.db), folder, (seq, fault) => told.push([seq, fault]))
  expect(allOf(search, { text: 'header.x-kind:needle' })).toEqual([wanted])
  expect(countOf(search, { text: '-header.x-kind:other' })).toBe(1)
  expect(search.oldestFirst({ text: 'needle' }, 0, broken, 10).seqs).toEqual([wanted])
  expect(told).toEqual([[broken, expect.stringMatching(/^SyntaxError at /)]])
  expect(JSON.stringify(told)).not.toContain('evidence')
})

function allOf(search: CaptureSearch, filter: CaptureFilter): number[] {
  const found: number[] = []
  for (let before = Number.MAX_SAFE_INTEGER; before > 0; ) {
    const step = search.find(filter, before, 100, 1000)
    found.push(...step.rows.map(({ seq }) => seq))
    before = step.next
  }
  return found
}

function countOf(search: CaptureSearch, filter: CaptureFilter): number {
  let count = 0
  for (let before = Number.MAX_SAFE_INTEGER; before > 0; ) {
    const step = search.count(filter, '0', before, 1000, (_, some) => {
      count += some
    })
    before = step.next
  }
  return count
}

function searchOnly(folder: string) {
  const database = openReadingDatabase(folder)
  const db = new ReadConnection(database)
  onTestFinished(() => void database.close())
  return { db, search: openSearch(db, folder) }
}

function searching(folder: string) {
  const { db, search } = searchOnly(folder)
  const index = new CaptureIndexer(folder, new IndexSource(db), { singlyThrough: 0, passOverAfter: null })
  onTestFinished(() => index.close())
  const rows = () =>
    db.prepare(`SELECT ${SEARCHED_COLUMNS} FROM ${SUMMARY_TABLES} ORDER BY c.seq DESC`).all() as SearchedRow[]
  return { db, search, index, rows }
}

function catchUp(index: CaptureIndexer): void {
  while (index.indexSome() || index.settleSome());
}
