/** A single piece is not copied. */
export function joinBytes<Buffer extends ArrayBufferLike>(
  pieces: ReadonlyArray<Uint8Array<Buffer>>,
): Uint8Array<Buffer | ArrayBuffer> {
  if (pieces.length === 1) return pieces[0] as Uint8Array<Buffer>
  const bytes = new Uint8Array(pieces.reduce((sum, { length }) => sum + length, 0))
  let at = 0
  for (const piece of pieces) {
    bytes.set(piece, at)
    at += piece.length
  }
  return bytes
}
