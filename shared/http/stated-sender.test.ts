import fc from 'fast-check'
import { expect, test } from 'vitest'
import { addressOf, statedSender } from './stated-sender.ts'

test('says who sent what came through a tunnel, with the headers that say so', () => {
  const headers = [
    ['X-Forwarded-For', '203.0.113.9'],
    ['Host', 'h'],
    ['x-forwarded-proto', 'https'],
    ['X-FORWARDED-HOST', 'otter.loca.lt:443'],
  ] as const
  expect(statedSender(headers, 'localtunnel')).toEqual({
    address: '203.0.113.9',
    proto: 'https',
    host: 'otter.loca.lt:443',
    evidence: [headers[0], headers[2], headers[3]],
  })
})

test('believes nothing of what came to the receiver’s own port, and says nothing without the headers', () => {
  expect(statedSender([['X-Forwarded-For', '203.0.113.9']], null)).toBeNull()
  expect(statedSender([['Host', 'h']], 'ngrok')).toBeNull()
})

test('of several values the last counts, which the nearest proxy wrote', () => {
  const of = (...values: string[]) =>
    statedSender(
      values.map((value) => ['X-Forwarded-For', value] as const),
      'ssh',
    )?.address
  expect(of('10.0.0.1, 203.0.113.9')).toBe('203.0.113.9')
  expect(of('10.0.0.1', '203.0.113.9')).toBe('203.0.113.9')
  expect(of('203.0.113.9, 10.0.0.1', '198.51.100.1,2001:db8::1')).toBe('2001:db8::1')
  // One that ends in nothing says nothing; the entry before it is not the proxy's.
  expect(of('10.0.0.1,')).toBeNull()
})

test.each([
  ['192.0.2.1', '192.0.2.1'],
  ['192.0.2.1:4711', '192.0.2.1'],
  ['2001:db8::1', '2001:db8::1'],
  ['[2001:db8::1]', '2001:db8::1'],
  ['[2001:db8::1]:443', '2001:db8::1'],
  ['"[2001:db8::1]:443"', '2001:db8::1'],
  ['unknown', null],
  ['_hidden', null],
  ['', null],
  ['192.0.2.1 evil', null],
  ['<script>', null],
  ['localhost', null],
])('the address in %s is %s', (entry, address) => {
  expect(addressOf(entry)).toBe(address)
})

test('whatever the headers are, what is said is an address, a scheme and a host, or nothing', () => {
  const name = fc.constantFrom('X-Forwarded-For', 'X-Forwarded-Proto', 'X-Forwarded-Host')
  fc.assert(
    fc.property(fc.array(fc.tuple(name, fc.string())), (headers) => {
      const sender = statedSender(headers, 'smee')
      if (sender === null) return
      expect(sender.address ?? '::').toMatch(/^[0-9a-f:.]{2,45}$/i)
      expect([null, 'http', 'https']).toContain(sender.proto)
      expect(sender.host ?? 'h').toMatch(/^[a-z0-9._:[\]-]+$/i)
    }),
  )
})
