import { AppError } from '../../contract/errors.ts'
import { asciiHost } from '../../http/ascii-host.ts'
import { headerFromText, headerText, percentDecoded } from '../../http/header-text.ts'
import { percentEncoded } from '../../http/percent-encoded.ts'

export interface CurlUrl {
  readonly scheme: 'http' | 'https'
  /** For Host: without the port that goes without saying. */
  readonly authority: string
  /** As cookies and names of hosts are looked up: without port and brackets. */
  readonly host: string
  readonly target: string
  /** `user:password`, decoded. */
  readonly credentials: string | null
}

const GAPS = /[\0-\x20\x7f]/g

/** What curl sends a URL (latin1) as. Throws `AppError`. */
export function curlUrl(
  url: string,
  { defaultScheme, isPathAsIs }: { defaultScheme: string; isPathAsIs: boolean },
): CurlUrl {
  const trimmed = url.trim()
  const [, given, rest = ''] = /^(?:([a-z][a-z0-9+.-]*):\/{1,3})?([\s\S]*)$/i.exec(trimmed) ?? []
  const scheme = (given ?? defaultScheme).toLowerCase()
  if (scheme !== 'http' && scheme !== 'https') {
    throw new AppError('invalid-input', `Expected a URL of http or https, found ${headerText(url.slice(0, 60))}.`)
  }
  const [, before = '', after = ''] = /^([^/?#]*)([\s\S]*)$/.exec(rest) ?? []
  const [, userInfo, written = ''] = /^(?:([\s\S]*)@)?([\s\S]*)$/.exec(before) ?? []
  const authority = asciiAuthority(written)
  if (authority === null || authority === '' || /[\s\0]/.test(authority)) {
    throw new AppError(
      'invalid-input',
      `Expected a host in the URL, found ${JSON.stringify(headerText(url.slice(0, 60)))}.`,
    )
  }
  const spelled = withoutGaps((after.startsWith('/') ? after : `/${after}`).replace(/#[\s\S]*$/, ''))
    // Of what is not ASCII it encodes the path alone.
    .replace(/^[^?]*/, (path) => path.replace(/[\x80-\xff]/g, (byte) => percentEncoded(byte).toLowerCase()))
  return {
    scheme,
    authority: authority
      .replace(scheme === 'https' ? /:0*443$/ : /:0*80$/, '')
      .replace(/:0*(\d+)$/, ':$1')
      .replace(/:$/, ''),
    host: hostOf(authority),
    target: isPathAsIs ? spelled : withoutDots(spelled),
    credentials: userInfo === undefined ? null : headerFromText(percentDecoded(userInfo, { plusIsSpace: false })),
  }
}

/** With the host as it is looked up; null: there can be none. */
function asciiAuthority(written: string): string | null {
  const port = /:\d*$/.exec(written)?.[0] ?? ''
  const given = written.slice(0, written.length - port.length)
  const host = asciiHost(
    given.includes('%') && !given.startsWith('[')
      ? headerFromText(percentDecoded(given, { plusIsSpace: false }))
      : given,
  )
  return host === null ? null : host + port
}

/** Of an authority or a Host header: without the port, and the brackets of an address. */
export function hostOf(authority: string): string {
  return authority.replace(/:\d*$/, '').replace(/^\[(.*)\]$/, '$1')
}

/** With more in its query; there curl writes what is encoded in small letters. */
export function withQuery(target: string, parts: ReadonlyArray<string>): string {
  const query = parts
    .filter((part) => part !== '')
    .join('&')
    .replace(/%[\da-fA-F]{2}/g, (byte) => byte.toLowerCase())
  if (query === '') return target
  return `${target}${target.includes('?') ? (target.endsWith('?') ? '' : '&') : '?'}${query}`
}

/** Without what would end a request line: spaces and control characters are written as `%20`. */
export function withoutGaps(target: string): string {
  return target.replace(GAPS, (byte) => percentEncoded(byte))
}

/** RFC 3986, 5.2.4, as curl does before it sends. */
function withoutDots(target: string): string {
  const [path = '', ...query] = target.split('?')
  const kept: string[] = []
  const segments = path.split('/').slice(1)
  for (const [index, segment] of segments.entries()) {
    if (segment === '..') kept.pop()
    if (segment !== '..' && segment !== '.') kept.push(segment)
    else if (index === segments.length - 1) kept.push('')
  }
  return [`/${kept.join('/')}`, ...query].join('?')
}
