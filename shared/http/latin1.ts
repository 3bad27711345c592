const PIECE = 8192

/** One character a byte. */
export function latin1FromBytes(bytes: Uint8Array): string {
  const pieces: string[] = []
  for (let start = 0; start < bytes.length; start += PIECE) {
    // `apply` takes anything like an array; spreading goes through its iterator, at ten times the cost.
    const piece: ArrayLike<number> = bytes.subarray(start, start + PIECE)
    pieces.push(String.fromCharCode.apply(null, piece as number[]))
  }
  return pieces.join('')
}

/** One byte a character; what is above 0xff loses its upper bits. */
export function bytesFromLatin1(text: string): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(text.length)
  for (let index = 0; index < text.length; index++) bytes[index] = text.charCodeAt(index)
  return bytes
}
