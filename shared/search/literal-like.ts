import { NO_CLOCK } from './filter-clock.ts'
import type { Like } from './filter-node.ts'
import { parseFilter } from './parse-filter.ts'
import { hasInvisible } from './print-filter.ts'

/**
 * What asks a key for exactly this value, whatever is in it: bare where it means the same when it is read again; between quotes with
 * stars, spaces, quotes, bars, or what looks like a comparison. `key` with its name or path, as it is written.
 */
export function literalLike(key: string, value: string): Like {
  const bare: Like = { kind: 'like', parts: [value], quoted: false }
  const read = parseFilter(`${key}:${value}`, NO_CLOCK)
  const isSame = read.ok && 'test' in read.node && JSON.stringify(read.node.test) === JSON.stringify(bare)
  return isSame && !hasInvisible(value) ? bare : { ...bare, quoted: true }
}
