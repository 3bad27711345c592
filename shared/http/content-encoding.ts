import type { HeaderPairs } from './header-pairs.ts'

/**
 * How a body was encoded, as the sender said it: codings in the order in which they were applied. Null if there is nothing to
 * undo. Headers of one name are one list (RFC 9110, 5.3), so looking at the first alone would leave something encoded.
 */
export function contentEncoding(headers: HeaderPairs): string | null {
  const codings = headers
    // The length first: indexing asks this of every header of every capture.
    .filter(([name]) => name.length === NAME.length && name.toLowerCase() === NAME)
    .flatMap(([, value]) => value.split(','))
    .map((coding) => coding.trim().toLowerCase())
    .filter((coding) => coding !== '' && coding !== 'identity')
  return codings.length === 0 ? null : codings.join(', ')
}

const NAME = 'content-encoding'
