import { AppError } from '../contract/errors.ts'
import { joinBytes } from '../join-bytes.ts'

const LINE_FEED = 0x0a

/** The longest line that is taken into memory: a body of 64 MiB as base64, with its headers. */
const LONGEST_LINE = 96 * 1024 * 1024

export interface Line {
  /** From 1. */
  readonly number: number
  /** Without its line feed. */
  readonly bytes: Uint8Array
}

/** The lines of a file that are not empty, those that came in one piece together. Throws `AppError` at one that is too long. */
export async function* splitLines(pieces: AsyncIterable<Uint8Array>, longest = LONGEST_LINE): AsyncIterable<Line[]> {
  let held: Uint8Array[] = []
  let size = 0
  let number = 1
  const take = (rest: Uint8Array): Uint8Array => {
    if (held.length === 0) return rest
    const bytes = joinBytes([...held, rest])
    held = []
    size = 0
    return bytes
  }
  for await (const piece of pieces) {
    const lines: Line[] = []
    let start = 0
    for (;;) {
      const end = piece.indexOf(LINE_FEED, start)
      if (end === -1) break
      // Empty ones say nothing, and there may be very many.
      if (end > start || size > 0) lines.push({ number, bytes: take(piece.subarray(start, end)) })
      number++
      start = end + 1
    }
    if (start < piece.length) {
      // A copy: the piece may be used again by whoever reads the file.
      held.push(piece.slice(start))
      size += piece.length - start
      if (size > longest) {
        const message = `Line ${number} is longer than ${longest / 1024 / 1024} MiB. This is no file of captures, a line each; choose another.`
        throw new AppError('invalid-input', message)
      }
    }
    if (lines.length > 0) yield lines
  }
  if (size > 0) yield [{ number, bytes: take(new Uint8Array()) }]
}
