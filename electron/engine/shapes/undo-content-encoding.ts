import { contentEncoding } from '../../../shared/http/content-encoding.ts'
import type { HeaderPairs } from '../../../shared/http/header-pairs.ts'
import type { CompressionName } from '../../../shared/signature/cause/diagnosis-context.ts'
import { listedCodings, MOST_CODINGS } from '../content/codings.ts'
import { bodyCodecs } from '../signature/body-codecs.ts'

const NAMES: Readonly<Record<string, CompressionName>> = {
  gzip: 'gzip',
  'x-gzip': 'gzip',
  deflate: 'deflate',
  br: 'br',
  zstd: 'zstd',
}

/** A body without its `Content-Encoding`, synchronously, for a thread of its own; null: it cannot be undone within the limit. */
export function undoContentEncoding(headers: HeaderPairs, body: Uint8Array, limit: number): Uint8Array | null {
  const codings = listedCodings(contentEncoding(headers) ?? '')
  if (codings.length > MOST_CODINGS) return null
  let current: Uint8Array | null = body
  for (const coding of codings.reverse()) {
    const name = NAMES[coding]
    current = name === undefined || current === null ? null : bodyCodecs.decompress(current, name, limit)
  }
  return current
}
