import { lookup } from 'node:dns/promises'
import { BlockList, isIPv6 } from 'node:net'
import { networkInterfaces } from 'node:os'
import type { ParsedTarget } from '../../../shared/delivery/resolve-target.ts'

export interface OwnReceiver {
  /** Its own, and those that tunnels dial. */
  readonly ports: ReadonlyArray<number>
  /** Host names under which others reach it, as through a tunnel. */
  readonly publicHosts: ReadonlyArray<string>
}

/**
 * Whether a target is the receiver itself: a forward there would come back as a new capture, and go round for ever. The
 * host is looked up as a connection would do it, since one address has many spellings and names (`0x7f.1`, the
 * machine's own name, an entry of a hosts file).
 */
export async function reachesReceiver(target: ParsedTarget, receiver: OwnReceiver): Promise<boolean> {
  const host = target.host.toLowerCase().replace(/\.$/, '')
  if (receiver.publicHosts.some((known) => known.toLowerCase() === host)) return true
  if (!receiver.ports.includes(target.port)) return false
  if (host === 'localhost' || host.endsWith('.localhost')) return true
  const own = ownAddresses()
  return (await addressesOf(host)).some((address) => own.check(address, isIPv6(address) ? 'ipv6' : 'ipv4'))
}

async function addressesOf(host: string): Promise<string[]> {
  try {
    return (await lookup(host, { all: true })).map(({ address }) => address)
  } catch {
    return [] // A name that leads nowhere does not lead here; sending will say what is wrong with it.
  }
}

/** Read each time: a machine changes its networks. IPv4 written as IPv6 (`::ffff:127.0.0.1`) is matched as well. */
function ownAddresses(): BlockList {
  const own = new BlockList()
  own.addSubnet('127.0.0.0', 8, 'ipv4')
  own.addAddress('::1', 'ipv6')
  // To connect to "any address" is to connect to this machine.
  own.addAddress('0.0.0.0', 'ipv4')
  own.addAddress('::', 'ipv6')
  for (const { address, family } of Object.values(networkInterfaces()).flatMap((known) => known ?? [])) {
    own.addAddress(address, family === 'IPv6' ? 'ipv6' : 'ipv4')
  }
  return own
}
