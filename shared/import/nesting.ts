/** Deeper than anything that Hookbench or a browser writes. */
export const MOST_NESTED = 1000

/** Shorter ones cannot be nested so deeply that parsing them would need much memory. */
const HARMLESS_BYTES = 64 * 1024

/** Whether JSON is nested so deeply that parsing it would fill the memory: each bracket of 96 MiB would cost a hundred bytes. */
export function isNestedDeeply(json: Uint8Array): boolean {
  if (json.length <= HARMLESS_BYTES) return false
  let depth = 0
  let inString = false
  for (let at = 0; at < json.length; at++) {
    const byte = json[at]
    if (inString) {
      if (byte === 0x5c) at++
      else if (byte === 0x22) inString = false
    } else if (byte === 0x22) inString = true
    else if (byte === 0x5b || byte === 0x7b) {
      if (++depth > MOST_NESTED) return true
    } else if (byte === 0x5d || byte === 0x7d) depth--
  }
  return false
}
