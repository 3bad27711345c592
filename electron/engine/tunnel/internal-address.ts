import { BlockList, isIP } from 'node:net'

const INTERNAL = new BlockList()
for (const [network, bits] of [
  ['0.0.0.0', 8],
  ['10.0.0.0', 8],
  ['100.64.0.0', 10],
  ['127.0.0.0', 8],
  ['169.254.0.0', 16],
  ['172.16.0.0', 12],
  ['192.168.0.0', 16],
] as const) {
  INTERNAL.addSubnet(network, bits, 'ipv4')
}
for (const [network, bits] of [
  ['::', 127],
  ['fc00::', 7],
  ['fe80::', 10],
] as const) {
  INTERNAL.addSubnet(network, bits, 'ipv6')
}

/** Whether an address is this machine's, or one of its own network: no stranger can reach what is there, we can. */
export function isInternalAddress(address: string | null): boolean {
  const bare = address?.replace(/%.*$/, '') ?? ''
  const family = isIP(bare)
  return family !== 0 && INTERNAL.check(bare, family === 6 ? 'ipv6' : 'ipv4')
}
