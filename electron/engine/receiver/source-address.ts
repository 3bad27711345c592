import { BlockList, isIP } from 'node:net'
import { pairsFromFlat } from '../../../shared/http/header-pairs.ts'
import { addressOf, lastValue } from '../../../shared/http/stated-sender.ts'

/** What the nearest proxy of a tunnel says last in X-Forwarded-For; null if it says nothing, or no address. */
export function statedAddress(headers: ReadonlyArray<string>): string | null {
  const address = addressOf(lastValue(pairsFromFlat(headers), 'x-forwarded-for'))
  return address !== null && isIP(address) !== 0 ? address : null
}

const LOOPBACK = new BlockList()
LOOPBACK.addSubnet('127.0.0.0', 8, 'ipv4')
LOOPBACK.addAddress('::1', 'ipv6')

/** Whether the other side of a socket is this machine itself. */
export function isLoopback(address: string | null | undefined): boolean {
  if (address == null) return false
  const family = isIP(address)
  return family !== 0 && LOOPBACK.check(address, family === 6 ? 'ipv6' : 'ipv4')
}
