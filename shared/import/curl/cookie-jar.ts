import { trimBlanks } from '../../http/trim-blanks.ts'

/** Where a request goes, as far as cookies are asked about it. */
export interface CookiePlace {
  /** Without port and brackets. */
  readonly host: string
  /** Of the URL, without its query. */
  readonly path: string
  readonly isSecure: boolean
}

interface Cookie {
  readonly name: string
  readonly value: string
  readonly domain: string
  /** Hosts below the domain get it, too. */
  readonly isForBelow: boolean
  readonly path: string
  /** How long the path is that it was given; 0: none. */
  readonly rank: number
  readonly isSecure: boolean
  /** In seconds; 0: when the browser is closed. */
  readonly expires: number
}

/** What curl sends at most, in cookies and in bytes of the header line. */
const MOST_SENT = 150
const MOST_LINE = 8190
const ADDRESS = /^(?:[\d.]+|[\da-f:.]*:[\da-f:.]*)$/i

/**
 * Cookies of files that `-b` names, in Netscape's format (tabs between domain, below, path, secure, expires, name and value) or as
 * headers of an answer. As curl reads and picks them.
 */
export class CookieJar {
  /** By the last two labels of their domain, among which curl looks. */
  private readonly byDomain = new Map<string, Map<string, Cookie>>()

  /** `now` in milliseconds. */
  constructor(files: ReadonlyArray<string>, now: number, isWithoutSession: boolean) {
    for (const line of files.flatMap((file) => file.split('\n'))) {
      const cookie = cookieOf(line.split(/[\r\0]/, 1)[0] ?? '')
      if (cookie === null || (isWithoutSession && cookie.expires === 0)) continue
      if (cookie.expires !== 0 && cookie.expires < Math.floor(now / 1000)) continue
      const group = lastLabels(cookie.domain)
      const cookies = this.byDomain.get(group) ?? new Map<string, Cookie>()
      this.byDomain.set(group, cookies)
      // A later one takes the place of an earlier one, and its turn.
      cookies.set(JSON.stringify([cookie.name, cookie.domain, cookie.isForBelow, cookie.path.toLowerCase()]), cookie)
    }
  }

  /** How many have to be looked at for a host. */
  near(host: string): number {
    return this.byDomain.get(lastLabels(host.toLowerCase()))?.size ?? 0
  }

  /** `name=value` of those that fit, in curl's order: longer paths, domains and names before shorter ones, newer before older. */
  fitting({ host, path, isSecure }: CookiePlace): string[] {
    const wanted = host.toLowerCase()
    const mayHaveSecure = isSecure || /^(?:localhost|127\.0\.0\.1|::1)$/.test(wanted)
    const near = [...(this.byDomain.get(lastLabels(wanted))?.values() ?? [])]
    const found = near
      .filter(
        (cookie) => isOfHost(cookie, wanted) && isOfPath(cookie.path, path) && (mayHaveSecure || !cookie.isSecure),
      )
      .slice(0, MOST_SENT)
      .reverse()
      .sort((a, b) => b.rank - a.rank || b.domain.length - a.domain.length || b.name.length - a.name.length)
    const sent: string[] = []
    let size = 'Cookie: '.length
    for (const { name, value } of found) {
      const pair = `${name}=${value}`
      if (size + pair.length >= MOST_LINE) break
      size += pair.length + (sent.length > 0 ? 2 : 0)
      sent.push(pair)
    }
    return sent
  }
}

function isOfHost({ domain, isForBelow }: Cookie, host: string): boolean {
  if (domain === host) return true
  return isForBelow && !ADDRESS.test(host) && host.endsWith(`.${domain}`)
}

function isOfPath(cookie: string, path: string): boolean {
  if (cookie === '/' || cookie === path) return true
  return path.startsWith(`${cookie}/`)
}

function cookieOf(line: string): Cookie | null {
  const [, header] = /^set-cookie:(.*)$/i.exec(line) ?? []
  const cookie = header === undefined ? fromFields(trimBlanks(line)) : fromHeader(header)
  if (cookie === null) return null
  const { name, isSecure, path, isForBelow } = cookie
  if (/^__secure-/i.test(name) && !isSecure) return null
  if (/^__host-/i.test(name) && !(isSecure && path === '/' && !isForBelow)) return null
  return cookie
}

function fromFields(line: string): Cookie | null {
  const written = line.replace(/^#HttpOnly_/, '')
  if (written.startsWith('#')) return null
  const fields = written.split(/\t+/)
  // The path may be missing.
  if (/^(?:TRUE|FALSE)$/.test(fields[2] ?? '')) fields.splice(2, 0, '/')
  const [domain = '', isForBelow, path = '', isSecure, expires = '', name = '', value = '', ...more] = fields
  if (domain === '' || name === '' || more.length > 0 || !/^[+-]?\d+$/.test(expires)) return null
  return {
    name,
    value,
    domain: domain.replace(/^\./, '').toLowerCase(),
    isForBelow: /^true$/i.test(isForBelow ?? ''),
    path: cookiePath(path),
    rank: path.length,
    isSecure: /^true$/i.test(isSecure ?? ''),
    expires: Number(expires),
  }
}

/** One that names no domain is sent nowhere. */
function fromHeader(header: string): Cookie | null {
  const [first = '', ...more] = header.split(';')
  const [, name = '', value = ''] = /^([^=]*)=(.*)$/s.exec(first) ?? []
  const attributes = new Map(
    more.map((each) => {
      const [, key = '', given = ''] = /^([^=]*)=?(.*)$/s.exec(each) ?? []
      return [trimBlanks(key).toLowerCase(), trimBlanks(given)]
    }),
  )
  const domain = (attributes.get('domain') ?? '').replace(/^\./, '').toLowerCase()
  if (trimBlanks(name) === '' || !/\..|^localhost$/.test(domain)) return null
  return {
    name: trimBlanks(name),
    value: trimBlanks(value),
    domain,
    isForBelow: !ADDRESS.test(domain),
    path: cookiePath(attributes.get('path') ?? '/'),
    rank: attributes.get('path')?.length ?? 0,
    isSecure: attributes.has('secure'),
    expires: expiryOf(attributes.get('max-age'), attributes.get('expires')),
  }
}

/** An age of one's own cannot be known of a file: it counts from now, or is over. */
function expiryOf(age: string | undefined, date: string | undefined): number {
  const seconds = age === undefined ? Number.NaN : Number(age.replace(/^"|"$/g, ''))
  if (!Number.isNaN(seconds)) return seconds > 0 ? Number.MAX_SAFE_INTEGER : 1
  const time = date === undefined ? Number.NaN : Date.parse(date)
  return Number.isNaN(time) ? 0 : Math.max(1, Math.floor(time / 1000))
}

function cookiePath(given: string): string {
  const path = given.replace(/^"|"$/g, '')
  if (!path.startsWith('/')) return '/'
  return path.length > 1 && path.endsWith('/') ? path.slice(0, -1) : path
}

function lastLabels(domain: string): string {
  return ADDRESS.test(domain) ? domain : domain.split('.').slice(-2).join('.')
}
