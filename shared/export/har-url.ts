import { type HeaderPairs, headerValue } from '../http/header-pairs.ts'
import { originForm } from '../http/raw-target.ts'

const HOST = /^(?:[A-Za-z0-9._-]+|\[[0-9A-Fa-f:.]+\])(?::\d{1,5})?$/

/** The whole URL of a request, as HAR asks for one. It is made up where the request does not say; the target stays beside it. */
export function harUrl(target: string | null, headers: HeaderPairs, isTunnelled: boolean): string {
  const stated = headerValue(headers, 'host')?.trim() ?? ''
  const host = HOST.test(stated) ? stated : 'unknown.invalid'
  const path = originForm(target ?? '/')
  return `${isTunnelled ? 'https' : 'http'}://${host}${path.startsWith('/') || path.startsWith('?') ? '' : '/'}${uriText(path)}`
}

/** Text (latin1) with everything escaped that a URI does not allow (RFC 3986). */
export function uriText(text: string): string {
  return text
    .replace(/%(?![0-9A-Fa-f]{2})/g, '%25')
    .replace(/[^A-Za-z0-9\-._~:/?@!$&'()*+,;=%]/g, (char) =>
      encodeURIComponent(char.charCodeAt(0) < 0x80 ? char : char.toWellFormed()),
    )
}
