/** What is looked for among bytes. */
export interface ByteQuery {
  readonly kind: 'bytes' | 'text'
  readonly bytes: Uint8Array
}

const PAIRS = /^[0-9a-f]{2}(?:\s+[0-9a-f]{2})*$/i
const PREFIXED = /^0x((?:[0-9a-f]{2})+)$/i

/**
 * Pairs of hex digits with spaces between (`0a 0d`), or all of them behind `0x`, are bytes; anything else is a text, in
 * UTF-8. Between double quotes it always is.
 */
export function readByteQuery(query: string): ByteQuery {
  const trimmed = query.trim()
  const digits = PAIRS.test(trimmed) ? trimmed.replaceAll(/\s+/g, '') : (PREFIXED.exec(trimmed)?.[1] ?? null)
  if (digits !== null) {
    const bytes = digits.match(/../g)?.map((pair) => Number.parseInt(pair, 16)) ?? []
    return { kind: 'bytes', bytes: Uint8Array.from(bytes) }
  }
  const quoted = /^"(.+)"$/s.exec(trimmed)?.[1]
  return { kind: 'text', bytes: new TextEncoder().encode(quoted ?? query) }
}
