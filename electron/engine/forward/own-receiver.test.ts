import { hostname, networkInterfaces } from 'node:os'
import { expect, test } from 'vitest'
import { parseTarget } from '../../../shared/delivery/resolve-target.ts'
import { reachesReceiver } from './own-receiver.ts'

const reaches = (url: string) =>
  reachesReceiver(parseTarget(url), { ports: [4665, 40_001], publicHosts: ['x.loca.lt'] })

/** IPv6 addresses of links need a zone, which a URL has no place for. */
const ownAddresses = Object.values(networkInterfaces())
  .flatMap((known) => known ?? [])
  .filter(({ address }) => !address.startsWith('fe80:'))
  .map(({ address, family }) => (family === 'IPv6' ? `[${address}]` : address))

test.each([
  'http://localhost:4665/a',
  'http://127.0.0.1:4665/*',
  'http://127.0.0.1:40001/a-door',
  'http://127.1:4665/',
  'http://0x7f.1:4665/',
  'http://2130706433:4665/',
  'http://0177.0.0.1:4665/',
  'http://127.8.9.10:4665/',
  'https://[::1]:4665/',
  'http://[0:0:0:0:0:0:0:1]:4665/',
  'http://[::ffff:127.0.0.1]:4665/',
  'http://[::ffff:7f00:1]:4665/',
  'http://0.0.0.0:4665/',
  'http://[::]:4665/',
  'http://LOCALHOST.:4665/',
  'https://X.loca.lt/stripe',
  'https://x.loca.lt./stripe',
  `http://${hostname()}:4665/`,
  ...ownAddresses.map((address) => `http://${address}:4665/`),
])('%s leads back to the receiver', async (url) => {
  expect(await reaches(url)).toBe(true)
})

test.each([
  'http://localhost:3000/',
  'http://192.0.2.1:4665/',
  'http://[2001:db8::2]:4665/',
  'http://nowhere.invalid:4665/',
  'https://y.loca.lt/',
])('%s does not', async (url) => {
  expect(await reaches(url)).toBe(false)
})
