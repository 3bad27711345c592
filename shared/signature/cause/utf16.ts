export interface Utf16Text {
  /** Without its byte order mark. */
  readonly text: string
  readonly bigEndian: boolean
}

/** Looked at to tell UTF-16 from other bytes. */
const TELLING_UNITS = 64
const PIECE_UNITS = 8192

/** Null where the bytes do not look like UTF-16: neither its mark before them, nor the zeros of ASCII among them. */
export function textFromUtf16(bytes: Uint8Array): Utf16Text | null {
  if (bytes.length === 0 || bytes.length % 2 === 1) return null
  const first = ((bytes[0] ?? 0) << 8) | (bytes[1] ?? 0)
  if (first === 0xfeff || first === 0xfffe) {
    const bigEndian = first === 0xfeff
    return { text: decoded(bytes.subarray(2), bigEndian), bigEndian }
  }
  let [even, odd] = [0, 0]
  const units = Math.min(TELLING_UNITS, bytes.length / 2)
  for (let unit = 0; unit < units; unit++) {
    if (bytes[unit * 2] === 0) even++
    if (bytes[unit * 2 + 1] === 0) odd++
  }
  if (Math.max(even, odd) < units / 2 || Math.min(even, odd) > 0) return null
  return { text: decoded(bytes, even > odd), bigEndian: even > odd }
}

export function utf16Bytes(text: string, bigEndian: boolean): Uint8Array {
  const bytes = new Uint8Array(text.length * 2)
  const high = bigEndian ? 0 : 1
  for (let index = 0; index < text.length; index++) {
    const code = text.charCodeAt(index)
    bytes[index * 2 + high] = code >> 8
    bytes[index * 2 + 1 - high] = code & 0xff
  }
  return bytes
}

function decoded(bytes: Uint8Array, bigEndian: boolean): string {
  const units = new Uint16Array(bytes.length / 2)
  const high = bigEndian ? 0 : 1
  for (let unit = 0; unit < units.length; unit++) {
    units[unit] = ((bytes[unit * 2 + high] ?? 0) << 8) | (bytes[unit * 2 + 1 - high] ?? 0)
  }
  let text = ''
  // In pieces: a call takes only so many arguments.
  for (let from = 0; from < units.length; from += PIECE_UNITS) {
    const piece: ArrayLike<number> = units.subarray(from, from + PIECE_UNITS)
    text += String.fromCharCode.apply(null, piece as number[])
  }
  return text
}
