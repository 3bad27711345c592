import { contentEncoding } from '../http/content-encoding.ts'
import type { HeaderPair } from '../http/header-pairs.ts'

export interface DecodedHeaders {
  readonly headers: ReadonlyArray<HeaderPair>
  /** Their names. */
  readonly leftOut: ReadonlyArray<string>
}

/**
 * The headers of a body that a browser or proxy has decoded before it wrote it down, without what is about the bytes that came:
 * whoever believed them would decode it once more. Where there is no body, or it is packed still, all of them stay.
 */
export function decodedHeaders(headers: ReadonlyArray<HeaderPair>, body: Uint8Array): DecodedHeaders {
  const encoding = contentEncoding(headers)
  const isDecoded = encoding !== null && !isPacked(body, encoding)
  const isWrong = (pair: HeaderPair): boolean => {
    const [name, value] = pair
    if (name.toLowerCase() === 'content-length') return /^\d+$/.test(value) && Number(value) !== body.length
    return isDecoded && contentEncoding([pair]) !== null
  }
  const wrong = body.length === 0 ? [] : headers.filter(isWrong)
  return {
    headers: headers.filter((pair) => !wrong.includes(pair)),
    leftOut: [...new Set(wrong.map(([name]) => name))],
  }
}

/** As these begin; Brotli has no beginning of its own. */
const BEGINNINGS: Readonly<Record<string, ReadonlyArray<number>>> = {
  gzip: [0x1f, 0x8b],
  'x-gzip': [0x1f, 0x8b],
  zstd: [0x28, 0xb5, 0x2f, 0xfd],
}

function isPacked(body: Uint8Array, encoding: string): boolean {
  // What was done last is what it begins with.
  const last = encoding.split(', ').at(-1) ?? ''
  const beginning = Object.hasOwn(BEGINNINGS, last) ? BEGINNINGS[last] : undefined
  return beginning?.every((byte, index) => body[index] === byte) ?? false
}
