import { type HeaderPairs, headerValue } from './header-pairs.ts'

/** How a body was compressed, as the sender said it; null if there is nothing to undo. */
export function contentEncoding(headers: HeaderPairs): string | null {
  const value = headerValue(headers, 'content-encoding')?.trim().toLowerCase()
  return value === undefined || value === '' || value === 'identity' ? null : value
}
