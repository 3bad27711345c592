/** The first place of some bytes at or after `from`; null: there is none. `anyCase`: letters of ASCII match in either. */
export function findBytes(bytes: Uint8Array, wanted: Uint8Array, from: number, anyCase: boolean): number | null {
  const last = bytes.length - wanted.length
  if (wanted.length === 0) return null
  for (let at = Math.max(0, from); at <= last; at++) if (isAt(bytes, wanted, at, anyCase)) return at
  return null
}

/** The last place before `before`. */
export function findBytesBackwards(
  bytes: Uint8Array,
  wanted: Uint8Array,
  before: number,
  anyCase: boolean,
): number | null {
  if (wanted.length === 0) return null
  for (let at = Math.min(before - 1, bytes.length - wanted.length); at >= 0; at--) {
    if (isAt(bytes, wanted, at, anyCase)) return at
  }
  return null
}

function isAt(bytes: Uint8Array, wanted: Uint8Array, at: number, anyCase: boolean): boolean {
  for (let index = 0; index < wanted.length; index++) {
    const one = bytes[at + index] as number
    const other = wanted[index] as number
    if (one !== other && (!anyCase || lowerCase(one) !== lowerCase(other))) return false
  }
  return true
}

function lowerCase(byte: number): number {
  return byte >= 0x41 && byte <= 0x5a ? byte + 0x20 : byte
}
