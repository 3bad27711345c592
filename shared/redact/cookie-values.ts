import { trimLines } from '../http/trim-blanks.ts'
import { isCookieAttribute } from './cookie-attribute.ts'

export interface CookieValue {
  readonly start: number
  readonly value: string
}

/** The values in `a=1; b=2`. Names are none, and neither are attributes of a `Set-Cookie`. */
export function cookieValues(text: string): CookieValue[] {
  const found: CookieValue[] = []
  for (let start = 0; start <= text.length; ) {
    const semicolon = text.indexOf(';', start)
    const end = semicolon === -1 ? text.length : semicolon
    const part = text.slice(start, end)
    const equals = part.indexOf('=')
    const value = trimLines(part.slice(equals + 1))
    const name = equals === -1 ? value : trimLines(part.slice(0, equals))
    if (value !== '' && (start === 0 || !isCookieAttribute(name, equals === -1 ? null : value)))
      found.push({ start: start + part.lastIndexOf(value), value })
    start = end + 1
  }
  return found
}
