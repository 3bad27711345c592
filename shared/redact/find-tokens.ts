import { isSecretSegment, NAMED_SEGMENT, SECRET_PATHS } from './secret-paths.ts'
import type { Span } from './span.ts'
import { MIGHT_BE_KNOWN, TOKEN_FORMS } from './token-forms.ts'

const JWT_WORD = /[\w-]+/y

/** `eyJ….….…`, also those of five parts, which are encrypted. Each word is looked at once. */
export function findJwts(text: string): Span[] {
  const found: Span[] = []
  for (let at = text.indexOf('eyJ'); at !== -1; ) {
    const parts: number[] = []
    let end = at
    for (let part = 0; part < 5; part++) {
      JWT_WORD.lastIndex = end
      end += JWT_WORD.exec(text)?.[0].length ?? 0
      parts.push(end)
      if (text[end] !== '.') break
      end++
    }
    // The dot at the end of a sentence is none of it; one without a signature ends in its own.
    const last = parts.length !== 3 && text[end - 1] === '.' ? end - 1 : end
    // A word and the end of its sentence are none.
    if ((parts.at(-1) ?? 0) > (parts[0] ?? 0) + 1 && (parts[0] ?? 0) - at >= 10)
      found.push({ start: at, end: last, kind: 'jwt' })
    at = text.indexOf('eyJ', Math.max(end, at + 3))
  }
  return found
}

/** Up to the last `@`: some leave that of a password as it is. */
const USER_INFO = /:\\?\/\\?\/([^ \t\r\n/?#"'<>\\]{1,500})@/dg
/** Without a scheme, as pages write it; a comment that begins with `//` has spaces. */
const BARE_USER_INFO = /(?<![:\w/\\])\\?\/\\?\/([^ \t\r\n/?#"'<>\\:@]{1,200}:[^ \t\r\n/?#"'<>\\]{1,300})@(?=[\w[%-])/dg
const SCHEME = /(?<![A-Za-z0-9])(?:bearer|basic)[ \t]{1,4}([A-Za-z0-9._~+/-]{8,8192}={0,2})/dgi

export function findTokens(text: string): Span[] {
  const found: Span[] = []
  if (MIGHT_BE_KNOWN.test(text))
    for (const match of text.matchAll(TOKEN_FORMS)) push(found, match.index, match[0].length)
  if (text.includes('@'))
    for (const form of [USER_INFO, BARE_USER_INFO]) for (const match of text.matchAll(form)) group(found, match)
  if (text.includes('/')) for (const match of text.matchAll(SECRET_PATHS)) group(found, match)
  if (text.includes('/')) for (const match of text.matchAll(NAMED_SEGMENT)) segment(found, match)
  if (text.includes(' ')) for (const match of text.matchAll(SCHEME)) group(found, match)
  pem(text, found)
  return found
}

function push(found: Span[], start: number, length: number): void {
  found.push({ start, end: start + length, kind: 'token' })
}

/** What stands in the last of the groups is what has to go. */
function group(found: Span[], match: RegExpExecArray): void {
  const [start, end] = match.indices?.slice(1).findLast((indices) => indices !== undefined) ?? [0, 0]
  if (end > start) push(found, start, end - start)
}

/** `/reset-password/1f3a…`: words in the address of a page are of letters alone, and their numbers of digits. */
function segment(found: Span[], match: RegExpExecArray): void {
  const [, name = '', value = ''] = match
  const isKey = value.split(/[-_~]/).some((part) => /\d/.test(part) && /[A-Za-z]/.test(part))
  if (isKey && isSecretSegment(name)) group(found, match)
}

function pem(text: string, found: Span[]): void {
  for (let at = text.indexOf('PRIVATE KEY-----'); at !== -1; at = text.indexOf('PRIVATE KEY-----', at)) {
    const start = at + 'PRIVATE KEY-----'.length
    const end = text.indexOf('-----END', start)
    const until = end === -1 ? text.length : end
    if (until > start) push(found, start, until - start)
    at = until + '-----END'.length + 30
  }
}
