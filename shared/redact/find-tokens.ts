import type { Span } from './span.ts'

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
    if (parts.length >= 2 && (parts[0] ?? 0) - at >= 10) found.push({ start: at, end: last, kind: 'jwt' })
    at = text.indexOf('eyJ', Math.max(end, at + 3))
  }
  return found
}

/** Credentials that can be told by how they begin. */
const KNOWN_FORMS = new RegExp(
  `(?<![A-Za-z0-9])(?:${[
    '[sr]k_(?:live|test)_[A-Za-z0-9]{10,}',
    'whsec_[A-Za-z0-9+/_-]{16,}={0,2}',
    'gh[pousr]_[A-Za-z0-9]{20,}',
    'github_pat_\\w{20,}',
    'glpat-[\\w-]{16,}',
    'xox[abeoprs]-[\\w-]{10,}',
    'xapp-[\\w-]{16,}',
    '(?:AKIA|ASIA)[A-Z0-9]{16}(?![A-Za-z0-9])',
    'AIza[\\w-]{35}',
    'ya29\\.[\\w-]{20,}',
    'SG\\.[\\w-]{16,}\\.[\\w-]{16,}',
    'npm_[A-Za-z0-9]{30,}',
    'shp(?:at|ca|pa|ss)_[A-Fa-f0-9]{16,}',
    'do[opr]_v1_[a-f0-9]{32,}',
    'sk-(?:proj-|ant-)?[\\w-]{20,}',
    'key-[0-9a-f]{32}',
  ].join('|')})`,
  'g',
)
const MIGHT_BE_KNOWN = /_|-|AKIA|ASIA|AIza|SG\.|ya29/

/** URLs whose path is the credential: Slack's and Discord's webhooks, Telegram's bots. The group is what has to go. */
const SECRET_PATHS =
  /(?:hooks\.slack\.com\/(?:services|workflows|triggers)\/|discord(?:app)?\.com\/api\/webhooks\/\d{1,30}\/|webhook\.office\.com\/webhookb2\/|api\.telegram\.org\/bot)([\w:/@+=-]{8,300})/dg

/** Up to the last `@`: some leave that of a password as it is. */
const USER_INFO = /:\\?\/\\?\/([^ \t\r\n/?#"'<>\\]{1,500})@/dg
/** Without a scheme, as pages write it; a comment that begins with `//` has spaces. */
const BARE_USER_INFO = /(?<![:\w/\\])\\?\/\\?\/([^ \t\r\n/?#"'<>\\:@]{1,200}:[^ \t\r\n/?#"'<>\\]{1,300})@(?=[\w[%-])/dg
const SCHEME = /(?<![A-Za-z0-9])(?:bearer|basic)[ \t]{1,4}([A-Za-z0-9._~+/-]{8,8192}={0,2})/dgi

export function findTokens(text: string): Span[] {
  const found: Span[] = []
  if (MIGHT_BE_KNOWN.test(text))
    for (const match of text.matchAll(KNOWN_FORMS)) push(found, match.index, match[0].length)
  if (text.includes('@'))
    for (const form of [USER_INFO, BARE_USER_INFO]) for (const match of text.matchAll(form)) group(found, match)
  if (text.includes('.')) for (const match of text.matchAll(SECRET_PATHS)) group(found, match)
  if (text.includes(' ')) for (const match of text.matchAll(SCHEME)) group(found, match)
  pem(text, found)
  return found
}

function push(found: Span[], start: number, length: number): void {
  found.push({ start, end: start + length, kind: 'token' })
}

function group(found: Span[], match: RegExpExecArray): void {
  const [start, end] = match.indices?.[1] ?? [0, 0]
  if (end > start) push(found, start, end - start)
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
