import { createHash } from 'node:crypto'
import { gzipSync } from 'node:zlib'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { ExportPiece, ExportWriter } from '../../../shared/export/export-writer.ts'
import { ExportRedactor } from '../../../shared/export/redact-exported.ts'
import { sampleDelivery, sampleExport } from '../../../shared/export/testing/sample-export.ts'
import { bundleWriter } from '../../../shared/export/write-bundle.ts'
import { harWriter } from '../../../shared/export/write-har.ts'
import { ndjsonWriter } from '../../../shared/export/write-ndjson.ts'
import type { ImportFormat } from '../../../shared/import/import-format.ts'
import type { ImportItem } from '../../../shared/import/import-item.ts'
import { newId } from '../new-id.ts'
import { decodeContent } from '../redact/decode-content.ts'
import { newRedaction } from '../redact/new-redaction.ts'
import { bundleDigest } from './bundle-digest.ts'
import { nodeByteText } from './node-byte-text.ts'
import { IMPORT_READERS } from './read-import.ts'
import { type AnyEntries, anyEntries } from './testing/any-export.ts'

type Whole = 'bundle' | 'har' | 'ndjson'

function writerOf(format: Whole): ExportWriter {
  if (format === 'har') return harWriter(nodeByteText, { name: 'Hookbench', version: '1' })
  if (format === 'ndjson') return ndjsonWriter(nodeByteText)
  return bundleWriter(nodeByteText, bundleDigest(), { writtenAt: 0, by: 'a test' })
}

function written(format: Whole, entries: AnyEntries): Buffer {
  const writer = writerOf(format)
  const pieces: ExportPiece[] = [...writer.begin()]
  for (const { capture, deliveries } of entries) {
    pieces.push(...writer.capture(capture))
    for (const delivery of deliveries) pieces.push(...writer.delivery(delivery, capture))
  }
  const count = entries.reduce((sum, { deliveries }) => sum + deliveries.length, 0)
  pieces.push(...writer.end({ captures: entries.length, deliveries: count }))
  const bytes = Buffer.concat(pieces.map((piece) => Buffer.from(piece as string)))
  return format === 'bundle' ? gzipSync(bytes) : bytes
}

async function read(format: ImportFormat, file: Uint8Array, pieceSize = 1000): Promise<ImportItem[]> {
  async function* pieces(): AsyncIterable<Uint8Array> {
    for (let at = 0; at < file.length; at += pieceSize) yield file.subarray(at, at + pieceSize)
  }
  const items: ImportItem[] = []
  for await (const item of IMPORT_READERS[format]({ bytes: pieces(), text: nodeByteText, now: 0, newId }))
    items.push(item)
  return items
}

/** Plain values that compare by content, whatever kind of array the bytes are in. */
function plain(value: unknown): unknown {
  if (value instanceof Uint8Array) return Buffer.from(value).toString('hex')
  if (Array.isArray(value)) return value.map(plain)
  if (value === null || typeof value !== 'object') return value
  return Object.fromEntries(Object.entries(value).map(([key, each]) => [key, plain(each)]))
}

test.each(['bundle', 'har', 'ndjson'] as const)(
  '%s brings every capture and delivery back as it was',
  async (format) => {
    await fc.assert(
      fc.asyncProperty(anyEntries, fc.integer({ min: 1, max: 3000 }), async (entries, pieceSize) => {
        const items = await read(format, written(format, entries), pieceSize)
        const expected = entries.flatMap(({ capture, deliveries }) => [capture, ...deliveries])
        const found = items.map((item) => {
          if (item.kind === 'capture') return item.capture
          if (item.kind === 'delivery') return item.delivery
          throw new Error(JSON.stringify(item))
        })
        expect(plain(found)).toEqual(plain(expected))
      }),
      { numRuns: 300 },
    )
  },
)

test.each(['bundle', 'har', 'ndjson'] as const)(
  '%s brings back what was redacted, whatever was found in it',
  async (format) => {
    const pattern = fc.constantFrom('.+', '[a-z]', '[^a]+', '\\d', 'e')
    await fc.assert(
      fc.asyncProperty(anyEntries, fc.array(pattern, { maxLength: 2 }), async (entries, patterns) => {
        const rules = { off: [], patterns: patterns.map((each) => ({ name: 'x', pattern: each, ignoreCase: false })) }
        const redactor = new ExportRedactor(
          newRedaction({ rules, secrets: { values: ['stripe'], unreadable: 0 } }),
          decodeContent,
        )
        const redacted: AnyEntries = []
        for (const { capture, deliveries } of entries) {
          const entry: AnyEntries[number] = { capture: await redactor.capture(capture), deliveries: [] }
          for (const delivery of deliveries) entry.deliveries.push(await redactor.delivery(delivery))
          redacted.push(entry)
        }
        const items = await read(format, written(format, redacted))
        expect(
          plain(items.map((item) => (item.kind === 'problem' ? item : null)).filter((item) => item !== null)),
        ).toEqual([])
        expect(plain(items.flatMap((item) => (item.kind === 'capture' ? [item.capture] : [])))).toEqual(
          plain(redacted.map(({ capture }) => capture)),
        )
      }),
      { numRuns: 150 },
    )
  },
)

/** Requests as people write them, with values that no server would take. */
const oddText = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 12 }),
  fc.constantFrom(
    'a b',
    '/a b',
    '+a=b c',
    '=',
    '',
    'é',
    '\ta\r\nInject: 1',
    '\u0000',
    '/\u007f',
    '%zz',
    '<ü>',
    'a: b',
    'a:b',
  ),
)
const curlOption = fc.constantFrom(
  '-G -d',
  '--url-query',
  '--request-target',
  '-H',
  '-A',
  '-e',
  '-b',
  '-u',
  '-r',
  '-X',
  '-F',
  '-T',
  '-d',
)
const bashQuoted = (text: string) => `'${text.replaceAll("'", "'\\''")}'`
const oddCurl = fc
  .tuple(oddText, fc.array(fc.tuple(curlOption, oddText), { maxLength: 4 }))
  .map(
    ([url, options]) =>
      `curl 'https://h.test'/${bashQuoted(url)} ${options.map(([name, value]) => `${name} ${bashQuoted(value)}`).join(' ')}`,
  )
const oddFetch = fc
  .tuple(oddText, oddText, oddText)
  .map(
    ([url, name, value]) =>
      `fetch(${JSON.stringify(`https://h.test/${url}`)}, ${JSON.stringify({ headers: { [name]: value }, method: 'POST', body: value })})`,
  )
const oddHttpFile = fc
  .tuple(oddText, oddText, oddText)
  .map(([name, url, value]) => `### ${name}\nPOST https://h.test/${url}\nX-A: ${value}\n\n${value}`)
const oddRaw = fc
  .tuple(oddText, oddText)
  .map(([target, value]) => `POST /${target} HTTP/1.1\r\nHost: h\r\nX-A: ${value}\r\n\r\n${value}`)
const oddHar = fc.tuple(oddText, oddText, oddText).map(([url, name, value]) => {
  const request = {
    method: 'POST',
    url: `https://h.test/${url}`,
    httpVersion: 'HTTP/1.1',
    headers: [{ name: name || 'a', value }],
  }
  return JSON.stringify({
    log: { entries: [{ startedDateTime: '2026-01-02T03:04:05.000Z', request, comment: value }] },
  })
})

test('whatever an importer takes in comes back from what it is exported as', async () => {
  const given = fc.oneof(
    oddCurl.map((text) => ({ format: 'curl' as const, text })),
    fc.oneof(oddFetch, oddHttpFile, oddRaw).map((text) => ({ format: 'http' as const, text })),
    oddHar.map((text) => ({ format: 'har' as const, text })),
  )
  let taken = 0
  await fc.assert(
    fc.asyncProperty(given, fc.constantFrom<Whole>('bundle', 'har', 'ndjson'), async ({ format, text }, as) => {
      const items = await read(format, Buffer.from(text))
      const captures = items.flatMap((item) => (item.kind === 'capture' ? [item.capture] : []))
      taken += captures.length
      const entries = captures.map((capture) => ({ capture, deliveries: [] }))
      const back = await read(as, written(as, entries))
      expect(plain(back.map((item) => (item.kind === 'capture' ? item.capture : item)))).toEqual(plain(captures))
    }),
    { numRuns: 1500 },
  )
  expect(taken).toBeGreaterThan(100)
})

test.each(['bundle', 'har', 'ndjson'] as const)('%s keeps large bodies', async (format) => {
  const large = Buffer.alloc(2_500_001, 'é🪝"\\')
  const binary = Buffer.alloc(1_048_577, 0xfe)
  const capture = sampleExport({ body: large })
  const deliveries = [sampleDelivery({ requestBody: binary, responseBody: large })]
  const items = await read(format, written(format, [{ capture, deliveries }]), 64 * 1024)
  const found = items.flatMap((item) => {
    if (item.kind === 'capture') return [item.capture.body]
    return item.kind === 'delivery' ? [item.delivery.requestBody, item.delivery.responseBody] : []
  })
  expect(
    found.map((bytes) =>
      createHash('sha1')
        .update(bytes ?? '')
        .digest('hex'),
    ),
  ).toEqual([large, binary, large].map((bytes) => createHash('sha1').update(bytes).digest('hex')))
})

test('a HAR has the largest bodies in a form that can be read again', { timeout: 120_000 }, async () => {
  const capture = sampleExport({ body: Buffer.alloc(20 * 1024 * 1024, 0) })
  const deliveries = [sampleDelivery({ requestBody: null, responseBody: Buffer.alloc(16 * 1024 * 1024, '"') })]
  const file = written('har', [{ capture, deliveries }])
  // As text each would be several times its size.
  expect(file.length).toBeLessThan(80 * 1024 * 1024)
  const items = await read('har', file, 256 * 1024)
  expect(items.map(({ kind }) => kind)).toEqual(['capture', 'delivery'])
  expect(items[0]?.kind === 'capture' && Buffer.from(items[0].capture.body).equals(Buffer.from(capture.body))).toBe(
    true,
  )
})
