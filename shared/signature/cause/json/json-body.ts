import type { SignatureCrypto } from '../../crypto.ts'
import { type JsonSource, readJsonSource } from './json-source.ts'

/** A body as text and as JSON. */
export interface JsonBody {
  readonly text: string
  readonly source: JsonSource
}

const known = new WeakMap<Uint8Array, JsonBody | null>()

/** Null: it is not JSON. Read once for all the probes that ask, which costs more than most guesses. */
export function jsonBody(body: Uint8Array, crypto: SignatureCrypto): JsonBody | null {
  const before = known.get(body)
  if (before !== undefined) return before
  const text = crypto.text(body)
  const source = readJsonSource(text)
  const read = source === null ? null : { text, source }
  known.set(body, read)
  return read
}
