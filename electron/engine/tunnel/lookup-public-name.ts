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

/**
 * The same, but a name that the name server does not know is looked for at the server that hands out such names. `told`
 * is called when that is done: senders may not find the name either.
 */
export function lookupPublicNameAt(server: string, told: () => void): LookupFunction {
  return (hostname, options, callback) => {
    lookupPublicName(hostname, options, (error, address, family) => {
      if (error === null || !isUnknownName(error)) {
        callback(error, address, family)
        return
      }
      told()
      lookupPublicName(server, options, callback)
    })
  }
}

function isUnknownName({ code }: NodeJS.ErrnoException): boolean {
  return code === 'ENOTFOUND' || code === 'EAI_AGAIN' || code === 'EAI_NODATA'
}

function isLocalhostName(hostname: string): boolean {
  return /(^|\.)localhost\.?$/i.test(hostname)
}
