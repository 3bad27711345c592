import { type DecodedJwt, decodeJwt } from '../http/header-views.ts'
import { readBase64 } from './read-base64.ts'
import { readTime, type TimeReading } from './read-time.ts'

/** What a value may mean besides itself. A reading beside the evidence, never instead of it. */
export interface ValueReading {
  readonly time: TimeReading | null
  /** A string that holds something to be opened on demand. */
  readonly inside: ReadInside | null
}

export type ReadInside =
  | { readonly kind: 'json'; readonly text: string }
  | { readonly kind: 'jwt'; readonly jwt: DecodedJwt }
  /** Latin1: a character for each byte. */
  | { readonly kind: 'base64'; readonly form: 'base64' | 'base64url'; readonly bytes: string }

const LONGEST_TIME = 40

/** Of a number as it is spelled, or of a string without its quotes and escapes. */
export function readValue(kind: 'number' | 'string', text: string): ValueReading {
  const time = text.length > LONGEST_TIME ? null : readTime(text)
  return { time, inside: kind === 'number' || time !== null ? null : readInside(text) }
}

function readInside(text: string): ReadInside | null {
  if (holdsJson(text)) return { kind: 'json', text }
  const jwt = /^eyJ[\w-]+\.[\w-]+\.[\w-]*$/.test(text) ? decodeJwt(text) : null
  if (jwt !== null) return { kind: 'jwt', jwt }
  const base64 = readBase64(text)
  return base64 && { kind: 'base64', ...base64 }
}

/** An object or array; a bare number or word is no more inside a string than outside. */
function holdsJson(text: string): boolean {
  if (!/^\s*[{[]/.test(text) || !/[}\]]\s*$/.test(text)) return false
  try {
    JSON.parse(text)
    return true
  } catch {
    // It only looks like JSON.
    return false
  }
}
