import { randomFillSync } from 'node:crypto'
import { v7 } from 'uuid'

const POOL = new Uint8Array(16 * 256)
let used = POOL.length

/** A new UUIDv7. */
export function newId(): string {
  return v7({ random: randomBytes() })
}

/** A new UUIDv7 as its 16 bytes, made at `now` (unix ms). */
export function newIdBytes(now: number): Uint8Array {
  return v7({ random: randomBytes(), msecs: now }, new Uint8Array(16))
}

/** Drawn for 256 ids at once: drawing them for each costs as much as sending a small body. */
function randomBytes(): Uint8Array {
  if (used === POOL.length) {
    randomFillSync(POOL)
    used = 0
  }
  used += 16
  return POOL.subarray(used - 16, used)
}
