import type { ReadConnection } from './read-connection.ts'

/** A body over this lies in `body_chunks`, in pieces of it: a large insert blocks for long. */
export const CHUNK_BYTES = 1024 * 1024

/** Where a body lies: `owner` and `part` as in `body_chunks`, if it is not inline. */
export interface StoredBody {
  readonly inline: Uint8Array | null
  readonly owner: Uint8Array
  readonly part: 0 | 1
  readonly size: number
}

/** Bytes `start` to `end` (exclusive). */
export function readStoredBody(db: ReadConnection, body: StoredBody, start: number, end: number): Uint8Array {
  if (body.inline !== null) return body.inline.subarray(start, end)
  const result = new Uint8Array(Math.max(0, end - start))
  const chunk = db.prepare('SELECT bytes FROM body_chunks WHERE owner = ? AND part = ? AND n = ?').pluck()
  for (let n = Math.floor(start / CHUNK_BYTES); n * CHUNK_BYTES < end; n++) {
    const bytes = chunk.get(body.owner, body.part, n) as Uint8Array | undefined
    if (bytes === undefined) throw new Error(`Chunk ${n} of a body is missing`)
    const from = Math.max(start - n * CHUNK_BYTES, 0)
    const to = Math.min(end - n * CHUNK_BYTES, bytes.length)
    result.set(bytes.subarray(from, to), n * CHUNK_BYTES + from - start)
  }
  return result
}
