import { createHash, timingSafeEqual } from 'node:crypto'
import type { IncomingHttpHeaders } from 'node:http'
import type { CallError } from '../../../shared/contract/errors.ts'

/** Judges by its headers whether a request comes from the user's own screen or command; null when it does. */
export type CallerCheck = (headers: IncomingHttpHeaders) => CallError | null

/**
 * A page of another site can reach loopback, and by DNS rebinding even under its own name. It can neither spell a
 * loopback `Host` then, nor leave `Origin` out of what it sends across sites.
 */
export const checkOrigin: CallerCheck = (headers) => {
  const { host, origin } = headers
  if (host === undefined || !isLoopbackHost(host)) {
    return refused('The control side answers only under a loopback name such as 127.0.0.1.')
  }
  if (origin !== undefined && origin !== `http://${host}`) {
    return refused('The control side answers only its own screen, not pages of another origin.')
  }
  return null
}

export function checkToken(token: string): CallerCheck {
  const wanted = digest(token)
  return (headers) => {
    const given = headers['x-hookbench-token']
    if (typeof given === 'string' && timingSafeEqual(digest(given), wanted)) return null
    return refused('The token is missing or of an earlier start. Open the address that Hookbench printed last.')
  }
}

/** A name of this machine's loopback, with or without a port. The port is free: people forward it over ssh. */
function isLoopbackHost(host: string): boolean {
  return /^(127\.0\.0\.1|localhost|\[::1\])(:\d{1,5})?$/i.test(host)
}

/** Equal lengths for the comparison, which then takes equal time. */
function digest(text: string): Buffer {
  return createHash('sha256').update(text).digest()
}

function refused(message: string): CallError {
  return { kind: 'refused', message }
}
