import { latin1FromBytes } from './latin1.ts'
import { parsePairs, type QueryPair } from './query.ts'

/** The fields of an `application/x-www-form-urlencoded` body, at most `limit`. Never throws. */
export function parseFormUrlencoded(body: Uint8Array, limit = Number.POSITIVE_INFINITY): QueryPair[] {
  // A line end after the last field is a habit of hand-made requests, not part of the value.
  return parsePairs(latin1FromBytes(body).replace(/\r?\n$/, ''), limit)
}
