import dns from 'node:dns'
import type { LookupFunction } from 'node:net'

/**
 * Finds the addresses of a public URL's host as a sender would. Names under `.localhost` are this machine's by RFC 6761,
 * which not every system's resolver knows.
 */
export const lookupPublicName: LookupFunction = (hostname, options, callback) => {
  if (!isLocalhostName(hostname)) {
    dns.lookup(hostname, options, callback)
    return
  }
  const addresses = [
    { address: '127.0.0.1', family: 4 },
    { address: '::1', family: 6 },
  ].filter(({ family }) => !options.family || options.family === family || options.family === `IPv${family}`)
  const [first] = addresses
  if (options.all || first === undefined) callback(null, addresses)
  else callback(null, first.address, first.family)
}

function isLocalhostName(hostname: string): boolean {
  return /(^|\.)localhost\.?$/i.test(hostname)
}
