import type { HeaderPair } from '../http/header-pairs.ts'
import { trimBlanks } from '../http/trim-blanks.ts'

/** A body in chunks, as HTTP/1.1 sends it, in a text (latin1). */
export interface RawChunks {
  /** What the chunks hold. */
  readonly body: Uint8Array
  readonly trailers: ReadonlyArray<HeaderPair>
  /** Behind the blank line that ends it. */
  readonly end: number
}

/** Whether something is written in chunks at all: at least a first one is named. */
export function beginsInChunks(source: string, at: number): boolean {
  return chunkSizeAt(source, at) !== null
}

/** The chunks that begin at `from`; null: they are not whole. Gone through twice, so that many small ones need no memory. */
export function readRawChunks(source: string, from: number): RawChunks | null {
  let size = 0
  const lastEnd = walk(source, from, (_at, length) => {
    size += length
  })
  if (lastEnd === null) return null
  const body = new Uint8Array(size)
  let filled = 0
  walk(source, from, (at, length) => {
    for (let index = 0; index < length; index++) body[filled++] = source.charCodeAt(at + index)
  })
  return { body, ...trailersAt(source, lastEnd) }
}

/** Says where the data of each chunk is; the answer is the end of the last one's line, null if they break off. */
function walk(source: string, from: number, take: (at: number, length: number) => void): number | null {
  for (let at = from; ; ) {
    const chunk = chunkSizeAt(source, at)
    if (chunk === null) return null
    if (chunk.size === 0) return chunk.end
    const end = chunk.end + chunk.size
    if (end > source.length) return null
    take(chunk.end, chunk.size)
    at = pastLineEnd(source, end)
  }
}

/** Anchored where it is asked for; a line of extensions may be no longer than any other. */
const SIZE_LINE = /([0-9a-fA-F]{1,8})[ \t]{0,100}(?:;[^\r\n]{0,8192})?\r?\n/y

function chunkSizeAt(source: string, at: number): { readonly size: number; readonly end: number } | null {
  SIZE_LINE.lastIndex = at
  const digits = SIZE_LINE.exec(source)?.[1]
  return digits === undefined ? null : { size: Number.parseInt(digits, 16), end: SIZE_LINE.lastIndex }
}

/** More are none of a message. */
const MOST_TRAILERS = 1000
const TRAILER = /([!#$%&'*+.^_`|~\w-]+):([^\r\n]*)\r?\n/y

/** A blank line ends them; what is no trailer stands behind the message. */
function trailersAt(source: string, from: number): { trailers: HeaderPair[]; end: number } {
  const trailers: HeaderPair[] = []
  TRAILER.lastIndex = from
  let end = from
  while (trailers.length < MOST_TRAILERS) {
    const found = TRAILER.exec(source)
    if (found === null) break
    trailers.push([found[1] ?? '', trimBlanks(found[2] ?? '')])
    end = TRAILER.lastIndex
  }
  return { trailers, end: pastLineEnd(source, end) }
}

function pastLineEnd(source: string, at: number): number {
  if (source.startsWith('\r\n', at)) return at + 2
  return source.startsWith('\n', at) ? at + 1 : at
}
