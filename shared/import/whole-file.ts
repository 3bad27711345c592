import { AppError } from '../contract/errors.ts'
import { joinBytes } from '../join-bytes.ts'

/** Of files that people write by hand, and that are read whole: one body of the largest size, and room for the rest. */
const MOST_BYTES = 80 * 1024 * 1024

/** Throws `AppError` for one that is too large. */
export async function wholeFile(bytes: AsyncIterable<Uint8Array>, what: string): Promise<Uint8Array> {
  const pieces: Uint8Array[] = []
  let size = 0
  for await (const piece of bytes) {
    pieces.push(piece.slice())
    size += piece.length
    if (size > MOST_BYTES) {
      throw new AppError(
        'invalid-input',
        `A file of ${what} may have ${MOST_BYTES / 1024 / 1024} MiB, and this has more. Split it.`,
      )
    }
  }
  return joinBytes(pieces)
}
