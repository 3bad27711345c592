import zlib from 'node:zlib'
import { expect, onTestFinished, test } from 'vitest'
import { ContentDecoder } from '../content/content-decoder.ts'
import type { Content, ContentRef } from '../engine-door.ts'
import { idText } from '../store/rows.ts'
import { keep, openTempStore, received } from '../store/testing/temp-store.ts'
import { openContent } from './open-content.ts'

const BODY = Buffer.alloc(3_500_000, 'abcdefghij')

test('opens a body in pieces of at most 1 MiB, whole or a range of it', async () => {
  const { open, id } = await kept(BODY, [])
  const content = (await open({ kind: 'capture-body', id, decoded: false })) as Content
  expect(content).toMatchObject({ size: BODY.length, incomplete: null })
  const pieces = await all(content, 0, content.size)
  expect(Math.max(...pieces.map((piece) => piece.length))).toBeLessThanOrEqual(1024 * 1024)
  expect(BODY.equals(Buffer.concat(pieces))).toBe(true)
  const range = Buffer.concat(await all(content, 1_048_570, 2_100_000))
  expect(BODY.subarray(1_048_570, 2_100_000).equals(range)).toBe(true)
})

test('opens a compressed body as it came and decoded', async () => {
  const encoded = zlib.gzipSync(BODY)
  const { open, id } = await kept(encoded, ['content-ENCODING', 'gzip'])
  const raw = (await open({ kind: 'capture-body', id, decoded: false })) as Content
  expect(encoded.equals(Buffer.concat(await all(raw, 0, raw.size)))).toBe(true)
  const decoded = (await open({ kind: 'capture-body', id, decoded: true })) as Content
  expect(decoded).toMatchObject({ size: BODY.length, incomplete: null })
  expect(BODY.equals(Buffer.concat(await all(decoded, 0, decoded.size)))).toBe(true)
})

test('a decoded view without any coding is the body itself; one that cannot be made says why', async () => {
  const plain = await kept(Buffer.from('hello'), [])
  const same = (await plain.open({ kind: 'capture-body', id: plain.id, decoded: true })) as Content
  expect(Buffer.concat(await all(same, 0, same.size)).toString()).toBe('hello')
  const odd = await kept(Buffer.from('hello'), ['Content-Encoding', 'gzip'])
  const broken = (await odd.open({ kind: 'capture-body', id: odd.id, decoded: true })) as Content
  expect(broken.incomplete).toMatch(/only up to here/)
})

test('there is nothing to open of what was never kept', async () => {
  const { open } = await kept(BODY, [])
  const id = idText(received().id)
  for (const kind of ['capture-body', 'delivery-request-body', 'delivery-response-body'] as const) {
    expect(await open({ kind, id, decoded: false })).toBeNull()
    expect(await open({ kind, id, decoded: true })).toBeNull()
  }
})

async function kept(body: Buffer, encoding: string[]) {
  const { store } = openTempStore()
  const decoder = new ContentDecoder()
  onTestFinished(() => decoder.close())
  const capture = received({ body: [body], headersJson: JSON.stringify(['Host', 'x', ...encoding]) })
  await keep(store, capture)
  const open = (ref: ContentRef) => openContent(ref, (query, ...args) => store.reader.ask(query, ...args), decoder)
  return { open, id: idText(capture.id) }
}

async function all(content: Content, start: number, end: number): Promise<Uint8Array[]> {
  const pieces: Uint8Array[] = []
  for await (const piece of content.read(start, end)) pieces.push(piece)
  return pieces
}
