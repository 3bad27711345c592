import type { ContentDecoder } from '../content/content-decoder.ts'
import type { Content, ContentRef } from '../engine-door.ts'
import type { AskStore } from '../store/read-queries.ts'

const PIECE_BYTES = 1024 * 1024

type AskContent = AskStore<'contentSize' | 'content' | 'contentEncoding'>

/** Opens stored bytes; decoded ones are held in memory, within their cap, while they are read. */
export async function openContent(ref: ContentRef, ask: AskContent, decoder: ContentDecoder): Promise<Content | null> {
  const size = await ask('contentSize', ref)
  if (size === null) return null
  if (!ref.decoded) return { size, incomplete: null, read: (start, end) => readStored(ref, ask, start, end) }
  const encoding = await ask('contentEncoding', ref)
  const stored = await ask('content', ref, 0, size)
  if (stored === null) return null
  const { bytes, incomplete } =
    encoding === null ? { bytes: stored, incomplete: null } : await decoder.decode(stored, encoding)
  return { size: bytes.length, incomplete, read: (start, end) => pieces(bytes, start, end) }
}

async function* readStored(ref: ContentRef, ask: AskContent, start: number, end: number): AsyncIterable<Uint8Array> {
  for (let at = start; at < end; at += PIECE_BYTES) {
    const bytes = await ask('content', ref, at, Math.min(at + PIECE_BYTES, end))
    if (bytes === null) throw new Error('The capture was deleted while it was being read')
    yield bytes
  }
}

async function* pieces(bytes: Uint8Array, start: number, end: number): AsyncIterable<Uint8Array> {
  for (let at = start; at < end; at += PIECE_BYTES) yield bytes.subarray(at, Math.min(at + PIECE_BYTES, end))
}
