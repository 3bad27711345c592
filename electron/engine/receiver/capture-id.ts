import { randomFillSync } from 'node:crypto'
import { v7 } from 'uuid'

const POOL = new Uint8Array(16 * 256)
let used = POOL.length

/** A new UUIDv7 as its 16 bytes. Random bytes are drawn for 256 at once: a call for each costs more than the rest of it. */
export function newCaptureId(now: number): Uint8Array {
  if (used === POOL.length) {
    randomFillSync(POOL)
    used = 0
  }
  const random = POOL.subarray(used, used + 16)
  used += 16
  return v7({ random, msecs: now }, new Uint8Array(16))
}
