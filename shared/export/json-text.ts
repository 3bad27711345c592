import type { ByteText } from './byte-text.ts'
import type { ExportPiece } from './export-writer.ts'

const PIECE_BYTES = 192 * 1024

/** Longer bodies are text only where that does not make them much longer: each control character is six in JSON. */
const ALWAYS_TEXT_BYTES = 8 * 1024 * 1024

/** Whether bytes go out as text rather than as base64. */
export function goesAsText(bytes: Uint8Array, text: ByteText): boolean {
  if (!text.isUtf8(bytes)) return false
  if (bytes.length <= ALWAYS_TEXT_BYTES) return true
  let escaped = bytes.length
  for (const byte of bytes) {
    if (byte < 0x20) escaped += 5
    else if (byte === 0x22 || byte === 0x5c) escaped++
  }
  return escaped <= (bytes.length * 4) / 3
}

/** Bytes of UTF-8 as the inside of a JSON string, in pieces: a body of 64 MiB would be several times that as text. */
export function* jsonTextPieces(bytes: Uint8Array, text: ByteText): Iterable<ExportPiece> {
  for (let start = 0; start < bytes.length; ) {
    let end = Math.min(bytes.length, start + PIECE_BYTES)
    // Never within a character, nor between the halves that UTF-16 makes of one.
    while (end < bytes.length && ((bytes[end] as number) & 0xc0) === 0x80) end--
    yield JSON.stringify(text.fromUtf8(bytes.subarray(start, end)) ?? '').slice(1, -1)
    start = end
  }
}

/** Bytes as base64, in pieces. */
export function* base64Pieces(bytes: Uint8Array, text: ByteText): Iterable<ExportPiece> {
  // A multiple of three: so that the pieces are one base64 together.
  for (let start = 0; start < bytes.length; start += PIECE_BYTES) {
    yield text.base64(bytes.subarray(start, start + PIECE_BYTES))
  }
}
