import { LIMITS } from '../../../shared/limits.ts'
import { listedCodings, MOST_CODINGS } from './codings.ts'
import { type Decode, decoderOf } from './decoder-of.ts'

/** Of what cannot be decoded whole: a part is found by trying, and each try costs as much as it gives. */
const PART_BYTES = 4 * 1024 * 1024
const TRIES = 10

/**
 * Undoes a `Content-Encoding` in one go, for whoever looks through many bodies: for a small one a stream costs ten times as
 * much. Never throws: of what is damaged, or grows beyond the limits of `decodeBody`, it gives a part from the beginning.
 */
export function decodeAtOnce(bytes: Uint8Array, encoding: string): Uint8Array {
  const codings = listedCodings(encoding)
  if (codings.length > MOST_CODINGS) return bytes
  const cap = Math.min(LIMITS.decodedBytes, bytes.length * LIMITS.decodedRatio)
  let current = bytes
  for (const coding of codings.reverse()) {
    const decode = decoderOf(coding, current, { cutOff: true })
    if (decode === null || current.length === 0) return current
    current = decode(current, cap) ?? longestPart(current, decode, Math.min(cap, PART_BYTES))
  }
  return current
}

/** As `decodeAtOnce`, but the whole body; null if it cannot be had within the limit. */
export function decodeWhole(bytes: Uint8Array, encoding: string, limit: number): Uint8Array | null {
  const codings = listedCodings(encoding)
  if (codings.length > MOST_CODINGS) return null
  let current: Uint8Array | null = bytes
  for (const coding of codings.reverse()) {
    current = current === null ? null : (decoderOf(coding, current)?.(current, limit) ?? null)
  }
  return current
}

function longestPart(bytes: Uint8Array, decode: Decode, most: number): Uint8Array {
  let best: Uint8Array = new Uint8Array()
  let good = 0
  let bad = bytes.length
  for (let tried = 0; tried < TRIES && bad - good > 1; tried++) {
    const middle = (good + bad) >>> 1
    const part = decode(bytes.subarray(0, middle), most)
    if (part === null) {
      bad = middle
    } else {
      good = middle
      best = part
    }
  }
  return best
}
