import type { IncomingHttpHeaders } from 'node:http'
import { errorCode } from './error-code.ts'

export interface ProbeAnswer {
  readonly status: number
  readonly headers: IncomingHttpHeaders
  /** How its body begins. */
  readonly text: string
}

/** Why a request to the public URL got no answer at all, for the user. */
export function describeProbeError(url: URL, error: Error): string {
  const code = errorCode(error)
  const { host } = url
  if (code === 'ENOTFOUND' || code.startsWith('EAI_')) {
    return `The name ${url.hostname} is not known to this machine's name server (${code}).`
  }
  if (code === 'ECONNREFUSED') return `${host} refuses connections (${code}).`
  if (code === 'ECONNRESET' || code === 'EPIPE') return `${host} broke the connection off (${code}).`
  if (code === 'ENETUNREACH' || code === 'EHOSTUNREACH' || code === 'ENETDOWN' || code === 'EADDRNOTAVAIL') {
    return `There is no way to ${host}: is this machine online? (${code})`
  }
  if (code === 'ETIMEDOUT') return `${host} cannot be reached (${code}).`
  if (/CERT|SIGNED|SSL|TLS|UNABLE_TO_VERIFY|EPROTO/.test(code)) {
    return `${host} has no certificate that can be trusted (${code}).`
  }
  if (code.startsWith('HPE_')) return `${host} answered with something that is not HTTP (${code}).`
  return `A request to ${host} failed (${code}).`
}

/** What answered instead of the receiver, for the user. */
export function describeProbeAnswer(url: URL, { status, headers, text }: ProbeAnswer): string {
  const { host } = url
  const location = headers.location
  if (status >= 300 && status < 400) {
    return `${host} redirects requests${location === undefined ? '' : ` to ${location.slice(0, 200)}`} (${status}) instead of passing them on.`
  }
  if (/html/i.test(headers['content-type'] ?? '') || /^\s*<(!doctype|html)/i.test(text)) {
    return `${host} shows a page of its own (${status}) instead of passing requests on.`
  }
  if (status === 404) return `${host} answers 404 by itself: no tunnel is connected there.`
  if (status === 502 || status === 503 || status === 504) {
    return `${host} answers ${status} by itself: it does not reach this machine.`
  }
  if (status === 401 || status === 403 || status === 511) {
    return `${host} answers ${status} by itself: it lets requests through only after a sign-in or a warning page.`
  }
  return `${host} answers ${status} by itself instead of passing requests on.`
}
