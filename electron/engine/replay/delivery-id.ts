import { randomFillSync } from 'node:crypto'
import { v7 } from 'uuid'

const POOL = new Uint8Array(16 * 256)
let used = POOL.length

/** A UUIDv7. Random bytes are drawn for 256 at once: drawing them for each costs as much as sending a small body. */
export function deliveryId(): string {
  if (used === POOL.length) {
    randomFillSync(POOL)
    used = 0
  }
  used += 16
  return v7({ random: POOL.subarray(used - 16, used) })
}
