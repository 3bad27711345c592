import { latin1FromBase64 } from './base64-text.ts'
import { type Cookie, parseCookies, parseSetCookie, type SetCookie } from './cookies.ts'
import type { HeaderPairs } from './header-pairs.ts'
import { headerText } from './header-text.ts'

/** What a header's value means, where it can be told. A reading beside the evidence, never instead of it. */
export type HeaderView =
  | { readonly kind: 'cookies'; readonly cookies: ReadonlyArray<Cookie> }
  | { readonly kind: 'set-cookie'; readonly cookie: SetCookie }
  | { readonly kind: 'date'; readonly unixMs: number }
  | { readonly kind: 'basic'; readonly user: string; readonly password: string }
  | { readonly kind: 'jwt'; readonly jwt: DecodedJwt }

/** Decoded, not verified. Segments are the JSON text as it was. */
export interface DecodedJwt {
  readonly header: string
  readonly payload: string
  readonly times: ReadonlyArray<{ readonly claim: 'iat' | 'nbf' | 'exp'; readonly unixMs: number }>
}

export interface ViewedHeader {
  /** Place in the list of pairs. */
  readonly index: number
  readonly name: string
  readonly view: HeaderView
}

const DATE_HEADERS = new Set([
  'date',
  'expires',
  'last-modified',
  'if-modified-since',
  'if-unmodified-since',
  'retry-after',
])
const JWT = /(?:^|[\s="])(eyJ[A-Za-z0-9_-]+)\.([A-Za-z0-9_-]+)\.[A-Za-z0-9_-]*/

export function headerViews(headers: HeaderPairs): ViewedHeader[] {
  const viewed: ViewedHeader[] = []
  for (const [index, [name, value]] of headers.entries()) {
    const view = headerView(name.toLowerCase(), value)
    if (view !== null) viewed.push({ index, name, view })
  }
  return viewed
}

function headerView(name: string, value: string): HeaderView | null {
  if (name === 'cookie') return { kind: 'cookies', cookies: parseCookies(value) }
  if (name === 'set-cookie') return { kind: 'set-cookie', cookie: parseSetCookie(value) }
  if (name === 'authorization' || name === 'proxy-authorization') {
    const basic = decodeBasic(value)
    if (basic !== null) return basic
  }
  const jwt = decodeJwt(value)
  if (jwt !== null) return { kind: 'jwt', jwt }
  const unixMs = dateOf(name, value)
  return unixMs === null ? null : { kind: 'date', unixMs }
}

function decodeBasic(value: string): HeaderView | null {
  const encoded = /^basic\s+(\S+)\s*$/i.exec(value)?.[1]
  const decoded = encoded === undefined ? null : latin1FromBase64(encoded)
  if (decoded === null) return null
  const text = headerText(decoded)
  const colon = text.indexOf(':')
  return colon === -1
    ? { kind: 'basic', user: text, password: '' }
    : { kind: 'basic', user: text.slice(0, colon), password: text.slice(colon + 1) }
}

/** The first JWT in a header's value, its first two segments decoded; null if there is none. */
export function decodeJwt(value: string): DecodedJwt | null {
  const match = JWT.exec(value)
  if (match === null) return null
  const header = jsonSegment(match[1] as string)
  const payload = jsonSegment(match[2] as string)
  if (header === null || payload === null) return null
  return { header: header.text, payload: payload.text, times: claimTimes(payload.value) }
}

function jsonSegment(segment: string): { text: string; value: unknown } | null {
  const decoded = latin1FromBase64(segment)
  if (decoded === null) return null
  const text = headerText(decoded)
  try {
    return { text, value: JSON.parse(text) as unknown }
  } catch {
    // Three dotted words that are no JSON are no JWT.
    return null
  }
}

function claimTimes(payload: unknown): DecodedJwt['times'] {
  if (typeof payload !== 'object' || payload === null) return []
  const claims = payload as Record<string, unknown>
  return (['iat', 'nbf', 'exp'] as const).flatMap((claim) => {
    const seconds = Object.hasOwn(claims, claim) ? claims[claim] : undefined
    return typeof seconds === 'number' && Number.isFinite(seconds) ? [{ claim, unixMs: seconds * 1000 }] : []
  })
}

function dateOf(name: string, value: string): number | null {
  if (DATE_HEADERS.has(name)) {
    // A bare number (`Retry-After: 120`, `Expires: 0`) is a duration or a habit, not a date.
    const unixMs = /[a-z]/i.test(value) ? Date.parse(value) : Number.NaN
    return Number.isNaN(unixMs) ? null : unixMs
  }
  return name.includes('timestamp') ? unixTime(value) : null
}

/** Ten digits are seconds, thirteen are milliseconds; anything else could be anything. */
function unixTime(value: string): number | null {
  if (/^\d{10}(\.\d+)?$/.test(value)) return Number(value) * 1000
  if (/^\d{13}$/.test(value)) return Number(value)
  return null
}
