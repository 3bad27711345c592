import { createHash } from 'node:crypto'
import { gzipSync } from 'node:zlib'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { ImportFormat } from '../../../shared/import/import-format.ts'
import type { ImportItem } from '../../../shared/import/import-item.ts'
import { splitLines } from '../../../shared/import/split-lines.ts'
import { newId } from '../new-id.ts'
import { nodeByteText } from './node-byte-text.ts'
import { IMPORT_READERS } from './read-import.ts'

const ID = '019c0000-0000-7000-8000-000000000001'
const CAPTURE = { kind: 'capture', version: 1, id: ID, receivedAt: 1, method: 'POST', target: '/a', headers: [] }
const BUNDLE = { kind: 'bundle', version: 1, writtenAt: 1, by: 'x' }

async function* pieces(file: Uint8Array, size = 64 * 1024): AsyncIterable<Uint8Array> {
  for (let at = 0; at < file.length; at += size) yield file.subarray(at, at + size)
}

async function read(format: ImportFormat, file: Uint8Array | string): Promise<ImportItem[]> {
  const items: ImportItem[] = []
  const source = { bytes: pieces(Buffer.from(file as string)), text: nodeByteText, now: 0, newId }
  for await (const item of IMPORT_READERS[format](source)) items.push(item)
  return items
}

function lines(...values: ReadonlyArray<unknown>): string {
  return values.map((value) => (typeof value === 'string' ? value : JSON.stringify(value))).join('\n')
}

function har(...entries: ReadonlyArray<unknown>): string {
  return JSON.stringify({ log: { version: '1.2', creator: { name: 'x', version: '1' }, entries } })
}

const ENTRY = {
  startedDateTime: '2026-01-02T03:04:05.000Z',
  time: 12,
  request: { method: 'POST', url: 'https://h/a', httpVersion: 'HTTP/1.1', headers: [] },
  response: { status: 200, statusText: 'OK', httpVersion: 'HTTP/1.1', headers: [], content: { size: 0 } },
}

test.each([
  ['not JSON', '{"kind":', 'not JSON'],
  ['no object', '[1]', 'no JSON object'],
  ['an unknown kind', { kind: 'constructor', version: 1 }, 'Its kind is "constructor"'],
  ['an id that is none', { ...CAPTURE, id: '../../etc' }, 'id:'],
  ['a header with a line break', { ...CAPTURE, headers: [['A', 'b\r\nC: d']] }, 'headers.0.1: has line breaks'],
  ['a header name that is none', { ...CAPTURE, headers: [['A b', 'c']] }, 'headers.0.0: is no name'],
  ['a target with a line break', { ...CAPTURE, target: '/a HTTP/1.1\r\nB: c' }, 'target: has line breaks'],
  ['a target with a space', { ...CAPTURE, target: '/a b' }, 'target: has spaces or control characters'],
  ['a target with a control character', { ...CAPTURE, target: '/a\x7f' }, 'target: has spaces or control characters'],
  ['a slug that leads elsewhere', { ...CAPTURE, endpoint: '../x' }, 'endpoint:'],
  ['a body that is not base64', { ...CAPTURE, bodyBase64: '!!!!' }, 'bodyBase64 is not base64'],
  ['a time that is none', { ...CAPTURE, receivedAt: 1e300 }, 'receivedAt:'],
  ['a state that is none', { ...CAPTURE, state: 'toString' }, 'state:'],
  ['a delivery of nothing', { kind: 'delivery', version: 1 }, ':'],
  ['a piece of no body', { kind: 'body', version: 1, base64: '' }, 'piece of a body that nothing'],
])('%s is a problem with its line, and the rest is read', async (_what, bad, message) => {
  const items = await read('ndjson', lines(CAPTURE, bad, { ...CAPTURE, id: ID.replace('1', '2') }))
  expect(items).toMatchObject([
    { kind: 'capture', where: 'Line 1' },
    { kind: 'problem', where: 'Line 2', message: expect.stringContaining(message) },
    { kind: 'capture', where: 'Line 3' },
  ])
})

test('wrong UTF-8 is a problem with its line', async () => {
  const bad = Buffer.concat([Buffer.from(lines(CAPTURE, '')), Buffer.from([0x7b, 0xff, 0x7d])])
  expect(await read('ndjson', bad)).toMatchObject([
    { kind: 'capture' },
    { where: 'Line 2', message: expect.stringContaining('not UTF-8') },
  ])
})

test('names of every object are only names', async () => {
  const text = `{"__proto__":{"method":"GET"},"constructor":{"prototype":{"polluted":1}},${JSON.stringify(CAPTURE).slice(1)}`
  const [item] = await read('ndjson', text)
  expect(item).toMatchObject({ kind: 'capture', capture: { method: 'POST' } })
  expect(({} as { polluted?: unknown }).polluted).toBeUndefined()
  const entry = JSON.stringify(ENTRY).replace('"request"', '"__proto__":{"comment":"from nowhere"},"request"')
  const [capture] = await read('har', `{"log":{"__proto__":{"entries":[1]},"entries":[${entry}]}}`)
  expect(capture).toMatchObject({ kind: 'capture', capture: { note: '' } })
})

test('a delivery of another capture, or of itself, belongs nowhere', async () => {
  const delivery = {
    ...{
      kind: 'delivery',
      version: 1,
      id: ID,
      captureId: ID,
      how: 'replay',
      startedAt: 1,
      url: 'http://h/',
      method: 'GET',
    },
    ...{
      edited: false,
      changes: [],
      requestHeaders: [],
      requestBodyBase64: null,
      response: null,
      responseBodyBase64: '',
    },
    outcome: {
      kind: 'failed',
      reason: 'dns',
      message: '',
      timings: { dns: null, connect: null, tls: null, firstByte: null, total: 1 },
    },
  }
  expect(await read('ndjson', lines(delivery))).toMatchObject([
    { kind: 'problem', message: expect.stringContaining('does not stand before it') },
  ])
  const other = { ...CAPTURE, id: ID.replace('1', '2') }
  expect(await read('ndjson', lines(CAPTURE, other, delivery))).toMatchObject([
    {},
    {},
    { kind: 'problem', where: 'Line 3' },
  ])
  // A capture that cannot be read takes its deliveries with it; they do not go to the one before.
  expect(await read('ndjson', lines(other, { ...CAPTURE, method: '' }, delivery))).toMatchObject([
    { kind: 'capture' },
    { where: 'Line 2' },
    { kind: 'problem', where: 'Line 3' },
  ])
})

test('deep nesting is refused before it is parsed', async () => {
  const deep = `{"kind":"capture","x":${'['.repeat(5_000_000)}`
  expect(await read('ndjson', deep)).toMatchObject([
    { kind: 'problem', message: expect.stringContaining('nested deeper') },
  ])
  await expect(read('har', `{"log":{"entries":[${'['.repeat(5_000_000)}`)).rejects.toThrow('nested deeper')
  await expect(read('har', `{"log":{"pages":${'['.repeat(5_000_000)}`)).rejects.toThrow('nested deeper')
  // What is nested within reason is read, however much there is of it.
  const flat = `{"kind":"capture","x":[${'[],'.repeat(100_000)}[]],${JSON.stringify(CAPTURE).slice(1)}`
  expect(await read('ndjson', flat)).toMatchObject([{ kind: 'capture' }])
})

test('a line without end is refused before it fills the memory', async () => {
  async function* endless(): AsyncIterable<Uint8Array> {
    for (;;) yield Buffer.alloc(64 * 1024, 'x')
  }
  const reading = (async () => {
    for await (const found of splitLines(endless(), 1024 * 1024)) expect(found).toEqual([])
  })()
  await expect(reading).rejects.toThrow('Line 1 is longer than 1 MiB')
})

test('a body that is claimed to be larger than any is refused', async () => {
  const claimed = { ...CAPTURE, bodyBase64: null, bodyParts: 1000 }
  const part = { kind: 'body', version: 1, base64: Buffer.alloc(3 * 1024 * 1024).toString('base64') }
  const items = await read('ndjson', lines(claimed, ...Array(30).fill(part)))
  expect(items[0]).toMatchObject({ kind: 'problem', message: expect.stringContaining('larger than 64 MiB') })
  expect(await read('ndjson', lines({ ...CAPTURE, bodyBase64: null, bodyParts: 10_000_000_000 }))).toMatchObject([
    { kind: 'problem' },
  ])
  expect(await read('ndjson', lines(claimed, part))).toMatchObject([
    { message: expect.stringContaining('in the middle of its body') },
  ])
  expect(await read('ndjson', lines(claimed, CAPTURE))).toMatchObject([
    { message: expect.stringContaining('rest of the body of line 1') },
  ])
})

test('a body of a browser that is larger than any is refused', { timeout: 60_000 }, async () => {
  const text = 'x'.repeat(64 * 1024 * 1024 + 1)
  const larger = expect.stringContaining('larger than 64 MiB')
  const answered = { ...ENTRY, response: { ...ENTRY.response, content: { text } } }
  expect(await read('har', har(answered))).toMatchObject([{ kind: 'problem', where: 'Entry 1', message: larger }])
  const asked = { ...ENTRY, request: { ...ENTRY.request, postData: { mimeType: 'text/plain', text } } }
  expect(await read('har', har(asked))).toMatchObject([{ kind: 'problem', where: 'Entry 1', message: larger }])
})

test('a newer version is refused, and says so', async () => {
  await expect(read('ndjson', lines({ ...CAPTURE, version: 2, more: 'of it' }))).rejects.toThrow(
    'Line 1 is of version 2',
  )
  await expect(read('bundle', gzipSync(lines({ ...BUNDLE, version: 9 })))).rejects.toThrow('Update Hookbench')
  const entry = { ...ENTRY, _hookbench: { kind: 'capture', version: 2 } }
  expect(await read('har', har(entry))).toMatchObject([
    { where: 'Entry 1', message: expect.stringContaining('Update Hookbench') },
  ])
})

test('a bundle that is cut, changed or no bundle is refused whole', async () => {
  const whole = gzipSync(lines(BUNDLE, CAPTURE, ''))
  await expect(read('bundle', whole)).rejects.toThrow('ends after line 2, before its end')
  await expect(read('bundle', whole.subarray(0, -9))).rejects.toThrow('cannot be unpacked: it ends too early')
  const damaged = Buffer.from(whole)
  damaged.writeUInt8((damaged[40] ?? 0) ^ 0xff, 40)
  await expect(read('bundle', damaged)).rejects.toThrow()
  await expect(read('bundle', gzipSync(lines(CAPTURE)))).rejects.toThrow('no Hookbench bundle')
  const end = { kind: 'end', version: 1, captures: 1, deliveries: 0, sha256: '0'.repeat(64) }
  await expect(read('bundle', gzipSync(lines(BUNDLE, CAPTURE, end)))).rejects.toThrow('damaged')
})

function bundle(end: object, ...content: ReadonlyArray<unknown>): Buffer {
  const text = `${lines(BUNDLE, ...content)}\n`
  const sha256 = createHash('sha256').update(text).digest('hex')
  return gzipSync(text + JSON.stringify({ kind: 'end', version: 1, captures: 2, deliveries: 0, sha256, ...end }))
}

test.each([
  ['a field', { ...CAPTURE, headers: [['A', 'b\r\nC: d']] }, 'headers.0.1: has line breaks'],
  ['JSON', '{"kind":"capture"', 'not JSON'],
])('a whole bundle with one line whose %s is wrong says which, and the rest is read', async (_what, bad, message) => {
  const other = { ...CAPTURE, id: ID.replace('1', '2') }
  expect(await read('bundle', bundle({}, bad, other))).toMatchObject([
    { kind: 'problem', where: 'Line 2', message: expect.stringContaining(message) },
    { kind: 'capture', where: 'Line 3' },
  ])
  // Where the checksum is wrong too, the line is still where to look.
  const damaged = read('bundle', bundle({ sha256: '0'.repeat(64) }, bad, other))
  await expect(damaged).rejects.toThrow(/damaged.*line 2/s)
  await expect(read('bundle', bundle({ captures: 3 }, CAPTURE, other))).rejects.toThrow('damaged')
})

test('a file that unpacks to far more than it is, is refused while it unpacks', { timeout: 120_000 }, async () => {
  const bomb = gzipSync(Buffer.alloc(300 * 1024 * 1024, '\n'))
  expect(bomb.length).toBeLessThan(1024 * 1024)
  await expect(read('bundle', bomb)).rejects.toThrow('unpacks to more than')
})

test.each([
  ['cut off', har(ENTRY).slice(0, -20), 'ends in the middle of entry 1'],
  ['cut off behind an entry', `${har(ENTRY).slice(0, -4)},`, 'ends in the middle'],
  ['no HAR', '{"a":{"entries":[]}}', 'no log.entries'],
  ['a list', '[{"log":{"entries":[]}}]', 'no log.entries'],
  ['brackets that do not match', '{"log":{"entries":[{"a":1]]}}', 'brackets do not match'],
  ['an entry that is missing', '{"log":{"entries":[,]}}', 'missing between its commas'],
  ['something behind its end', `${har(ENTRY)} {}`, 'not JSON'],
  ['something odd around the entries', '{"log":{"version":nonsense,"entries":[]}}', 'not JSON'],
])('a HAR that is %s is refused', async (_what, text, message) => {
  await expect(read('har', text)).rejects.toThrow(message)
})

test.each([
  ['no time', { ...ENTRY, startedDateTime: 'soon' }, 'startedDateTime: "soon" is no time'],
  ['no whole URL', { ...ENTRY, request: { ...ENTRY.request, url: '/a' } }, 'no whole URL'],
  ['no request', { ...ENTRY, request: null }, 'request:'],
  [
    'an unknown encoding',
    { ...ENTRY, response: { ...ENTRY.response, content: { text: 'x', encoding: 'br' } } },
    'known is base64',
  ],
  [
    'wrong base64',
    { ...ENTRY, response: { ...ENTRY.response, content: { text: '?', encoding: 'base64' } } },
    'is not base64',
  ],
])('an entry with %s is a problem with its number', async (_what, bad, message) => {
  expect(await read('har', har(ENTRY, bad))).toMatchObject([
    { kind: 'capture', where: 'Entry 1' },
    { kind: 'delivery', where: 'Entry 1' },
    { kind: 'problem', where: 'Entry 2', message: expect.stringContaining(message) },
  ])
})

test('an entry is found wherever its brackets are, in whatever pieces it comes', async () => {
  const odd = { ...ENTRY, comment: '\\"]},{[ "log":{"entries":[ \\\\', pageref: '}{' }
  await fc.assert(
    fc.asyncProperty(fc.integer({ min: 1, max: 400 }), fc.nat({ max: 3 }), async (size, indent) => {
      const text = JSON.stringify(
        { log: { a: { entries: [[1, { x: ']' }]] }, version: '1.2', entries: [odd, odd] } },
        null,
        indent,
      )
      const notes: string[] = []
      const source = { bytes: pieces(Buffer.from(text), size), text: nodeByteText, now: 0, newId }
      for await (const item of IMPORT_READERS.har(source)) if (item.kind === 'capture') notes.push(item.capture.note)
      expect(notes).toEqual([odd.comment, odd.comment])
    }),
    { numRuns: 60 },
  )
})

test('whatever the bytes are, a reader answers items or one plain error', async () => {
  const start = fc.constantFrom(
    '',
    JSON.stringify(CAPTURE),
    har(ENTRY).slice(0, 90),
    'curl h -d ',
    'POST / HTTP/1.1\r\n\r\n',
  )
  const format = fc.constantFrom<ImportFormat>('ndjson', 'har', 'bundle', 'http', 'curl')
  await fc.assert(
    fc.asyncProperty(
      format,
      start,
      fc.string({ unit: 'binary' }),
      fc.uint8Array(),
      async (each, begin, text, bytes) => {
        const file = Buffer.concat([Buffer.from(begin), Buffer.from(text), bytes])
        const items = await read(each, each === 'bundle' ? gzipSync(file) : file).catch((error: Error) => {
          if (error.name !== 'AppError') throw error
          return []
        })
        for (const item of items) expect(item.where).not.toBe('')
      },
    ),
    { numRuns: 300 },
  )
})
