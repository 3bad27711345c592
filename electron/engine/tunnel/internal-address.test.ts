import { expect, test } from 'vitest'
import { isInternalAddress } from './internal-address.ts'

test.each(['127.0.0.1', '10.1.2.3', '172.31.0.1', '192.168.1.1', '169.254.169.254', '100.64.0.1', '0.0.0.0'])(
  'IPv4 address %s is of this network, also in the clothes of IPv6',
  (address) => {
    expect(isInternalAddress(address)).toBe(true)
    expect(isInternalAddress(`::ffff:${address}`)).toBe(true)
  },
)

test.each(['::1', '::', 'fe80::1%eth0', 'fd12::1'])('IPv6 address %s is of this network', (address) => {
  expect(isInternalAddress(address)).toBe(true)
})

test.each(['8.8.8.8', '172.32.0.1', '2606:4700::1', 'example.com', '', null])('%s is not', (address) => {
  expect(isInternalAddress(address)).toBe(false)
})
